"""The end of a tenant as a sequence: what was done, what comes next, and from when it may be.

Nothing is destroyed before the hold period is over, and it is counted from the
approval as well as from the suspension: the approval is signed, the retirement's file
is bookkeeping that anybody who may write to the site could change.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from gcloud.model.site import Site
from gcloud.model.tenants.retirement import Done, Retirement, Step
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.tenants.register import decided
from gcloud.plan.tenants.roster import day_of

RETIRING: Final = "retiring"
"""The state in which a tenant goes."""

DESTRUCTIVE: Final = frozenset({Step.PURGED, Step.ZEROED, Step.DISABLED, Step.DELETED})
"""Steps that wait for the end of the hold period."""

WORDS: Final = {
    Step.SUSPENDED: "access is off, nothing new",
    Step.EXPORTED: "what describes it is exported, its volumes are backed up",
    Step.PURGED: "all that the project held is gone",
    Step.ZEROED: "its quotas are zero",
    Step.DISABLED: "the project is disabled and empty, for the stack to delete",
    Step.DELETED: "the project is gone",
}
"""What is so once a step is done."""


def done(retirement: Retirement | None) -> frozenset[Step]:
    """Give the steps that were done."""
    return frozenset(one.step for one in retirement.steps) if retirement else frozenset()


def next_step(retirement: Retirement | None) -> Step | None:
    """Give the first step that was not done; None at the end.

    Args:
        retirement: what was noted; None if it has not begun.
    """
    there = done(retirement)
    return next((step for step in Step if step not in there), None)


def begun(tenant: GrantedTenant, project_id: str, now: datetime, hold_days: int) -> Retirement:
    """Begin a retirement: the project is suspended, the hold period runs.

    Args:
        tenant: whose; its request is the one that was approved.
        project_id: its project on the cloud.
        now: the time.
        hold_days: the hold period, days.
    """
    return Retirement(
        tenant=tenant.name,
        request=tenant.request,
        project_id=project_id,
        hold_until=day_of(now) + timedelta(days=hold_days),
        steps=(Done(step=Step.SUSPENDED, on=now),),
    )


def with_step(retirement: Retirement, step: Step, now: datetime, evidence: str | None = None) -> Retirement:
    """Note that a step was done.

    Args:
        retirement: what was noted so far.
        step: the step.
        now: the time.
        evidence: what was kept of it.
    """
    noted = Done(step=step, on=now, evidence=evidence)
    return retirement.model_copy(update={"steps": (*retirement.steps, noted)})


def of_now(site: Site, tenant: GrantedTenant) -> Retirement | None:
    """Give what was noted of the end that holds now; what was noted of one that was called off doesn't count.

    Args:
        site: the site.
        tenant: the tenant.
    """
    noted = {one.tenant: one for one in site.retirements}.get(tenant.name)
    return noted if noted is not None and noted.request == tenant.request else None


def steps_of(site: Site) -> Mapping[str, frozenset[Step]]:
    """Give by tenant the steps that were done of the end that holds now, as `of_now` does for one.

    Args:
        site: the site.
    """
    now = {(one.name, one.request) for one in site.tenants}
    return {one.tenant: done(one) for one in site.retirements if (one.tenant, one.request) in now}


def gone(site: Site) -> frozenset[str]:
    """Give the tenants of which nothing is left but the name: so it was said, or their end was noted.

    Args:
        site: the site.
    """
    steps = steps_of(site)
    return frozenset(
        one.name for one in site.tenants if one.state == "gone" or Step.DELETED in steps.get(one.name, ())
    )


def destroyed_from(site: Site, tenant: GrantedTenant, retirement: Retirement) -> date:
    """Give the first day on which its data may be destroyed.

    Args:
        site: the site, with the approval.
        tenant: the tenant.
        retirement: what was noted.
    """
    approval = decided(site).get(tenant.request)
    held = timedelta(days=site.tenancy.hold_days)
    return max(retirement.hold_until, day_of(approval.on) + held) if approval else date.max
