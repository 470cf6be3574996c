"""Keystone: who may do what, and where the other services are."""

import base64
import secrets
from collections.abc import Mapping
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.files import write
from gcloud.lab.ini import Sections, merge
from gcloud.lab.run import run
from gcloud.lab.service import Command, Process, Service, Step
from gcloud.lab.services.common import IDENTITY, api_process, basics, database, uwsgi


class Keystone(Service):
    """Identity."""

    name = "keystone"
    databases = ("keystone",)
    ports = (IDENTITY.port,)

    def folders(self, lab: Lab) -> tuple[Path, ...]:
        """Keys."""
        return (keys(lab, "fernet"), keys(lab, "credential"))

    def config(self, lab: Lab) -> Mapping[str, Sections]:
        """Tokens live a day, so that no long test loses its own; few hash rounds, for speed."""
        return {
            "keystone.conf": merge(
                basics(lab, self.name),
                {
                    "token": {"provider": "fernet", "expiration": 86400},
                    "fernet_tokens": {"key_repository": str(keys(lab, "fernet"))},
                    "credential": {"key_repository": str(keys(lab, "credential"))},
                    "identity": {"password_hash_rounds": 4},
                    "auth": {"methods": "password,token,application_credential,totp,mapped"},
                    # a person's first password is a one-time secret of the hand-over
                    "security_compliance": {"change_password_upon_first_use": True},
                    "cache": {
                        "enabled": True,
                        "backend": "dogpile.cache.pymemcache",
                        "memcache_servers": "127.0.0.1:11211",
                    },
                },
                database(lab, "keystone"),
            ),
            # the administrator is a program's user, whose password nobody hands over
            "bootstrap.conf": {"security_compliance": {"change_password_upon_first_use": False}},
            "uwsgi.ini": uwsgi(
                lab,
                port=IDENTITY.port,
                module="keystone.wsgi.api:application",
                arguments=f"--config-file {lab.etc(self.name)}/keystone.conf",
            ),
        }

    def migrations(self, lab: Lab) -> tuple[Command, ...]:
        """The tables."""
        return (Command("keystone-db-sync", (*manage(lab), "db_sync")),)

    def prepare(self, lab: Lab) -> None:
        """Keys."""
        make_keys(lab)

    def steps(self, lab: Lab) -> tuple[Step, ...]:
        """The administrator."""
        return (Step("keystone:bootstrap", lambda: bootstrap(lab), needs=("keystone:migrated", "memcached")),)

    def processes(self, lab: Lab) -> tuple[Process, ...]:
        """The API."""
        return (
            api_process(
                lab,
                self.name,
                port=IDENTITY.port,
                path="/v3",
                needs=("keystone:migrated", "memcached"),
                environment={"OS_KEYSTONE_CONFIG_DIR": str(lab.etc(self.name))},
            ),
        )


def keys(lab: Lab, kind: str) -> Path:
    """Folder of fernet or credential keys."""
    return lab.settings.data / "keystone" / kind


def manage(lab: Lab) -> tuple[str, ...]:
    """How keystone-manage is called."""
    return (lab.program("keystone-manage"), "--config-file", str(lab.etc("keystone") / "keystone.conf"))


def make_keys(lab: Lab) -> None:
    """Keys of tokens and of stored credentials, if there are none.

    What ``keystone-manage fernet_setup`` would write (a staged key 0 and a primary key 1), without
    the eight seconds that its two starts take.
    """
    for kind in ("fernet", "credential"):
        for name in ("0", "1"):
            path = keys(lab, kind) / name
            if not path.exists():
                write(path, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())


def bootstrap(lab: Lab) -> None:
    """Administrator, roles, region and Keystone's own entry in the catalogue."""
    done = lab.settings.data / "keystone" / "bootstrapped"
    if done.exists():
        return
    url = IDENTITY.url
    run(
        lab,
        Command(
            "keystone-bootstrap",
            (
                *manage(lab),
                *("--config-file", str(lab.etc("keystone") / "bootstrap.conf")),
                "bootstrap",
                "--bootstrap-admin-url",
                url,
                "--bootstrap-internal-url",
                url,
                "--bootstrap-public-url",
                url,
                "--bootstrap-region-id",
                lab.settings.region,
            ),
            environment={"OS_BOOTSTRAP_PASSWORD": lab.credentials.admin},
        ),
    )
    done.touch()
