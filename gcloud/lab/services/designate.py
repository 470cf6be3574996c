"""Designate: zones and record sets, written to BIND. One of the extras."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from gcloud.lab.context import Lab
from gcloud.lab.files import write
from gcloud.lab.ini import Sections, merge
from gcloud.lab.run import run
from gcloud.lab.service import Command, Endpoint, Process, Question, Service, Step
from gcloud.lab.services import bind
from gcloud.lab.services.common import api, api_process, database, uwsgi

MODULE = "govcloud_lab_names"
# Its own entry looks for both files in one folder, and they are in two.
ENTRY = """from designate.api import wsgi

wsgi.CONFIG_FILES = ["{paste}", "designate.conf"]
application = wsgi.init_application()
"""

TRANSFER_PORT = 5354
"""Where BIND fetches the zones."""
DAEMONS = frozenset({"central", "worker", "producer", "mdns"})
# The lab's own limit is the machine; a project that wants a small quota sets it.
QUOTAS = ("zones", "zone_recordsets", "zone_records", "recordset_records")


class Designate(Service):
    """Names."""

    name = "designate"
    databases = ("designate",)
    endpoint = Endpoint("dns", 9001)
    ports = (9001, TRANSFER_PORT)

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """State."""
        return (lab.settings.data / "designate",)

    def config(self, lab: Lab) -> Mapping[str, Sections]:
        """One worker of each kind; without the producer no zone is ever finished."""
        return {
            "designate.conf": merge(
                api(lab, self.name),
                {
                    "DEFAULT": {
                        "rpc_response_timeout": 10,  # a question asked before somebody answers is lost
                        "state_path": str(lab.settings.data / "designate"),
                        **{f"quota_{name}": 100_000 for name in QUOTAS},
                    },
                    "service:api": {
                        "auth_strategy": "keystone",
                        "enable_host_header": True,
                        "listen": f"127.0.0.1:{self.endpoint.port}",
                    },
                    "heartbeat_emitter": {"heartbeat_interval": 3},  # a start waits for the next one
                    "service:central": {"workers": 1},
                    "service:producer": {"workers": 1},
                    "service:mdns": {"workers": 1, "listen": f"127.0.0.1:{TRANSFER_PORT}"},
                    # A change whose message was lost, as on a busy machine, is taken up again only when all
                    # these retries could have ended: by default after eight minutes, by these figures one.
                    "service:worker": {
                        "workers": 1,
                        "poll_delay": 0,
                        "poll_retry_interval": 1,
                        "poll_max_retries": 10,
                        "poll_timeout": 5,
                    },
                    "producer_task:worker_periodic_recovery": {"interval": 10},
                    "producer_task:increment_serial": {"interval": 1},  # a zone is PENDING until then
                    "producer_task:delayed_notify": {"interval": 1},
                },
                database(lab, "designate", "storage:sqlalchemy"),
            ),
            "uwsgi.ini": uwsgi(lab, port=self.endpoint.port, module=f"{MODULE}:application"),
        }

    def files(self, lab: Lab) -> Mapping[Path, str]:
        """The API's entry, and the pool."""
        return {
            lab.etc(self.name) / f"{MODULE}.py": ENTRY.format(paste=lab.venv / "etc/designate/api-paste.ini"),
            pool(lab): yaml.safe_dump([_pool(lab)], sort_keys=False),
        }

    def migrations(self, lab: Lab) -> tuple[Command, ...]:
        """The tables."""
        return (Command("designate-db-sync", (*manage(lab), "database", "sync")),)

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """API and daemons."""
        needs = ("designate:migrated", "memcached")
        config = str(lab.etc(self.name) / "designate.conf")
        return (
            api_process(
                lab,
                self.name,
                port=self.endpoint.port,
                needs=needs,
                environment={
                    "OS_DESIGNATE_CONFIG_DIR": str(lab.etc(self.name)),
                    "PYTHONPATH": str(lab.etc(self.name)),
                },
            ),
            *(
                Process(
                    name=f"designate-{name}",
                    command=(lab.program(f"designate-{name}"), "--config-file", config),
                    needs=(*needs, "rabbitmq"),
                    stop="KILL",
                )
                for name in sorted(DAEMONS)
            ),
        )

    def steps(self, lab: Lab) -> tuple[Step, ...]:
        """The pool, which the running service must be told of."""
        return (Step("designate:pool", lambda: tell_pool(lab), needs=("designate:ready", "bind")),)

    def questions(self, lab: Lab) -> tuple[Question, ...]:  # noqa: ARG002 - the interface's
        """All have reported, which the central daemon writes down."""
        return (
            Question("designate's services are up", lambda cloud, since: _reporting(cloud, since) >= DAEMONS),
        )


def manage(lab: Lab) -> tuple[str, ...]:
    """How designate-manage is called."""
    return (lab.program("designate-manage"), "--config-file", str(lab.etc("designate") / "designate.conf"))


def pool(lab: Lab) -> Path:
    """Which name servers there are."""
    return lab.etc("designate") / "pools.yaml"


def tell_pool(lab: Lab) -> None:
    """Tell the running service which name servers there are, unless it knows."""
    wanted = pool(lab).read_text()
    done = lab.settings.data / "designate" / "pool"
    if done.is_file() and done.read_text() == wanted:
        return
    run(lab, Command("designate-pool", (*manage(lab), "pool", "update", "--file", str(pool(lab)))))
    write(done, wanted)


def _reporting(cloud: Any, since: datetime) -> set[str]:  # noqa: ANN401 - openstacksdk has no types
    return {
        status.service_name
        for status in cloud.dns.service_statuses()
        if status.heartbeated_at and datetime.fromisoformat(status.heartbeated_at).replace(tzinfo=UTC) > since
    }


def _pool(lab: Lab) -> dict[str, object]:
    return {
        "name": "default",
        "description": "the lab's name server",
        "attributes": {},
        "ns_records": [{"hostname": "ns1.lab.example.", "priority": 1}],
        "nameservers": [{"host": "127.0.0.1", "port": bind.PORT}],
        "targets": [
            {
                "type": "bind9",
                "masters": [{"host": "127.0.0.1", "port": TRANSFER_PORT}],
                "options": {
                    "host": "127.0.0.1",
                    "port": bind.PORT,
                    "rndc_host": "127.0.0.1",
                    "rndc_port": bind.CONTROL_PORT,
                    "rndc_key_file": str(bind.command_key(lab)),
                    "clean_zonefile": True,
                },
            }
        ],
    }
