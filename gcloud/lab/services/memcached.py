"""Memcached: the services' cache of validated tokens."""

from gcloud.lab.context import Lab
from gcloud.lab.service import Process, Service, TcpReady


class Memcached(Service):
    """The cache."""

    name = "memcached"
    packages = ("memcached",)
    ports = (11211,)

    def processes(self, lab: Lab) -> tuple[Process, ...]:  # noqa: ARG002 - the interface's
        """One small server; no UDP."""
        return (
            Process(
                name="memcached",
                command=(
                    "/usr/bin/memcached",
                    "-u",
                    "root",
                    "-l",
                    "127.0.0.1",
                    "-p",
                    "11211",
                    "-U",
                    "0",
                    "-m",
                    "64",
                    "-t",
                    "2",
                ),
                ready=TcpReady(11211),
                port=11211,
                stop="KILL",
            ),
        )
