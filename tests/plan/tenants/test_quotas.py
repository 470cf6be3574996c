"""Every key of every service is said, by a class, by those that it extends, or by the tenant itself."""

import sys

import pytest

from gcloud.model.place import Cloud
from gcloud.model.tenants.quota import QuotaClass, QuotaWish
from gcloud.model.tenants.tenant import Tenant
from gcloud.plan.tenants.quotas import (
    KEYS,
    class_quotas,
    granted,
    nothing_left,
    quota_of,
    quota_plans,
    services_of,
)
from tests.plan.tenants.conftest import MORE, tenant

SMALL = MORE["quota_classes"][0]


def classes(*entries):
    return class_quotas(QuotaClass.model_validate({"label": "x", **entry}) for entry in entries)


def cloud(*services):
    return Cloud.model_validate({"name": "own", "cloud": "x", "location": "here", "services": services})


def wish(**entry):
    return QuotaWish.model_validate(entry)


def test_a_class_takes_what_it_leaves_out_from_those_that_it_extends():
    found = classes(
        {"name": "c", "extends": "b", "compute": {"ram": 3}},
        {
            "name": "b",
            "extends": "a",
            "compute": {"cores": 2},
            "volume_types": [{"name": "x", "gigabytes": 2}],
        },
        {"name": "a", "compute": {"cores": 1, "ram": 1, "instances": 1}, "volume": {"volumes": 1}},
    )
    assert found["c"].figures["compute"] == {"cores": 2, "ram": 3, "instances": 1}
    assert found["c"].get("volume", "volumes") == 1
    assert found["c"].volume_types == {"x": 2}
    assert found["a"].get("compute", "cores") == 1


def test_a_figure_of_nothing_is_a_figure():
    found = classes(
        {"name": "b", "extends": "a", "compute": {"cores": 0}}, {"name": "a", "compute": {"cores": 9}}
    )
    assert found["b"].get("compute", "cores") == 0


def test_a_tenant_s_own_figures_stand_over_its_class():
    quota = quota_of(wish(**{"class": "small"}, compute={"cores": 12}), classes(SMALL))
    assert (quota.get("compute", "cores"), quota.get("compute", "ram")) == (12, 16384)


def test_what_nobody_says_is_missing_by_the_words_of_the_files():
    found = classes({"name": "a", "compute": {"cores": 1}})
    missing = found["a"].missing(["compute", "load-balancer"])
    assert missing[0] == "compute.ram"
    assert missing[-1] == "load_balancer.l7_rule"
    assert classes(SMALL)["small"].missing(services_of(cloud("dns"), ())) == ()


@pytest.mark.parametrize("length", [1, 2, 3])
def test_classes_that_extend_themselves_end(length):
    ring = [
        {"name": f"c{n}", "extends": f"c{(n + 1) % length}", "compute": {"cores": n}} for n in range(length)
    ]
    assert set(classes(*ring)) == {f"c{n}" for n in range(length)}


def test_a_chain_of_classes_may_be_longer_than_python_s_stack():
    length = sys.getrecursionlimit() + 1
    chain = [{"name": f"c{n}", "extends": f"c{n + 1}"} for n in range(length)]
    found = classes(*chain, {"name": f"c{length}", "compute": {"cores": 7}})
    assert found["c0"].get("compute", "cores") == 7


def real(services=(), on=("dns",), closed=(), unified=()):
    asked = Tenant.model_validate(tenant("a", services=services))
    quota = quota_of(wish(**{"class": "large"}), classes(*MORE["quota_classes"]))
    return granted(asked, quota, services_of(cloud(*on), unified), closed)


def test_every_key_of_every_service_of_the_cloud_is_explicit():
    plans = quota_plans(real(on=("dns", "key-manager", "load-balancer"), unified=("image",)))
    assert {plan.service: {key for key, _ in plan.figures} for plan in plans} == {
        service: set(keys) for service, keys in KEYS.items()
    }


def test_a_service_that_the_cloud_lacks_has_no_quota():
    assert [plan.service for plan in quota_plans(real(on=()))] == ["compute", "network", "volume"]


def test_what_was_not_asked_for_is_nothing():
    assert real().get("dns", "zones") == 0
    assert real(services=["dns"]).get("dns", "zones") == 1
    assert real().get("network", "floatingip") == 0
    assert real(services=["outside"]).get("network", "floatingip") == 2


def test_storage_that_is_closed_is_nothing_and_what_is_named_keeps_its_figure():
    assert real(closed=["low"]).volume_types == {"low": 0, "level-4": 50}


def test_what_is_emptied_keeps_its_keys():
    before, after = real(), nothing_left(real())
    assert {s: set(f) for s, f in before.figures.items()} == {s: set(f) for s, f in after.figures.items()}
    assert {limit for figures in after.figures.values() for limit in figures.values()} == {0}
    assert set(after.volume_types.values()) == {0}
