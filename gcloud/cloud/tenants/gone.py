"""Waits until Cinder has deleted what it was asked to delete."""

import time
from collections.abc import Container
from typing import Final, Literal

import openstack

from gcloud.cloud import rest
from gcloud.errors import CloudError

LONG: Final = 3600.0
"""Seconds for which volumes and backups are waited for: their data moves."""


def wait_until_gone(
    connection: openstack.connection.Connection,
    noun: Literal["backup", "volume"],
    id_: str,
    *,
    doing: str,
    failed: Container[str],
    pause: float,
) -> None:
    """Wait until a volume or a backup is gone.

    Args:
        connection: in its project.
        noun: what it is.
        id_: its id.
        doing: what is being done, as a gerund, for the error.
        failed: statuses in which it stays for ever.
        pause: seconds between two looks.

    Raises:
        CloudError: it does not go.
    """
    end = time.monotonic() + LONG
    while found := rest.lookup(connection.block_storage, f"/{noun}s/{id_}", doing=doing):
        status = found[noun]["status"]
        if status in failed or time.monotonic() > end:
            raise CloudError(
                f"{noun.capitalize()} {id_} does not go: its status is {status}.",
                hint=f"See the log of cinder-{noun}.",
            )
        time.sleep(pause)
