"""Quotas that go down, against what is used and what was approved."""

import pytest

from gcloud.plan.tenants.lowering import Lowered, refused
from tests import tenants


class Site:
    """As much of a site as is asked: tenants and what was decided on them."""

    def __init__(self, override=None):
        self.tenants = (tenants.granted(name="documents"),)
        decision = {"request": "r-2026-0001", "decision": "approve", "override": override}
        self.approvals = (type("A", (), decision),)


def cores(used, new=4):
    return Lowered(tenant="documents", service="compute", key="cores", old=8, new=new, used=used)


@pytest.mark.parametrize(("used", "ok"), [(3, True), (4, True), (5, False), (None, True)])
def test_a_limit_goes_down_to_what_is_used_and_no_further(used, ok):
    assert (refused([cores(used)], Site()) == ()) is ok


@pytest.mark.parametrize(
    ("service", "key", "goes"),
    [
        ("network", "network", True),
        ("dns", "zones", True),
        ("compute", "cores", True),
        ("volume", "volumes", False),
    ],
)
def test_an_approval_that_says_why_lets_it_go_below_where_the_service_takes_that(service, key, goes):
    lowered = Lowered(tenant="documents", service=service, key=key, old=8, new=4, used=5)
    assert (refused([lowered], Site(override="The agency moves out this month")) == ()) is goes


def test_what_is_refused_is_told_with_its_figures():
    (one,) = refused([cores(5), cores(1)], Site())
    assert str(one) == "documents: compute cores 8 → 4, 5 used"
