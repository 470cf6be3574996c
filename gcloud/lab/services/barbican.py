"""Barbican: secrets, kept encrypted in its database. One of the extras."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.ini import Sections, merge
from gcloud.lab.service import Command, Endpoint, Process, Question, Service
from gcloud.lab.services.common import api, api_process, database, uwsgi

MODULE = "govcloud_lab_secrets"


class Barbican(Service):
    """Secrets."""

    name = "barbican"
    databases = ("barbican",)
    endpoint = Endpoint("key-manager", 9311)
    ports = (9311,)

    def config(self, lab: Lab) -> Mapping[str, Sections]:
        """The store that comes with it."""
        return {
            "barbican.conf": merge(
                api(lab, self.name),
                {
                    "DEFAULT": {"host_href": self.endpoint.url, "db_auto_create": False},
                    "secretstore": {"enabled_secretstore_plugins": "store_crypto"},
                    "crypto": {"enabled_crypto_plugins": "simple_crypto"},
                    "simple_crypto_plugin": {"kek": master_key(lab)},
                },
                database(lab, "barbican"),
            ),
            "uwsgi.ini": uwsgi(lab, port=self.endpoint.port, module=f"{MODULE}:application"),
        }

    def files(self, lab: Lab) -> Mapping[Path, str]:
        """Its own entry looks in /etc, which is not the lab's: so it has one here."""
        paste = lab.venv / "etc/barbican/barbican-api-paste.ini"
        return {
            lab.etc(self.name) / f"{MODULE}.py": "from paste import deploy\n\n"
            f'application = deploy.loadapp("config:{paste}")\n'
        }

    def migrations(self, lab: Lab) -> tuple[Command, ...]:
        """The tables."""
        return (
            Command("barbican-db-sync", (lab.program("barbican-manage"), "db", "upgrade"), environment(lab)),
        )

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """The API."""
        needs = ("barbican:migrated", "memcached")
        return (
            api_process(lab, self.name, port=self.endpoint.port, needs=needs, environment=environment(lab)),
        )

    def questions(self, lab: Lab) -> tuple[Question, ...]:  # noqa: ARG002 - the interface's
        """It answers who comes with a token."""
        return (
            Question("secrets are listed", lambda cloud, _: list(cloud.key_manager.secrets()) is not None),
        )


def environment(lab: Lab) -> dict[str, str]:
    """Where Barbican looks for its configuration: in its user's home."""
    return {"HOME": str(lab.etc("barbican")), "PYTHONPATH": str(lab.etc("barbican"))}


def master_key(lab: Lab) -> str:
    """Key of all that is kept; secret, and the same as long as the lab's credentials are."""
    return base64.urlsafe_b64encode(
        hashlib.sha256(f"barbican {lab.credentials.service}".encode()).digest()
    ).decode()
