"""The steps of a tenant's end, as they are carried out on the cloud.

What a stack can do its stack does: the project is disabled and in the end deleted by
`up`, as the files say. Here is what no stack can do: look that it is so, export, back
up, purge, zero. Each step looks first how things stand, so it may be repeated
whenever it was cut off; it is noted only when it is done.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gcloud.cloud.tenants import kinds, secrets
from gcloud.cloud.tenants.backups import back_up
from gcloud.cloud.tenants.export import export
from gcloud.cloud.tenants.holdings import Holdings, holdings
from gcloud.cloud.tenants.inside import close, inside
from gcloud.cloud.tenants.listings import listings
from gcloud.cloud.tenants.purge import Listener, TooManyError, looked_at, purge
from gcloud.cloud.tenants.zero import zero
from gcloud.deploy.tenants.whereabouts import Whereabouts, people_of, project_named, project_of
from gcloud.errors import ExitCode, GovCloudError, InputError
from gcloud.model.load import LoadedSite
from gcloud.model.tenants.retirement import Retirement, Step
from gcloud.plan.tenants.retirement import (
    DESTRUCTIVE,
    RETIRING,
    begun,
    destroyed_from,
    next_step,
    of_now,
    with_step,
)


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
        users = people_of(self.where, self.loaded).values()
        return holdings(self.where.connection, self.noted.project_id, list(users))


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
    if now.date() < first:
        raise NotYetError(
            f"The data of {end.where.tenant.name} is held until {first}.",
            hint="Run it again on that day, or later.",
            data={"from": str(first)},
        )


def carry_out(end: End, ways: Ways) -> Retirement:
    """Carry out the next step and note it.

    Args:
        end: how far it is.
        ways: how.

    Raises:
        NotYetError: something else comes first.
        CloudError: the cloud refused; run again.
    """
    now = ways.clock()
    ready(end, now)
    step = end.step
    if end.noted is None:
        return _suspended(end, now)
    if step is None:
        return end.noted
    work: dict[Step, Callable[[End, Retirement, Ways], str | None]] = {
        Step.EXPORTED: _exported,
        Step.PURGED: _purged,
        Step.ZEROED: _zeroed,
        Step.DISABLED: _disabled,
        Step.DELETED: _deleted,
    }
    evidence = work[step](end, end.noted, ways)
    return with_step(end.noted, step, ways.clock(), evidence)


def _suspended(end: End, now: datetime) -> Retirement:
    where, site = end.where, end.loaded.site
    id_ = project_named(where, where.tenant.name)
    if id_ is None:
        raise NotYetError(
            f"There is no project {where.tenant.name} on cloud {where.cloud.name}.",
            hint="If it never was there, remove the tenant's files; if it was deleted by hand, say so there.",
        )
    _closed(end, id_)
    return begun(where.tenant, id_, now, site.tenancy.hold_days)


def _closed(end: End, id_: str) -> None:
    project = project_of(end.where, end.loaded.site.name, id_)
    if project is not None and project["enabled"]:
        raise NotYetError(
            f"The project of {end.where.tenant.name} is still enabled: somebody could use it.",
            hint="Run `govcloud up` first: it disables the project of a tenant that retires.",
        )


def _exported(end: End, noted: Retirement, ways: Ways) -> str:
    where, site = end.where, end.loaded.site
    _closed(end, noted.project_id)
    volumes = _volumes(end, noted)
    kept: list[dict[str, Any]] = []
    if volumes:
        project = site.tenancy.backup_project
        id_ = project_named(where, project) if project else None
        if id_ is None:
            raise InputError(
                f"{where.tenant.name} has {len(volumes)} volumes and no project keeps backups of them.",
                hint="Make a project for backups and name it as tenancy.backup_project.",
            )
        made = back_up(
            where.inside(id_),
            where.tenant.name,
            volumes,
            f"retirement {noted.request}",
            full=[one["id"] for one in volumes],
            servers=_servers(end, noted),
        )
        kept = [
            {"backup": one.id, "project": id_, "volume": one.volume, "name": one.name, "gib": one.size}
            for one in made
        ]
    folder = ways.exports / where.tenant.name / noted.request
    about = {
        "site": site.name,
        "tenant": where.tenant.name,
        "request": noted.request,
        "exported_on": ways.clock().isoformat(),
        "backups": kept,
    }
    users = list(people_of(where, end.loaded).values())
    done = export(where.connection, noted.project_id, users, folder, about)
    return f"{folder.name}/manifest.json sha256 {done.digest}, {done.objects} objects, {len(kept)} backups"


def _servers(end: End, noted: Retirement) -> dict[str, str]:
    found = listings(end.where.connection, [kinds.SERVERS], [noted.project_id])
    return {one["id"]: one["name"] for one in found.of(kinds.SERVERS)}


def _volumes(end: End, noted: Retirement) -> tuple[dict[str, Any], ...]:
    found = listings(end.where.connection, [kinds.VOLUMES], [noted.project_id])
    for error in found.unseen.values():
        raise error
    return found.of(kinds.VOLUMES)


def _purged(end: End, noted: Retirement, ways: Ways) -> str:
    where = end.where
    project_of(where, end.loaded.site.name, noted.project_id)
    besides = set(ways.besides)
    users = list(people_of(where, end.loaded).values())
    secret = 0
    if where.connection.has_service(secrets.SERVICE) and secrets.SERVICE not in besides:
        with inside(where.connection, noted.project_id, where.inside) as within:
            secret = len(secrets.kept(within))
            others = len(holdings(where.connection, noted.project_id, users).objects)
            if secret + others > ways.max_deletes:
                raise TooManyError(
                    f"The project holds {secret + others} objects, {secret} of them in the key manager, "
                    f"and no more than {ways.max_deletes} may be deleted.",
                    hint=f"Look at them by a dry run; allow them by --max-deletes {secret + others}.",
                    data={"objects": secret + others, "allowed": ways.max_deletes},
                )
            secrets.forget(within)
        close(where.connection, noted.project_id)
        besides.add(secrets.SERVICE)
    gone = purge(
        where.connection,
        noted.project_id,
        users,
        max_deletes=ways.max_deletes,
        besides=besides,
        listener=ways.listener,
    )
    told = [
        *(f"{number} {kind}" for kind, number in gone.items()),
        *([f"{secret} secrets"] if secret else []),
    ]
    return ", ".join(told) or "it held nothing"


def _zeroed(end: End, noted: Retirement, ways: Ways) -> str:  # noqa: ARG001 - all steps have one form
    project_of(end.where, end.loaded.site.name, noted.project_id)
    unified = end.loaded.site.tenancy.unified_limits
    before = zero(end.where.connection, noted.project_id, unified)
    return f"{sum(map(len, before.values()))} limits of {len(before)} services"


def _disabled(end: End, noted: Retirement, ways: Ways) -> str:
    _closed(end, noted.project_id)
    users = list(people_of(end.where, end.loaded).values())
    besides = {*ways.besides, secrets.SERVICE}
    left = looked_at(end.where.connection, noted.project_id, users, besides)
    if left.objects:
        # Somebody, or a run of the stack before it knew of the purge, has put something there again.
        purge(
            end.where.connection,
            noted.project_id,
            users,
            max_deletes=ways.max_deletes,
            besides=besides,
            listener=ways.listener,
        )
    return "looked at again: it holds nothing"


def _deleted(end: End, noted: Retirement, ways: Ways) -> str:  # noqa: ARG001 - all steps have one form
    if project_of(end.where, end.loaded.site.name, noted.project_id) is not None:
        raise NotYetError(
            f"The project of {end.where.tenant.name} is still there.",
            hint="Run `govcloud up`: its stack deletes it, with the accounts and groups of its people.",
        )
    if there := people_of(end.where, end.loaded):
        raise NotYetError(
            f"Accounts of {end.where.tenant.name} are still there: {', '.join(sorted(there))}.",
            hint="Run `govcloud up`: its stack deletes them.",
        )
    return "the cloud has no such project, and no account of its people"
