"""Databases brought to what a release wants, and remembered.

Migrations take most of a first start's processor time and always end alike,
so their result is kept in the cache as the text of a dump, by the lock's hash.
A dump holds no secret and no path: it is made before the service first runs.
"""

from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.files import write
from gcloud.lab.run import run
from gcloud.lab.service import Service
from gcloud.lab.services.mariadb import dump, load, sql
from gcloud.lab.settings import LabSettings
from gcloud.lab.venv import lock_key


def dump_path(settings: LabSettings, service: Service) -> Path:
    """Where a service's migrated databases are kept."""
    return settings.cache / f"databases-{lock_key()}" / f"{service.name}.sql"


def migrate(lab: Lab, service: Service) -> None:
    """Bring a service's databases up to its release, unless this very lock did so before.

    Raises:
        StepError: a migration failed.
    """
    done = lab.settings.data / "migrated" / service.name
    kept = dump_path(lab.settings, service)
    known = done.read_text() if done.is_file() else None
    if known == lock_key():
        return
    if known is None:
        # What a killed run left half-made: many migrations can't be continued, and nothing of value is there.
        sql(lab, "".join(f"DROP DATABASE IF EXISTS {name};" for name in service.databases))
    if known is None and kept.is_file():
        load(lab, service.databases, kept)
    else:
        sql(
            lab,
            "".join(f"CREATE DATABASE IF NOT EXISTS {n} CHARACTER SET utf8mb3;" for n in service.databases),
        )
        for command in service.migrations(lab):
            if command.unless is None or not command.unless():
                run(lab, command)
    if known is None and not kept.is_file():
        write(kept, dump(lab, service.databases))
    write(done, lock_key())
