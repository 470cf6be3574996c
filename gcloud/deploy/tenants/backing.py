"""Backups of tenants by their policies, data brought back, and restores that are tried.

Backups are in the province's own project, where neither the agency nor its end
reaches them. Snapshots are in the tenant's project, count against its quota and go
with it: they are for mistakes, not for disasters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import openstack

from gcloud.cloud import rest
from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.backups import Backup, back_up, backups, delete_backups
from gcloud.cloud.tenants.inside import inside
from gcloud.cloud.tenants.kinds import Json
from gcloud.cloud.tenants.listings import listed
from gcloud.cloud.tenants.restores import Restored, delete_volume, restore
from gcloud.deploy.tenants.whereabouts import Whereabouts, keeper_of, project_named, project_of
from gcloud.errors import CloudError, InputError
from gcloud.model.load import LoadedSite
from gcloud.model.tenants.backup import BackupPolicy
from gcloud.plan.tenants.backups import FAILED, KEPT, Due, Kept, due, expired

SNAPSHOT: Final = "govcloud-policy"
"""Key of a snapshot's metadata: the policy that made it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A tenant whose volumes are looked after.

    Attributes:
        where: the tenant on its cloud.
        project: its project's id.
        keeper: a connection in the province's project for backups.
        policy: the tenant's policy.
    """

    where: Whereabouts
    project: str
    keeper: openstack.connection.Connection
    policy: BackupPolicy


@dataclass(frozen=True, slots=True)
class Round:
    """What a policy asks for now, or what was done for it.

    Attributes:
        due: the volumes to back up.
        expired: ids of backups that go.
        made: the backups that were made.
    """

    due: tuple[Due, ...]
    expired: tuple[str, ...]
    made: tuple[Backup, ...] = ()


def case_of(loaded: LoadedSite, where: Whereabouts) -> Case:
    """Find what is needed to look after a tenant's volumes.

    Args:
        loaded: the site, without problems.
        where: the tenant on its cloud.

    Raises:
        InputError: the tenant has no policy, or no project keeps backups.
        CloudError: the tenant has no project, or it is somebody else's.
    """
    site, tenant = loaded.site, where.tenant
    policy = next((one for one in site.backup_policies if one.name == tenant.backup), None)
    if policy is None:
        raise InputError(
            f"Tenant {tenant.name} has no backup policy.",
            hint="Ask for one: tenant change --set backup=NAME.",
        )
    keeper = keeper_of(where, site)
    project = project_named(where, tenant.name)
    if project is None or project_of(where, site.name, project) is None:
        raise CloudError(f"Tenant {tenant.name} has no project yet.", hint="Run `govcloud up` first.")
    return Case(where, project, where.inside(keeper), policy)


def wanted(case: Case, now: datetime) -> Round:
    """Give what the policy asks for now.

    Args:
        case: the tenant.
        now: the time.
    """
    return _wanted(case, _volumes(case), now)


def carry_out(case: Case, now: datetime) -> Round:
    """Do what the policy asks for now: back up, snapshot, and then let old ones go.

    Args:
        case: the tenant.
        now: the time.

    Raises:
        BackupFailedError: a volume could not be backed up; nothing old was deleted.
    """
    every, name = _volumes(case), case.where.tenant.name
    asked = _wanted(case, every, now)
    ids = {one.volume for one in asked.due}
    volumes = [one for one in every if one["id"] in ids]
    made = back_up(
        case.keeper,
        name,
        volumes,
        f"policy {case.policy.name} {now.astimezone(UTC):%Y-%m-%dT%H:%MZ}",
        full=[one.volume for one in asked.due if one.full],
        servers={
            one["id"]: one["name"] for one in listed(case.where.connection, kinds.SERVERS, case.project)
        },
    )
    if case.policy.snapshots_keep and volumes:
        _snapshots(case, volumes, now)
    gone = expired(case.policy, _kept(backups(case.keeper, name)))
    delete_backups(case.keeper, gone)
    return Round(asked.due, gone, made)


def bring_back(case: Case, server: str, at: datetime | None, mark: str) -> tuple[Restored, ...]:
    """Bring the data of one server back, as new volumes of the tenant beside what is there.

    Args:
        case: the tenant.
        server: the server's name; it need not be there any more.
        at: the newest backups until then; None: the newest of all.
        mark: what the new volumes' names end in.

    Raises:
        InputError: there is no backup of it.
    """
    there = backups(case.keeper, case.where.tenant.name)
    found = newest(there, server, at)
    if not found:
        known = sorted({one.server for one in there if one.server})
        raise InputError(
            f"There is no backup of server {server}.",
            hint=f"There are backups of: {', '.join(known)}." if known else "There is none of any server.",
        )
    with inside(case.where.connection, case.project, case.where.inside) as target:
        return restore(target, case.keeper, found, mark)


def newest(found: Sequence[Backup], server: str | None, at: datetime | None) -> tuple[Backup, ...]:
    """Give the newest backup of each volume.

    Args:
        found: all backups, oldest first.
        server: only of volumes that this server used; None: of all.
        at: only until then.
    """
    last = {
        one.volume: one
        for one in found
        if one.status == KEPT and server in {None, one.server} and (at is None or _at(one) <= at)
    }
    return tuple(last.values())


def try_restore(case: Case, now: datetime) -> dict[str, Any]:
    """Restore the newest backup of each volume beside everything, look at it, and delete it again.

    Args:
        case: the tenant.
        now: the time.

    Returns:
        What is kept of it (JSON-able): each backup with its age, whether it came back, and how long it took.
    """
    tried = []
    for backup in newest(backups(case.keeper, case.where.tenant.name), None, None):
        result: dict[str, Any] = {
            "backup": backup.id,
            "volume": backup.name,
            "made_on": _at(backup).isoformat(),
            "age_hours": round((now - _at(backup)).total_seconds() / 3600, 1),
            "gib": backup.size,
        }
        try:
            (back,) = restore(case.keeper, case.keeper, [backup], f"tried {now:%Y-%m-%d}")
            result |= {"restored": True, "seconds": back.seconds, "error": None}
            delete_volume(case.keeper, back.volume)
        except CloudError as error:
            result |= {"restored": False, "seconds": None, "error": error.message}
        tried.append(result)
    return {
        "tenant": case.where.tenant.name,
        "policy": case.policy.name,
        "on": now.isoformat(),
        "passed": bool(tried) and all(one["restored"] for one in tried),
        "backups": tried,
    }


def _wanted(case: Case, volumes: Sequence[Json], now: datetime) -> Round:
    there = _kept(backups(case.keeper, case.where.tenant.name))
    return Round(due(case.policy, [one["id"] for one in volumes], there, now), expired(case.policy, there))


def _volumes(case: Case) -> tuple[Json, ...]:
    return listed(case.where.connection, kinds.VOLUMES, case.project)


def _snapshots(case: Case, volumes: Sequence[Json], now: datetime) -> None:
    policy = case.policy
    ours = [
        one
        for one in listed(case.where.connection, kinds.SNAPSHOTS, case.project)
        if (one.get("metadata") or {}).get(SNAPSHOT) == policy.name
    ]
    with inside(case.where.connection, case.project, case.where.inside) as within:
        for volume in volumes:
            body = {
                "volume_id": volume["id"],
                "name": f"{policy.name} {now.astimezone(UTC):%Y-%m-%d %H:%M}",
                "force": True,
                "metadata": {SNAPSHOT: policy.name},
            }
            doing = f"making a snapshot of volume {volume['id']}"
            rest.call(within.block_storage, "POST", "/snapshots", doing=doing, json={"snapshot": body})
            older = sorted(
                (one for one in ours if one["volume_id"] == volume["id"]), key=lambda one: one["created_at"]
            )
            for one in older[: max(0, len(older) + 1 - policy.snapshots_keep)]:
                doing = f"deleting snapshot {one['id']}"
                rest.call(within.block_storage, "DELETE", f"/snapshots/{one['id']}", doing=doing)


def _kept(found: Sequence[Backup]) -> list[Kept]:
    return [
        Kept(one.id, one.volume, _at(one), one.incremental, one.status)
        for one in found
        if one.status in {KEPT, FAILED}
    ]


def _at(backup: Backup) -> datetime:
    return datetime.fromisoformat(backup.created).replace(tzinfo=UTC)
