"""Backups of volumes in the province's own project, where their agency's end does not reach.

An administrator's backup belongs to the project that the administrator works in,
whoever the volume belongs to. So the connection here is one in the province's
project for backups. A backup is known by what it was made of: its metadata names
tenant, volume and why; a name can be anything.

Source: Block Storage API v3, "Backups": metadata since 3.43; `force` for a volume in use.
"""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import openstack

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.gone import LONG, wait_until_gone
from gcloud.cloud.tenants.kinds import Json
from gcloud.cloud.tenants.listings import listings
from gcloud.errors import CloudError

AT_A_TIME: Final = 4
"""Backups that are asked for at once; the service works on few anyway."""

_LOOK: Final = 2.0

_VALUE: Final = 255
"""Characters of a name or of a value of metadata."""

TENANT: Final = "govcloud-tenant"
VOLUME: Final = "govcloud-volume"
SERVER: Final = "govcloud-server"
TYPE: Final = "govcloud-volume-type"
WHY: Final = "govcloud-why"
"""Keys of a backup's metadata: what is needed to bring data back when volume and server are gone."""


class BackupFailedError(CloudError):
    """Some volumes could not be backed up."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup of a volume.

    Attributes:
        id: its id.
        volume: the id of the volume.
        name: the volume's name, or its id.
        server: the name of the server that used it; empty if none did.
        type: the kind of storage.
        why: what it was made for.
        created: when, as Cinder says it (UTC).
        size: GiB.
        incremental: whether it holds only what changed since the one before.
        status: Cinder's.
    """

    id: str
    volume: str
    name: str
    server: str
    type: str
    why: str
    created: str
    size: int
    incremental: bool
    status: str


def backups(connection: openstack.connection.Connection, tenant: str) -> tuple[Backup, ...]:
    """List a tenant's backups in the connection's project, oldest first.

    Args:
        connection: in the province's project for backups.
        tenant: the tenant's name.
    """
    found = listings(connection, [kinds.BACKUPS], [connection.current_project_id])
    for error in found.unseen.values():
        raise error
    ours = [raw for raw in found.of(kinds.BACKUPS) if (raw.get("metadata") or {}).get(TENANT) == tenant]
    return tuple(sorted(map(_backup, ours), key=lambda one: (one.created, one.id)))


def back_up(
    connection: openstack.connection.Connection,
    tenant: str,
    volumes: Iterable[Json],
    why: str,
    *,
    full: Collection[str],
    servers: Mapping[str, str],
) -> tuple[Backup, ...]:
    """Back volumes up, and wait until it is done.

    A volume that has a backup for the same reason already, or one under way, gets no second one.

    Args:
        connection: in the province's project for backups.
        tenant: the tenant's name.
        volumes: as Cinder has them.
        why: what for, the same for the same run: who was killed goes on.
        servers: id → name of the tenant's servers.
        full: ids of volumes of which everything is kept; of the others what changed, where a backup is there.

    Raises:
        BackupFailedError: some could not be backed up; `data` names each.
    """
    wanted = {str(volume["id"]): volume for volume in volumes}
    known = backups(connection, tenant)
    there = {
        one.volume for one in known if one.status == "creating" or (one.why == why and one.status != "error")
    }
    based = {one.volume for one in known if one.status == "available"}

    def ask(volume: Json) -> CloudError | None:
        id_ = str(volume["id"])
        body = {
            "volume_id": id_,
            "name": f"{tenant} {volume.get('name') or id_}"[:_VALUE],
            "force": True,  # in use: as after a power cut, which file systems and databases survive
            "incremental": id_ in based and id_ not in full,
            "metadata": {
                TENANT: tenant,
                VOLUME: str(volume.get("name") or id_)[:_VALUE],
                SERVER: _server(volume, servers)[:_VALUE],
                TYPE: str(volume.get("volume_type") or ""),
                WHY: why,
            },
        }
        try:
            rest.call(
                connection.block_storage,
                "POST",
                "/backups",
                doing=f"backing volume {id_} up",
                json={"backup": body},
                microversion=kinds.CINDER,
            )
        except CloudError as error:
            return error
        return None

    asked = [volume for id_, volume in wanted.items() if id_ not in there]
    with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="backups") as workers:
        answers = list(workers.map(ask, asked))
    failed = {
        str(volume["id"]): error.message
        for volume, error in zip(asked, answers, strict=True)
        if error is not None
    }
    made = _settled(connection, tenant, why, wanted.keys() - failed.keys())
    failed |= {one.volume: f"its status is {one.status}" for one in made if one.status != "available"}
    if failed:
        raise BackupFailedError(
            f"{len(failed)} of {len(wanted)} volumes could not be backed up: {next(iter(failed.values()))}",
            hint="See the log of cinder-backup, then run again: what is kept already is not made anew.",
            data={"volumes": failed},
        )
    return made


def _settled(
    connection: openstack.connection.Connection, tenant: str, why: str, volumes: Collection[str]
) -> tuple[Backup, ...]:
    end = time.monotonic() + LONG
    while True:
        newest = {
            one.volume: one for one in backups(connection, tenant) if one.why == why and one.volume in volumes
        }
        working = [one for one in newest.values() if one.status == "creating"]
        if not working or time.monotonic() > end:
            return tuple(newest.values())
        time.sleep(_LOOK)


def delete_backups(connection: openstack.connection.Connection, ids: Sequence[str]) -> None:
    """Delete backups one after the other, for a later one may build on an earlier one.

    Args:
        connection: in the province's project for backups.
        ids: in the order in which they may go.

    Raises:
        CloudError: Cinder refused, or one does not go.
    """
    for id_ in ids:
        doing = f"deleting backup {id_}"
        with suppress(NotFoundError):
            rest.call(
                connection.block_storage,
                "DELETE",
                f"/backups/{id_}",
                doing=doing,
                microversion=kinds.CINDER,
            )
        failed = {"error_deleting", "error"}
        wait_until_gone(connection, "backup", id_, doing=doing, failed=failed, pause=_LOOK)


def _server(volume: Json, servers: Mapping[str, str]) -> str:
    users = (servers.get(one["server_id"], "") for one in volume.get("attachments") or ())
    return next((name for name in users if name), "")


def _backup(raw: Json) -> Backup:
    metadata = raw.get("metadata") or {}
    return Backup(
        id=raw["id"],
        volume=raw["volume_id"],
        name=metadata.get(VOLUME, ""),
        server=metadata.get(SERVER, ""),
        type=metadata.get(TYPE, ""),
        why=metadata.get(WHY, ""),
        created=raw["created_at"] or "",
        size=raw["size"],
        incremental=raw["is_incremental"],
        status=raw["status"],
    )
