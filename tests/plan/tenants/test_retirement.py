"""The end of a tenant: what comes next, and from when it may be."""

from datetime import UTC, date, datetime

import pytest

from gcloud.model.tenants.retirement import Step
from gcloud.plan.tenants.retirement import (
    begun,
    destroyed_from,
    next_step,
    of_now,
    with_step,
)
from tests import tenants

NOW = datetime(2027, 1, 10, 8, tzinfo=UTC)


class Site:
    """As much of a site as an end is judged by."""

    def __init__(self, *retirements, approvals=(), hold_days=90):
        self.retirements, self.approvals = retirements, approvals
        self.tenancy = type("Tenancy", (), {"hold_days": hold_days})


def retiring(request="r-2027-0001"):
    return tenants.granted(request, state="retiring")


def approved(day, request="r-2027-0001"):
    return type("Approval", (), {"request": request, "on": datetime(*day, tzinfo=UTC)})


def after(*steps):
    noted = begun(retiring(), "p", NOW, 90)
    for step in steps:
        noted = with_step(noted, step, NOW)
    return noted


def test_the_steps_are_done_in_their_order():
    noted, seen = None, []
    while step := next_step(noted):
        seen.append(step)
        noted = begun(retiring(), "p", NOW, 90) if noted is None else with_step(noted, step, NOW)
    assert seen == list(Step)
    assert seen[:3] == [Step.SUSPENDED, Step.EXPORTED, Step.PURGED]


@pytest.mark.parametrize(
    ("approval_day", "hold_days", "first"),
    [
        ((2027, 1, 5), 90, date(2027, 4, 10)),  # suspended last: that counts
        ((2027, 2, 1), 90, date(2027, 5, 2)),  # the file tells of a suspension before the approval
        ((2027, 1, 5), 200, date(2027, 7, 24)),  # the hold period was made longer meanwhile
        ((2027, 2, 1, 18), 90, date(2027, 5, 3)),  # in Việt Nam it was the next day
    ],
)
def test_nothing_is_destroyed_before_the_hold_period_is_over(approval_day, hold_days, first):
    site = Site(approvals=(approved(approval_day),), hold_days=hold_days)
    assert destroyed_from(site, retiring(), after()) == first


def test_what_nobody_approved_is_never_destroyed():
    assert destroyed_from(Site(), retiring(), after()) == date.max


def test_an_end_that_was_called_off_and_asked_for_anew_begins_anew():
    site = Site(after(Step.EXPORTED))
    assert of_now(site, retiring()) == after(Step.EXPORTED)
    assert of_now(site, retiring("r-2027-0099")) is None
