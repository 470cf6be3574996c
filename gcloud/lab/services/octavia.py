"""Octavia over OVN: load balancers without machines of their own. One of the extras."""

import functools
import json
import socket
from collections.abc import Mapping
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.ini import Sections, merge
from gcloud.lab.service import AskReady, Command, Endpoint, Process, Question, Service
from gcloud.lab.services.common import api, api_process, client, database, uwsgi

AGENT = "octavia-driver-agent"
PATIENCE = 10
"""Seconds for an answer of the agent, which starts a process for it."""

# The provider takes the agent's sockets to be in /var/run, which is not the lab's.
SOCKETS = """from octavia_lib.api.drivers import driver_lib

driver_lib.DriverLibrary.__init__.__defaults__ = ("{run}/status.sock", "{run}/stats.sock", "{run}/get.sock")
"""


class Octavia(Service):
    """Load balancers."""

    name = "octavia"
    databases = ("octavia",)
    endpoint = Endpoint("load-balancer", 9876)
    ports = (9876,)
    roles = (
        "load-balancer_observer",
        "load-balancer_member",
        "load-balancer_quota_admin",
        "load-balancer_admin",
    )

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """The agent's sockets."""
        return (sockets(lab),)

    def config(self, lab: Lab) -> Mapping[str, Sections]:
        """One provider, OVN's: neither workers nor health manager."""
        names = ("status", "stats", "get")
        return {
            "octavia.conf": merge(
                api(lab, self.name),
                {
                    "api_settings": {
                        "bind_host": "127.0.0.1",
                        "bind_port": self.endpoint.port,
                        "auth_strategy": "keystone",
                        "enabled_provider_drivers": "ovn:OVN",
                        "default_provider_driver": "ovn",
                    },
                    "driver_agent": {
                        "enabled_provider_agents": "ovn",
                        **{f"{name}_socket_path": str(sockets(lab) / f"{name}.sock") for name in names},
                    },
                    "ovn": {"ovn_nb_connection": lab.northbound, "ovn_sb_connection": lab.southbound},
                    "oslo_messaging": {"topic": "octavia"},
                    "service_auth": client(lab, "octavia"),
                    **{name: client(lab, "octavia") for name in ("neutron", "nova", "glance")},
                },
                database(lab, "octavia"),
            ),
            "uwsgi.ini": uwsgi(
                lab,
                port=self.endpoint.port,
                module="octavia.wsgi.api:application",
                arguments=f"--config-file {lab.etc(self.name)}/octavia.conf",
            ),
        }

    def files(self, lab: Lab) -> Mapping[Path, str]:
        """What Python reads before anything of Octavia."""
        return {lab.etc(self.name) / "sitecustomize.py": SOCKETS.format(run=sockets(lab))}

    def migrations(self, lab: Lab) -> tuple[Command, ...]:
        """The tables."""
        config = str(lab.etc(self.name) / "octavia.conf")
        return (
            Command(
                "octavia-db-sync",
                (lab.program("octavia-db-manage"), "--config-file", config, "upgrade", "head"),
            ),
        )

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """The agent first: without it the API drops the provider for good."""
        needs = ("octavia:migrated", "memcached", "ovn:settings")
        environment = {"PYTHONPATH": str(lab.etc(self.name))}
        config = str(lab.etc(self.name) / "octavia.conf")
        return (
            Process(
                name=AGENT,
                command=(lab.program(AGENT), "--config-file", config),
                ready=AskReady(
                    "the driver agent answers",
                    functools.partial(answers, sockets(lab) / "get.sock"),  # the last that it opens
                ),
                needs=needs,
                environment=environment,
                stop="KILL",
            ),
            api_process(
                lab,
                self.name,
                port=self.endpoint.port,
                needs=(*needs, AGENT, "neutron-api"),
                environment=environment,
            ),
        )

    def questions(self, lab: Lab) -> tuple[Question, ...]:  # noqa: ARG002 - the interface's
        """The provider is there."""
        return (
            Question(
                "the provider ovn is offered",
                lambda cloud, _: "ovn" in {provider.name for provider in cloud.load_balancer.providers()},
            ),
        )


def sockets(lab: Lab) -> Path:
    """Folder of the agent's sockets."""
    return lab.settings.run / "octavia"


def answers(path: Path) -> bool:
    """Ask the agent for a thing of no kind, which it answers with nothing.

    A connection that is closed without a question is no way to ask: for each one the
    agent starts a process, which then reads an end of file for ever, as fast as it can
    (`octavia.api.drivers.driver_agent.driver_listener._recv`).

    Args:
        path: its socket for questions.

    Raises:
        OSError: nobody accepts, or nobody answers within seconds.
    """
    text = json.dumps({"object": "", "id": ""}).encode()
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(PATIENCE)
        client.connect(str(path))
        client.sendall(f"{len(text)}\n".encode() + text)
        return client.recv(1) != b""
