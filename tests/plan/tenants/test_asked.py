"""Requests about tenants on their way out, on the day of looking."""

import datetime

import pytest

from gcloud.model.load import load
from gcloud.model.problem import Position, Problem
from gcloud.model.tenants.request import Base, RequestKind
from gcloud.model.tenants.retirement import Done, Retirement, Step
from gcloud.plan.tenants.asked import Asked
from gcloud.plan.tenants.digest import tenant_digest
from tests import tenants
from tests.cli.conftest import EXAMPLE

NOON = datetime.datetime(2026, 6, 1, 5, tzinfo=datetime.UTC)
LEAVING = tenants.granted(state="retiring")
BASE = (Base(tenant=LEAVING.name, digest=tenant_digest(LEAVING)),)


def tell(path, rule, what, instead):
    return Problem.at(Position("x"), rule, what, instead, path)


def rules(kind, tenant, steps, *, today=datetime.date(2026, 11, 23), base=BASE, request="r-2026-0001"):
    noted = Retirement(
        tenant=LEAVING.name,
        request=request,
        project_id="1",
        hold_until=datetime.date(2026, 3, 1),
        steps=tuple(Done(step=step, on=NOON) for step in steps),
    )
    site = load(EXAMPLE).model_copy(update={"tenants": (LEAVING,), "requests": (), "retirements": (noted,)})
    asked = tenants.request(tenant, kind=kind, name="r-2026-0009", base=base)
    return [problem.rule for problem in Asked(site, asked, today, tell).problems()]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], []),
        ([Step.SUSPENDED, Step.EXPORTED], []),
        ([Step.SUSPENDED, Step.EXPORTED, Step.PURGED], ["request.state"]),
    ],
)
def test_an_end_can_be_called_off_until_data_is_destroyed(steps, expected):
    assert rules(RequestKind.RESUME, tenants.tenant(), steps) == expected


def test_what_was_noted_of_an_end_that_was_called_off_does_not_count():
    steps = [Step.SUSPENDED, Step.EXPORTED, Step.PURGED]
    assert rules(RequestKind.RESUME, tenants.tenant(), steps, request="r-2025-0001") == []


@pytest.mark.parametrize("kind", [RequestKind.CHANGE, RequestKind.SUSPEND, RequestKind.RETIRE])
def test_a_tenant_on_its_way_out_is_not_changed(kind):
    assert "request.state" in rules(kind, tenants.tenant(state="suspended"), [])


@pytest.mark.parametrize(
    ("today", "base", "expected"),
    [
        (datetime.date(2026, 11, 23), BASE, ["name.held"]),
        (datetime.date(2027, 6, 1), BASE, []),
        (datetime.date(2027, 6, 1), (), ["request.base"]),
    ],
)
def test_a_name_is_free_again_after_its_hold_period(today, base, expected):
    new = tenants.tenant(label="Hệ thống mới")
    assert rules(RequestKind.CREATE, new, list(Step), today=today, base=base) == expected
