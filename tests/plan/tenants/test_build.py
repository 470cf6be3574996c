"""What a tenant gets, from what it was granted."""

import pytest

from gcloud.model.errors import SiteInvalid
from gcloud.model.tenants.retirement import Step
from gcloud.plan.tenants.build import shard_plans, tenant_plans
from gcloud.plan.tenants.shards import shard_of
from tests.plan.tenants.conftest import tenant


def plan_of(loaded, name="documents"):
    return next(plan for plan in tenant_plans(loaded) if plan.name == name)


def test_a_tenant_is_a_project_with_its_network_in_the_agency_s_slice(with_tenants):
    plan = plan_of(with_tenants(tenant("documents", budget="124/2026, CNTT")))
    (network,) = plan.networks
    assert (network.name, network.cidr) == ("documents.app", "10.42.64.0/27")
    assert (network.gateway, network.pool) == ("10.42.64.1", ("10.42.64.4", "10.42.64.30"))
    assert plan.enabled
    assert plan.tags == (
        "agency=interior",
        "budget=124-2026- CNTT",
        "govcloud",
        "level=2",
        "site=test",
        "system=documents-system",
    )


def test_every_role_has_its_group_and_every_member_an_account_of_the_tenant_s_own(with_tenants):
    members = [
        {"name": "an", "label": "An", "email": "an@x.example", "role": "administrator"},
        {"name": "hoa", "label": "Hoa", "email": "hoa@x.example", "role": "auditor"},
        {
            "name": "firm",
            "label": "F",
            "email": "f@x.example",
            "role": "hired-operator",
            "until": "2027-01-31",
        },
    ]
    plan = plan_of(with_tenants(tenant("documents", members=members)))
    assert {group.name: (group.roles, group.members) for group in plan.groups} == {
        "documents.administrator": (("manager",), ("an.documents",)),
        "documents.auditor": (("reader",), ("hoa.documents",)),
        "documents.hired-operator": (("member",), ("firm.documents",)),
        "documents.operator": (("member",), ()),
        "documents.pipeline": (("member",), ("pipeline.documents",)),
    }
    assert {one.name for one in plan.accounts if one.mfa} == {"an.documents", "firm.documents"}
    assert {one.name for one in plan.accounts if one.kind == "service"} == {"pipeline.documents"}


def test_people_of_a_directory_keep_their_own_account(with_tenants, province):
    accounts = {"kind": "ldap", "domain": "ha-tinh-people"}
    plan = plan_of(with_tenants(tenant("documents"), tenancy={**province["tenancy"], "accounts": accounts}))
    assert {(one.name, one.local, one.mfa) for one in plan.accounts} == {
        ("tran-thi-binh", False, False),
        ("pipeline.documents", True, False),
    }


def test_load_balancers_need_octavia_s_own_roles(with_tenants, province):
    cloud = {**province["clouds"][0], "services": ["load-balancer"]}
    plan = plan_of(with_tenants(tenant("documents", services=["load-balancer"]), clouds=[cloud]))
    roles = {group.name.partition(".")[2]: group.roles for group in plan.groups}
    assert roles["operator"] == ("load-balancer_member", "member")
    assert roles["auditor"] == ("load-balancer_observer", "reader")


@pytest.mark.parametrize(
    ("level", "flavors", "kinds", "closed"),
    [
        (1, (), (), {}),
        (2, (), (), {}),
        (3, ("guarded",), ("standard",), {"plain": 0}),
        (4, ("guarded",), ("level-4",), {"plain": 0, "standard": 0}),
    ],
)
def test_a_level_has_the_sizes_and_the_storage_that_are_meant_for_it(
    with_tenants, level, flavors, kinds, closed
):
    plan = plan_of(with_tenants(tenant("documents", level=level)))
    assert (plan.flavors, plan.volume_types) == (flavors, kinds)
    assert dict(next(quota for quota in plan.quotas if quota.service == "volume").volume_types) == closed


def test_storage_of_a_higher_level_is_there_for_who_names_it(with_tenants):
    plan = plan_of(with_tenants(tenant("documents", level=2, quota={"class": "large"})))
    assert plan.volume_types == ("level-4",)


def test_a_tenant_with_machines_of_its_own_is_put_on_their_aggregate(with_tenants):
    pool = {
        "name": "vault",
        "tenant": "documents",
        "levels": [4],
        "hypervisors": [{"name": name, "vcpus": 8, "ram_mb": 65536} for name in ("b", "a")],
        "storage": [{"volume_type": "level-4", "gigabytes": 500}],
    }
    plan = plan_of(with_tenants(tenant("documents", level=4, dedicated=True), capacity=[pool]))
    assert (plan.aggregate, plan.hosts, plan.volume_types) == ("vault", ("a", "b"), ("level-4",))


def test_a_name_server_zone_is_there_for_who_asks(with_tenants, province):
    clouds = [{**province["clouds"][0], "services": ["dns"]}]
    loaded = with_tenants(tenant("documents", services=["dns"]), tenant("plain"), clouds=clouds)
    assert plan_of(loaded).dns_zone == "documents.cloud.test.example."
    assert plan_of(loaded, "plain").dns_zone is None


def test_a_tenant_that_ends_is_closed_then_empty_then_away(with_tenants):
    loaded = with_tenants(
        tenant("a", state="suspended"), tenant("b", state="gone"), tenant("c", state="retiring")
    )
    assert [(plan.name, plan.enabled) for plan in tenant_plans(loaded)] == [("a", False), ("c", False)]


STEPS = [step.value for step in Step]


@pytest.mark.parametrize(
    ("step", "there"), [("exported", 8), ("purged", 8), ("zeroed", 0), ("disabled", None), ("deleted", None)]
)
def test_what_its_retirement_has_done_is_not_undone(with_tenants, step, there):
    retirement = {
        "tenant": "documents",
        "request": "r-0",
        "project_id": "p",
        "hold_until": "2027-01-01",
        "steps": [{"step": one, "on": "2027-01-02T00:00:00Z"} for one in STEPS[: STEPS.index(step) + 1]],
    }
    plans = tenant_plans(with_tenants(tenant("documents", state="retiring"), retirements=[retirement]))
    cores = [
        dict(quota.figures)["cores"] for plan in plans for quota in plan.quotas if quota.service == "compute"
    ]
    assert cores == ([] if there is None else [there])
    assert [bool(plan.networks) for plan in plans] == ([] if there is None else [step == "exported"])


def test_each_shard_has_its_own_tenants_and_another_s_change_does_not_reach_it(with_tenants):
    names = [f"t-{number}" for number in range(40)]
    before = shard_plans(with_tenants(*map(tenant, names)))
    assert sorted(one.name for shard in before for one in shard.tenants) == sorted(names)
    assert all(shard_of(one.name, 64) == shard.shard for shard in before for one in shard.tenants)

    changed = [tenant(name, **({"bandwidth_mbps": 7} if name == "t-7" else {})) for name in names]
    after = shard_plans(with_tenants(*changed))
    assert [one.shard for one, other in zip(before, after, strict=True) if one != other] == [
        shard_of("t-7", 64)
    ]


def test_a_plan_needs_addresses_that_can_be_given(with_tenants, province):
    ranges = [one for one in province["ranges"] if one["purpose"] != "agencies"]
    with pytest.raises(SiteInvalid) as caught:
        tenant_plans(with_tenants(tenant("documents"), ranges=ranges))
    assert [problem.rule for problem in caught.value.problems] == ["addresses.no-agencies"]
