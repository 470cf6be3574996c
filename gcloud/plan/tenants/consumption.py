"""How full tenants are: used and granted by key, how that moves, what is near its end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from gcloud.plan.tenants.model import TenantPlan
from gcloud.plan.tenants.observation import Observation

State = Literal["ok", "warn", "full", "unseen"]

PER_OBJECT: Final = frozenset(
    {
        ("compute", "key_pairs"),
        ("compute", "metadata_items"),
        ("compute", "server_group_members"),
        ("volume", "per_volume_gigabytes"),
        ("dns", "zone_recordsets"),
        ("dns", "zone_records"),
        ("dns", "recordset_records"),
        ("dns", "api_export_size"),
    }
)
"""Limits of one object and not of a whole project: nothing that fills up."""


@dataclass(frozen=True, slots=True)
class Line:
    """One key of one tenant.

    Attributes:
        tenant: its name.
        agency: whose it is.
        service: compute, network, volume ...
        key: the quota's key.
        used: how much is used; None: could not be seen.
        limit: how much is granted.
        before: how much was used at the earlier observation; None: there is none.
        state: ok; warn: from the site's share on; full: nothing is left; unseen.
    """

    tenant: str
    agency: str
    service: str
    key: str
    used: int | None
    limit: int
    before: int | None
    state: State

    @property
    def percent(self) -> float | None:
        """The share that is used; None where nothing is granted or seen."""
        return None if self.used is None or not self.limit else 100 * self.used / self.limit

    @property
    def change(self) -> int | None:
        """How much more is used than at the earlier observation."""
        return None if self.used is None or self.before is None else self.used - self.before


def consumption(
    tenants: Iterable[TenantPlan], now: Observation, before: Observation | None, warn_share: int
) -> Iterator[Line]:
    """Compare what tenants use with what they were granted.

    Args:
        tenants: what was granted.
        now: what they use.
        before: what they used earlier.
        warn_share: percent from which a key is near its end.
    """
    for tenant in tenants:
        for quota in tenant.quotas:
            for key, limit in (*quota.figures, *quota.of_types):
                if (quota.service, key) in PER_OBJECT:
                    continue
                used = now.of(tenant.name, quota.service, key)
                yield Line(
                    tenant=tenant.name,
                    agency=tenant.agency,
                    service=quota.service,
                    key=key,
                    used=used,
                    limit=limit,
                    before=before.of(tenant.name, quota.service, key) if before else None,
                    state=_state(used, limit, warn_share),
                )


def _state(used: int | None, limit: int, warn_share: int) -> State:
    if used is None:
        return "unseen"
    if not used:
        return "ok"
    if used >= limit:
        return "full"
    return "warn" if 100 * used >= warn_share * limit else "ok"


@dataclass(frozen=True, slots=True)
class Reclaimable:
    """A quota of which much was never used: what could be asked back.

    Attributes:
        line: the key.
        peak: the most that was used in all observations.
        spare: what is granted beyond twice the peak.
        days: over how many days was looked.
    """

    line: Line
    peak: int
    spare: int
    days: int


def reclaimable(lines: Iterable[Line], past: Sequence[Observation], least_days: int) -> Iterator[Reclaimable]:
    """Find what was granted and not needed.

    A tenant that is a week old has not shown yet what it needs, and twice what it ever
    needed is left to it.

    Args:
        lines: the keys.
        past: all observations, oldest first.
        least_days: over so many days it must have been looked.
    """
    for line in lines:
        seen = [
            (observation.at, used)
            for observation in past
            if (used := observation.of(line.tenant, line.service, line.key)) is not None
        ]
        if not seen or (seen[-1][0] - seen[0][0]).days < least_days:
            continue
        peak = max(used for _, used in seen)
        spare = line.limit - 2 * peak
        if spare > 0:
            yield Reclaimable(line, peak, spare, (seen[-1][0] - seen[0][0]).days)
