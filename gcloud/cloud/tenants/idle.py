"""What lies idle in projects: it costs, and serves nobody. Told from lists that were made anyway."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.kinds import Json
from gcloud.cloud.tenants.listings import Listings
from gcloud.plan.tenants.observation import Idle

STOPPED: Final = timedelta(days=30)
"""A server that was stopped so long ago is not merely being repaired."""

ALONE: Final = timedelta(days=30)
"""A volume that nothing has used for so long is not merely being moved."""

OLD: Final = timedelta(days=180)
"""A snapshot is a moment's safety and no archive."""


def idle(found: Listings, now: datetime) -> Mapping[str, tuple[Idle, ...]]:
    """Find what lies idle.

    Args:
        found: servers, volumes, snapshots and floating addresses.
        now: the time from which is reckoned.

    Returns:
        Project's id → what lies idle in it.
    """
    by_project: defaultdict[str, list[Idle]] = defaultdict(list)
    for kind, sort in ((kinds.SERVERS, _servers), (kinds.VOLUMES, _volumes), (kinds.SNAPSHOTS, _snapshots)):
        for raw, one in sort(found.of(kind), now):
            by_project[raw[kind.owner]].append(one)
    for raw in found.of(kinds.FLOATING_IPS):
        if not raw.get("port_id"):
            one = _idle("floating-ip", raw, "nothing has it", _moment(raw.get("updated_at")), 1)
            by_project[raw[kinds.FLOATING_IPS.owner]].append(one)
    return {
        project: tuple(sorted(ones, key=lambda one: (one.kind, one.id)))
        for project, ones in by_project.items()
    }


def _servers(objects: tuple[Json, ...], now: datetime) -> Iterator[tuple[Json, Idle]]:
    for raw in objects:
        since = _moment(raw.get("updated"))
        if raw["status"] == "SHUTOFF" and _for_long(since, now, STOPPED):
            yield raw, _idle("server", raw, "it is stopped", since, int(raw["flavor"]["ram"]))


def _volumes(objects: tuple[Json, ...], now: datetime) -> Iterator[tuple[Json, Idle]]:
    for raw in objects:
        since = _moment(raw.get("updated_at") or raw.get("created_at"))
        if raw["status"] == "available" and _for_long(since, now, ALONE):
            yield raw, _idle("volume", raw, "it is attached to nothing", since, int(raw["size"]))


def _snapshots(objects: tuple[Json, ...], now: datetime) -> Iterator[tuple[Json, Idle]]:
    for raw in objects:
        since = _moment(raw.get("created_at"))
        if _for_long(since, now, OLD):
            yield raw, _idle("snapshot", raw, "it is old", since, int(raw["size"]))


def _idle(kind: str, raw: Json, why: str, since: datetime | None, size: int) -> Idle:
    name = str(raw.get("name") or raw.get("floating_ip_address") or "")
    return Idle(kind, str(raw["id"]), name, why, since, size)


def _for_long(since: datetime | None, now: datetime, least: timedelta) -> bool:
    return since is not None and now - since >= least


def _moment(text: str | None) -> datetime | None:
    """A time as the APIs write it: with a Z, with an offset, or, in Cinder, in UTC without either."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
