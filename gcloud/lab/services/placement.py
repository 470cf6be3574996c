"""Placement: what every compute host has and has given away."""

from collections.abc import Mapping

from gcloud.lab.context import Lab
from gcloud.lab.ini import Sections, merge
from gcloud.lab.service import Command, Endpoint, Process, Service
from gcloud.lab.services.common import api, api_process, database, uwsgi


class Placement(Service):
    """Resource inventories."""

    name = "placement"
    databases = ("placement",)
    endpoint = Endpoint("placement", 8778)
    ports = (8778,)

    def config(self, lab: Lab) -> Mapping[str, Sections]:
        """Callers bring tokens."""
        return {
            "placement.conf": merge(
                api(lab, self.name),
                {"api": {"auth_strategy": "keystone"}},
                database(lab, "placement", "placement_database"),
            ),
            "uwsgi.ini": uwsgi(lab, port=self.endpoint.port, module="placement.wsgi.api:application"),
        }

    def migrations(self, lab: Lab) -> tuple[Command, ...]:
        """The tables."""
        config = str(lab.etc(self.name) / "placement.conf")
        return (
            Command(
                "placement-db-sync",
                (lab.program("placement-manage"), "--config-file", config, "db", "sync"),
                environment=environment(lab),
            ),
        )

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """The API."""
        return (
            api_process(
                lab,
                self.name,
                port=self.endpoint.port,
                needs=("placement:migrated", "memcached"),
                environment=environment(lab),
            ),
        )


def environment(lab: Lab) -> dict[str, str]:
    """Where Placement looks for its configuration."""
    return {"OS_PLACEMENT_CONFIG_DIR": str(lab.etc("placement"))}
