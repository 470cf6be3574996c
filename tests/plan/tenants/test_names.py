"""Names that a new tenant may not have."""

import datetime

import pytest

from gcloud.model.load import load
from gcloud.model.problem import Position, Problem
from gcloud.model.tenants.retirement import Done, Retirement, Step
from gcloud.plan.tenants.names import Names
from tests import tenants
from tests.cli.conftest import EXAMPLE

TODAY = datetime.date(2027, 3, 1)
GONE = Retirement(
    tenant="old-portal",
    request="r-2026-0001",
    project_id="1",
    hold_until=TODAY,
    steps=(Done(step=Step.DELETED, on=datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)),),
)


def tell(path, rule, what, instead):
    return Problem.at(Position("x"), rule, what, instead, path)


@pytest.fixture(scope="module")
def site():
    there = (
        tenants.granted(),
        tenants.granted(name="old-portal", state="retiring", label="Cổng cũ"),
        tenants.granted(name="lost-portal", state="gone", label="Cổng mất"),
    )
    return load(EXAMPLE).model_copy(update={"tenants": there, "retirements": (GONE,)})


@pytest.mark.parametrize(
    ("name", "label", "today", "rules"),
    [
        ("land-records", "Hồ sơ địa chính", TODAY, []),
        ("interior-documents", "Hồ sơ địa chính", TODAY, ["name.taken"]),
        ("interiordocuments", "Hồ sơ địa chính", TODAY, ["name.like"]),
        ("land-records", "QUAN LY VAN BAN của sở Nội Vụ", TODAY, ["name.like"]),
        ("old-portal", "Mới", TODAY, ["name.held"]),
        ("old-portal", "Mới", datetime.date(2027, 6, 1), []),
        ("lost-portal", "Mới", datetime.date(2097, 6, 1), ["name.held"]),
        ("service", "Dịch vụ", TODAY, ["name.reserved"]),
        ("xn--land", "Hồ sơ", TODAY, ["name.dns"]),
        ("asked-for", "Hồ sơ", TODAY, ["name.asked"]),
    ],
)
def test_a_name_is_free_or_it_is_said_why_not(site, name, label, today, rules):
    rival = tenants.request(tenants.tenant(name="asked-for", label="Khác"))
    found = Names(site, [rival], today, tell).problems(("tenants", 0), tenants.tenant(name=name, label=label))
    assert [problem.rule for problem in found] == rules
