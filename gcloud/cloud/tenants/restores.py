"""Brings data back from backups: always into a new volume, never over one that is there.

Source: Block Storage API v3, "Restore a backup".
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import openstack

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.backups import Backup
from gcloud.cloud.tenants.gone import LONG, wait_until_gone
from gcloud.cloud.tenants.kinds import Json
from gcloud.errors import CloudError

_LOOK: Final = 1.0

_AVAILABLE: Final = "available"


class RestoreFailedError(CloudError):
    """A backup could not be brought back."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was brought back.

    Attributes:
        backup: the backup.
        volume: the id of the new volume.
        seconds: how long it took.
    """

    backup: Backup
    volume: str
    seconds: float


def restore(
    target: openstack.connection.Connection,
    keeper: openstack.connection.Connection,
    found: Sequence[Backup],
    mark: str,
) -> tuple[Restored, ...]:
    """Restore backups into new volumes, called like the old ones with a mark behind, and wait.

    Args:
        target: a connection in the project that gets the volumes.
        keeper: a connection in the project that has the backups.
        found: the backups.
        mark: what the new volumes' names end in.

    Raises:
        RestoreFailedError: one could not be restored; what was made of it is deleted.
        CloudError: the cloud refused.
    """
    done = []
    for backup in found:
        begun = time.monotonic()
        volume = _empty(target, backup, f"{backup.name} {mark}")
        try:
            _reach(target, volume)
            rest.call(
                keeper.block_storage,
                "POST",
                f"/backups/{backup.id}/restore",
                doing=f"restoring backup {backup.id} of {backup.name}",
                json={"restore": {"volume_id": volume}},
                microversion=kinds.CINDER,
            )
            _reach(target, volume, after="restoring-backup")
        except CloudError:
            with suppress(CloudError):  # why it was not restored is what counts
                delete_volume(target, volume)
            raise
        done.append(Restored(backup, volume, round(time.monotonic() - begun, 1)))
    return tuple(done)


def delete_volume(connection: openstack.connection.Connection, volume: str) -> None:
    """Delete a volume of the connection's project, whatever its status is, and wait until it is gone.

    Args:
        connection: in the volume's project.
        volume: its id.

    Raises:
        CloudError: Cinder refused, or it does not go.
    """
    with suppress(NotFoundError):
        rest.call(
            connection.block_storage,
            "POST",
            f"/volumes/{volume}/action",
            doing=f"deleting volume {volume}",
            json={"os-force_delete": {}},
        )
    doing = f"waiting until volume {volume} is gone"
    wait_until_gone(connection, "volume", volume, doing=doing, failed={"error_deleting"}, pause=_LOOK)


def _empty(target: openstack.connection.Connection, backup: Backup, name: str) -> str:
    body: Json = {"size": backup.size, "name": name[:255]}
    if backup.type:
        body["volume_type"] = backup.type
    made = rest.call(
        target.block_storage,
        "POST",
        "/volumes",
        doing=f"creating volume {name}",
        json={"volume": body},
        microversion=kinds.CINDER,
    )
    return str(made["volume"]["id"])


def _reach(connection: openstack.connection.Connection, volume: str, after: str = "") -> None:
    # Right after the call the old status may still be told: the backup's own work is waited for first.
    end, seen, grace = time.monotonic() + LONG, not after, time.monotonic() + 10 * _LOOK
    while True:
        doing = f"waiting for volume {volume}"
        status = rest.call(connection.block_storage, "GET", f"/volumes/{volume}", doing=doing)["volume"][
            "status"
        ]
        seen = seen or status == after or time.monotonic() > grace
        if status == _AVAILABLE and seen:
            return
        if status.startswith("error") or time.monotonic() > end:
            raise RestoreFailedError(
                f"Volume {volume} is {status}.", hint="See the logs of cinder-backup and cinder-volume."
            )
        time.sleep(_LOOK)
