"""What was granted by a class stays what it was; the class may not become another one under its tenants."""

from copy import deepcopy

import pytest

from gcloud.model.tenants.quota import QuotaClass
from gcloud.model.tenants.request import Request
from gcloud.plan.check import check
from gcloud.plan.tenants.granted_classes import granted_classes
from tests.approvals import DECIDER, approve_all
from tests.plan.tenants.conftest import tenant

FIXED = "quota-class.redefined"


@pytest.fixture
def site(province):
    """Documents, which stands on the class large; that one extends small."""
    wish = tenant("documents", quota={"class": "large"})
    request = {
        "name": "r-1",
        "kind": "create",
        "made_on": "2026-11-02",
        "requester": "asker",
        "reason": "a test",
        "tenants": [wish],
    }
    province["requests"] = [request]
    province["tenants"] = [{**wish, "request": "r-1"}]
    approved = approve_all(province)
    approved["approvals"] = [_decided(approved, approved["requests"][0])]
    return approved


def _decided(site, request):
    classes = granted_classes(
        Request.model_validate(request), map(QuotaClass.model_validate, site["quota_classes"])
    )
    named = [one.model_dump(mode="json") for one in classes]
    return DECIDER.decide("test", request, "decider", classes=named)


def _class(site, name):
    return next(one for one in site["quota_classes"] if one["name"] == name)


@pytest.fixture
def problems(load_site):
    """What check finds in a site's data."""
    return lambda data: check(load_site(data))


def test_a_class_that_stays_what_it_was_is_no_problem(problems, site):
    _class(site, "large")["label"] = "Another label"
    assert FIXED not in {one.rule for one in problems(site)}


@pytest.mark.parametrize(
    ("name", "service", "key"),
    [("large", "compute", "cores"), ("small", "network", "port")],
    ids=["its own figure", "a figure of the class that it extends"],
)
def test_other_figures_under_an_approved_name_are_refused(problems, site, name, service, key):
    figures = _class(site, name)[service]
    figures[key] += 1
    (told,) = [one for one in problems(site) if one.rule == FIXED]
    assert "documents (r-1)" in told.what
    assert "large" in told.what


def test_a_class_on_which_no_tenant_stands_may_change(problems, site):
    spare = deepcopy(_class(site, "small")) | {"name": "spare"}
    site["quota_classes"].append(spare)
    spare["compute"]["cores"] += 1
    assert FIXED not in {one.rule for one in problems(site)}


def test_the_hash_cannot_be_replaced_without_the_approvers_key(problems, site):
    _class(site, "large")["compute"]["cores"] += 1
    forged = _decided(site, site["requests"][0])
    site["approvals"][0]["classes"] = forged["classes"]
    assert {one.rule for one in problems(site)} == {"approval.signature"}


def test_a_class_may_follow_once_its_tenants_were_approved_again(problems, site):
    _class(site, "large")["compute"]["cores"] += 1
    site["approvals"] = [_decided(site, site["requests"][0])]
    assert FIXED not in {one.rule for one in problems(site)}
