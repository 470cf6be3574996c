"""The steps of a tenant's end, as they are carried out on the cloud.

What a stack can do its stack does: the project is disabled and in the end deleted by
`up`, as the files say. Here is what no stack can do: look that it is so, export, back
up, purge, zero. Each step looks first how things stand, so it may be repeated
whenever it was cut off; it is noted only when it is done.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from gcloud.cloud.tenants import kinds, secrets
from gcloud.cloud.tenants.backups import back_up
from gcloud.cloud.tenants.export import export
from gcloud.cloud.tenants.inside import close, inside
from gcloud.cloud.tenants.listings import listed
from gcloud.cloud.tenants.purge import TooManyError, looked_at, purge
from gcloud.cloud.tenants.zero import forget, zero
from gcloud.deploy.tenants.end import End, NotYetError, Ways, ready
from gcloud.deploy.tenants.whereabouts import keeper_of, people_of, project_named, project_of
from gcloud.model.tenants.retirement import Retirement, Step
from gcloud.plan.tenants.retirement import begun, with_step


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
    volumes = listed(where.connection, kinds.VOLUMES, noted.project_id)
    kept: list[dict[str, Any]] = []
    if volumes:
        keeper = keeper_of(where, site)
        servers = listed(where.connection, kinds.SERVERS, noted.project_id)
        made = back_up(
            where.inside(keeper),
            where.tenant.name,
            volumes,
            f"retirement {noted.request}",
            full=[one["id"] for one in volumes],
            servers={one["id"]: one["name"] for one in servers},
        )
        kept = [
            {"backup": one.id, "project": keeper, "volume": one.volume, "name": one.name, "gib": one.size}
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
    done = export(where.connection, noted.project_id, end.users(), folder, about)
    return f"{folder.name}/manifest.json sha256 {done.digest}, {done.objects} objects, {len(kept)} backups"


def _purged(end: End, noted: Retirement, ways: Ways) -> str:
    where = end.where
    project_of(where, end.loaded.site.name, noted.project_id)
    besides = set(ways.besides)
    secret = 0
    if where.connection.has_service(secrets.SERVICE) and secrets.SERVICE not in besides:
        with inside(where.connection, noted.project_id, where.inside) as within:
            secret = len(secrets.kept(within))
            others = len(end.holdings().objects)
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
    gone = _emptied(end, noted, ways, besides)
    told = [
        *(f"{number} {kind}" for kind, number in gone.items()),
        *([f"{secret} secrets"] if secret else []),
    ]
    return ", ".join(told) or "it held nothing"


def _emptied(end: End, noted: Retirement, ways: Ways, besides: Collection[str]) -> Mapping[str, int]:
    return purge(
        end.where.connection,
        noted.project_id,
        end.users(),
        max_deletes=ways.max_deletes,
        besides=besides,
        listener=ways.listener,
    )


def _zeroed(end: End, noted: Retirement, ways: Ways) -> str:  # noqa: ARG001 - all steps have one form
    project_of(end.where, end.loaded.site.name, noted.project_id)
    unified = end.loaded.site.tenancy.unified_limits
    before = zero(end.where.connection, noted.project_id, unified)
    return f"{sum(map(len, before.values()))} limits of {len(before)} services"


def _disabled(end: End, noted: Retirement, ways: Ways) -> str:
    _closed(end, noted.project_id)
    besides = {*ways.besides, secrets.SERVICE}
    left = looked_at(end.where.connection, noted.project_id, end.users(), besides)
    if left.objects:
        # Somebody, or a run of the stack before it knew of the purge, has put something there again.
        _emptied(end, noted, ways, besides)
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
    forget(end.where.connection, noted.project_id)
    return "the cloud has no such project, no limits of it, and no account of its people"
