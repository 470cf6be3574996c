"""How far a tenant's end is, what comes next, and when it may."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gcloud.cloud.tenants.holdings import Holdings, holdings
from gcloud.cloud.tenants.purge import Listener
from gcloud.deploy.tenants.whereabouts import Whereabouts, people_of
from gcloud.errors import ExitCode, GovCloudError
from gcloud.model.load import LoadedSite
from gcloud.model.tenants.retirement import Retirement, Step
from gcloud.plan.tenants.retirement import DESTRUCTIVE, RETIRING, destroyed_from, next_step, of_now
from gcloud.plan.tenants.roster import day_of


class NotYetError(GovCloudError):
    """Something else comes first: a day, a run of the stack, a request."""

    exit_code = ExitCode.CHANGES


@dataclass(frozen=True, slots=True)
class Ways:
    """How an end is carried out.

    Attributes:
        exports: the folder for what describes the project.
        max_deletes: how many objects a purge may delete.
        besides: services that somebody else looks after.
        listener: hears how far a purge is.
        clock: gives the time.
    """

    exports: Path
    max_deletes: int
    besides: Collection[str]
    listener: Listener
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class End:
    """The end of one tenant.

    Attributes:
        loaded: the site, without problems.
        where: the tenant on its cloud.
        noted: what was done so far; None if nothing was.
    """

    loaded: LoadedSite
    where: Whereabouts
    noted: Retirement | None

    @property
    def step(self) -> Step | None:
        """What comes next; None at the end."""
        return next_step(self.noted)

    def holdings(self) -> Holdings:
        """Look at what the project holds."""
        if self.noted is None:
            raise NotYetError("Nothing has begun.", hint="Run it without --dry-run first.")
        return holdings(self.where.connection, self.noted.project_id, self.users())

    def users(self) -> tuple[str, ...]:
        """Look for the ids of the tenant's own accounts."""
        return tuple(people_of(self.where, self.loaded).values())


def end_of(loaded: LoadedSite, where: Whereabouts) -> End:
    """See how far the end of a tenant is.

    Args:
        loaded: the site, without problems.
        where: the tenant on its cloud.

    Raises:
        NotYetError: nobody has approved its end.
    """
    tenant = where.tenant
    if tenant.state != RETIRING:
        raise NotYetError(
            f"Tenant {tenant.name} is {tenant.state}; its end was not approved.",
            hint="Ask for it by `govcloud tenant retire`, and let it be approved.",
        )
    return End(loaded, where, of_now(loaded.site, tenant))


def ready(end: End, now: datetime) -> None:
    """Refuse a step whose time has not come.

    Raises:
        NotYetError: the hold period is not over.
    """
    if end.noted is None or end.step not in DESTRUCTIVE:
        return
    first = destroyed_from(end.loaded.site, end.where.tenant, end.noted)
    if day_of(now) < first:
        raise NotYetError(
            f"The data of {end.where.tenant.name} is held until {first}.",
            hint="Run it again on that day, or later.",
            data={"from": str(first)},
        )
