"""How full the machines are, reckoned by hand in each test."""

import pytest

from gcloud.plan.check import remarks
from gcloud.plan.tenants.capacity import capacity
from gcloud.plan.tenants.check import tenant_problems
from gcloud.plan.tenants.ground import ground
from tests.plan.tenants.conftest import tenant

GENERAL = {
    "name": "general",
    "levels": [1, 2, 3, 4],
    "vcpu_overcommit": 4.0,
    "ram_overcommit": 1.5,
    "hypervisors": [{"name": name, "vcpus": 8, "ram_mb": 65536} for name in ("host-1", "host-2")],
    "storage": [{"volume_type": "plain", "gigabytes": 500}, {"volume_type": "standard", "gigabytes": 300}],
    "floating_ips": 8,
}
OVERRIDE = {
    "request": "r-0",
    "decision": "approve",
    "by": "binh",
    "on": "2026-11-03T02:10:00Z",
    "digest": "0" * 64,
    "override": "More hosts come in March",
    "kind": "ssh",
    "signature": "AAAA",
}


def rows(loaded):
    return {
        (fill.pool, fill.what, fill.volume_type): (fill.there, fill.datacenter, fill.tenants)
        for fill in capacity(ground(loaded.site))
    }


def test_all_of_a_quota_counts_and_so_do_the_data_centre_s_servers(with_tenants):
    # The site has two servers of 1 processor and 512 MiB, of level 3.
    loaded = with_tenants(tenant("a", services=["outside"]), tenant("b"), capacity=[GENERAL])
    assert rows(loaded) == {
        ("general", "vcpus", ""): (64, 2, 16),
        ("general", "ram_mb", ""): (196608, 1024, 32768),
        # Two addresses that it may take, and its router's.
        ("general", "floating_ips", ""): (8, 0, 3),
        ("general", "gigabytes", "plain"): (500, 0, 400),
        ("general", "gigabytes", "standard"): (300, 0, 0),
    }


def test_servers_count_with_each_instance_each_disk_and_each_public_address(with_tenants, province):
    server = {
        **province["servers"][0],
        "name": "web",
        "zone": "dmz",
        "public": True,
        "count": 3,
        "volumes": [{"name": "data", "size_gb": 7, "type": "standard"}],
    }
    found = rows(with_tenants(capacity=[GENERAL], servers=[server]))
    assert found["general", "vcpus", ""][1] == 3
    assert found["general", "floating_ips", ""][1] == 3
    assert found["general", "gigabytes", "standard"][1] == 21


def test_storage_is_counted_once_for_the_kind_that_serves_the_level(with_tenants):
    named = {"class": "large", "volume_types": [{"name": "standard", "gigabytes": 30}]}
    loaded = with_tenants(tenant("low", level=2, quota=named), tenant("middle", level=3), capacity=[GENERAL])
    found = rows(loaded)
    # `low` names 30 GiB of one and 50 GiB of another kind of its 200; the rest is of its own level's.
    assert found["general", "gigabytes", "plain"][2] == 200 - 30 - 50
    assert found["general", "gigabytes", "standard"][2] == 30 + 200


def test_a_pool_of_one_tenant_s_own_is_its_own(with_tenants):
    vault = {
        "name": "vault",
        "tenant": "safe",
        "levels": [4],
        "hypervisors": [{"name": "host-9", "vcpus": 4, "ram_mb": 8192}],
        "storage": [{"volume_type": "level-4", "gigabytes": 100}],
    }
    loaded = with_tenants(tenant("safe", level=4, dedicated=True), capacity=[GENERAL, vault])
    found = rows(loaded)
    assert found["vault", "vcpus", ""] == (4, 0, 8)
    assert found["vault", "gigabytes", "level-4"] == (100, 0, 200)
    assert found["general", "vcpus", ""][2] == 0


@pytest.mark.parametrize(("state", "counted"), [("suspended", 8), ("retiring", 8), ("gone", 0)])
def test_a_tenant_counts_as_long_as_its_servers_may_run(with_tenants, state, counted):
    loaded = with_tenants(tenant("a", state=state), capacity=[GENERAL])
    assert rows(loaded)["general", "vcpus", ""][2] == counted


def test_beyond_capacity_is_refused_unless_somebody_answered_for_it(with_tenants):
    tenants = [tenant("big", quota={"class": "large", "compute": {"cores": 60}}), tenant("small")]
    refused = [one.rule for one in tenant_problems(with_tenants(*tenants, capacity=[GENERAL]))]
    assert refused == ["capacity.beyond"]

    loaded = with_tenants(*tenants, capacity=[GENERAL], approvals=[OVERRIDE])
    assert list(tenant_problems(loaded)) == []
    (remark,) = [one for one in remarks(loaded) if one.rule == "capacity.override"]
    assert "70 virtual processors are promised and 64 can be, 6 too many" in remark.what
    assert "approved with an override: big by r-0" in remark.what


def test_an_override_is_for_its_own_tenant_only(with_tenants):
    tenants = [tenant("small"), tenant("big", quota={"class": "large", "compute": {"cores": 63}})]
    loaded = with_tenants(*tenants, capacity=[GENERAL], approvals=[OVERRIDE])
    assert [one.rule for one in tenant_problems(loaded)] == ["capacity.beyond"]


def test_machines_that_nobody_declared_are_a_remark(with_tenants):
    assert [one.rule for one in remarks(with_tenants(tenant("a"), tenant("b", members=[])))] == [
        "capacity.undeclared",
        "tenant.nobody",
    ]
