"""RabbitMQ: the services' messages. All three of its listeners are bound to loopback."""

from collections.abc import Mapping
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.files import write
from gcloud.lab.service import Process, Service, TcpReady

PORT, DISTRIBUTION_PORT, EPMD_PORT = 5672, 25672, 4369


class RabbitMQ(Service):
    """The message broker."""

    name = "rabbitmq"
    packages = ("rabbitmq-server",)
    ports = (PORT, DISTRIBUTION_PORT, EPMD_PORT)

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """Queues and the home of the Erlang cookie."""
        return (lab.settings.data / "rabbitmq",)

    def files(self, lab: Lab) -> Mapping[Path, str]:
        """Settings; the only user is made at the first start."""
        return {
            lab.etc(self.name) / "rabbitmq.conf": "\n".join(
                [
                    "default_user = openstack",
                    f"default_pass = {lab.credentials.messages}",
                    "loopback_users.openstack = true",
                    "log.console = true",
                    "log.console.level = warning",
                    "log.file = false",
                    "",
                ]
            ),
            lab.etc(self.name) / "env.conf": "",
            lab.etc(self.name) / "plugins": "[].\n",
        }

    def prepare(self, lab: Lab) -> None:
        """Erlang reads the cookie only when nobody else can."""
        write(lab.settings.data / "rabbitmq" / ".erlang.cookie", lab.credentials.erlang_cookie, mode=0o400)

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """The broker; the port mapper of Erlang comes with it."""
        data, etc = lab.settings.data / "rabbitmq", lab.etc(self.name)
        return (
            Process(
                name="rabbitmq",
                command=("/usr/lib/rabbitmq/bin/rabbitmq-server",),
                ready=TcpReady(PORT),
                port=PORT,
                environment={
                    "HOME": str(data),
                    "RUNNING_UNDER_SYSTEMD": "1",  # makes the start script become the broker
                    "RABBITMQ_CONF_ENV_FILE": str(etc / "env.conf"),
                    "RABBITMQ_CONFIG_FILE": str(etc / "rabbitmq.conf"),
                    "RABBITMQ_ENABLED_PLUGINS_FILE": str(etc / "plugins"),
                    "RABBITMQ_NODENAME": "lab@localhost",
                    "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
                    "RABBITMQ_NODE_PORT": str(PORT),
                    "RABBITMQ_DIST_PORT": str(DISTRIBUTION_PORT),
                    "ERL_EPMD_ADDRESS": "127.0.0.1",
                    "ERL_EPMD_PORT": str(EPMD_PORT),
                    "RABBITMQ_MNESIA_BASE": str(data / "mnesia"),
                    "RABBITMQ_LOG": "-color",
                    "RABBITMQ_LOG_BASE": str(lab.settings.log),
                    "RABBITMQ_PID_FILE": str(lab.settings.run / "rabbitmq.pid"),
                    "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                        "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none"
                        " -kernel inet_dist_use_interface {127,0,0,1}"
                    ),
                },
                stop="KILL",
            ),
        )
