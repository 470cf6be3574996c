"""The program of a shard: what it asks an engine for, and which plans it refuses."""

import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from gcloud.plan.tenants.model import QuotaPlan
from gcloud.plan.tenants.text import to_json
from stacks.components.tenant_quotas import LIMITS
from tests.shards.plans import COMPUTE, shard, tenant

pytestmark = pytest.mark.process

PROGRAM = Path(__file__).parents[2] / "stacks" / "tenants"


@pytest.fixture(scope="module")
def run_shard(run_program, tmp_path_factory):
    """Run the program on a plan; the answer holds `requests` and `outputs`, or an `error`."""

    def run(plan, *, stack="ha-tinh-t07", digest=None):
        content = to_json(plan).encode()
        file = tmp_path_factory.mktemp("plan") / "plan.json"
        file.write_bytes(content)
        told = {"plan": file, "plan-sha256": digest or hashlib.sha256(content).hexdigest()}
        return run_program("nowhere", stack=stack, program=PROGRAM, **told)

    return run


@pytest.fixture(scope="module")
def of_docs(run_shard):
    """The run for one tenant that has everything."""
    docs = tenant(
        "docs",
        flavors=("gov-3",),
        volume_types=("gov-level-3",),
        aggregate="docs-hosts",
        hosts=("host-3",),
    )
    return run_shard(shard(docs))


def made(run):
    """What is asked for, by type and name."""
    return {
        (one["type"].rpartition(":")[2], one["name"]): one
        for one in run["requests"]
        if one.get("type", "").startswith(("openstack:", "pulumi-python:"))
    }


def test_what_a_tenant_is_made_of(of_docs):
    assert Counter(kind for kind, _ in made(of_docs)) == {
        "AggregateV2": 1,
        "FlavorAccess": 1,
        "GroupV3": 4,
        "Network": 1,
        "Project": 1,
        "QosBandwidthLimitRule": 1,
        "QosPolicy": 1,
        "QuotaSetV2": 1,
        "QuotaV2": 1,
        "QuoteSetV3": 1,
        "RoleAssignment": 4,
        "Router": 1,
        "RouterInterface": 1,
        "SecGroup": 1,
        "SecGroupRule": 6,
        "Subnet": 1,
        "User": 4,
        "UserMembershipV3": 4,
        "VolumeTypeAccessV3": 1,
    }


def test_the_first_password_is_nobody_s_and_never_the_stack_s_to_change(of_docs, run_shard):
    again = made(run_shard(shard(tenant("docs"))))
    for (kind, name), one in made(of_docs).items():
        if kind == "User":
            assert one["ignoreChanges"] == ["password"]
            assert "value" in one["object"]["password"]  # wrapped: a secret
            assert one["object"]["password"] != again[kind, name]["object"]["password"]


@pytest.mark.parametrize(
    ("account", "ways"),
    [
        ("binh.docs", [["password", "totp"]]),
        ("pipeline.docs", [["application_credential"], ["password", "totp"]]),
        ("dung.docs", None),
    ],
)
def test_how_somebody_logs_in(of_docs, account, ways):
    user = made(of_docs)["User", account]["object"]
    assert user.get("multiFactorAuthEnabled", False) is (ways is not None)
    assert [one["rules"] for one in user.get("multiFactorAuthRules", ())] == (ways or [])


def test_nothing_of_a_tenant_is_made_where_its_project_can_t_be(of_docs):
    before = [
        (kind, name)
        for (kind, name), one in made(of_docs).items()
        if not any(urn.endswith("Project::docs") for urn in one.get("dependencies", ()))
    ]
    assert before == [("Project", "docs")]


@pytest.mark.parametrize(("enabled", "protected"), [(True, True), (False, False)])
def test_only_a_suspended_tenant_s_project_may_go(run_shard, enabled, protected):
    project = made(run_shard(shard(tenant("docs", enabled=enabled))))["Project", "docs"]
    assert (project["object"]["enabled"], project.get("protect", False)) == (enabled, protected)


def test_each_look_up_is_made_once_for_all_tenants(run_shard):
    few = run_shard(shard(tenant("docs")))
    many = run_shard(shard(tenant("docs"), tenant("land"), tenant("water")))
    assert [one["invoke"] for one in many["requests"] if "invoke" in one] == [
        one["invoke"] for one in few["requests"] if "invoke" in one
    ]


def test_people_of_a_directory_have_their_roles_themselves_and_no_account_is_made(run_shard):
    def elsewhere(docs):
        accounts = tuple(replace(one, local=one.kind == "service") for one in docs.accounts)
        return replace(docs, accounts=accounts)

    run = run_shard(shard(elsewhere(tenant("docs")), directory="ha-tinh-people"))
    asked = made(run)
    assert [name for kind, name in asked if kind == "User"] == ["pipeline.docs"]
    assert [name for kind, name in asked if kind == "UserMembershipV3"] == ["docs.pipeline.pipeline.docs"]
    given = {
        one["object"]["userId"]: (one["object"]["roleId"], one["object"]["projectId"])
        for (kind, _), one in asked.items()
        if kind == "RoleAssignment" and "userId" in one["object"]
    }
    assert given == {
        "found-binh.docs": ("found-manager", "Project/docs"),
        "found-chi.docs": ("found-reader", "Project/docs"),
        "found-dung.docs": ("found-member", "Project/docs"),
    }
    found = [
        one["args"] for one in run["requests"] if one.get("invoke") == "openstack:identity/getUser:getUser"
    ]
    assert {one["name"] for one in found} == {"binh.docs", "chi.docs", "dung.docs"}
    assert {one["domainId"] for one in found} == {"found-ha-tinh-people"}


def test_people_of_an_identity_provider_are_neither_made_nor_looked_up(run_shard):
    docs = tenant("docs")
    accounts = tuple(replace(one, local=one.kind == "service") for one in docs.accounts)
    run = run_shard(shard(replace(docs, accounts=accounts)))
    assert [name for kind, name in made(run) if kind == "User"] == ["pipeline.docs"]
    assert not [one for one in run["requests"] if "getUser" in one.get("invoke", "")]
    assert not [
        one for (kind, _), one in made(run).items() if kind == "RoleAssignment" and "userId" in one["object"]
    ]


def test_a_tenant_without_a_way_outside_has_a_router_without_a_gateway(run_shard):
    router = made(run_shard(shard(tenant("docs", outside=False))))["Router", "docs"]
    assert "externalNetworkId" not in router["object"]


def test_a_tenant_with_names_of_its_own_has_a_zone_and_quotas_of_names_and_balancers(run_shard):
    more = (
        QuotaPlan(service="dns", figures=(("zones", 1), ("zone_recordsets", 50))),
        QuotaPlan(service="load-balancer", figures=(("loadbalancer", 0),)),
        QuotaPlan(service="key-manager", figures=(("orders", 0), ("secrets", 20))),
    )
    docs = tenant("docs")
    found = made(run_shard(shard(replace(docs, quotas=(*docs.quotas, *more), dns_zone="docs.example."))))
    zone = found["Zone", "docs"]["object"]
    assert (zone["name"], zone["email"]) == ("docs.example.", "hostmaster@docs.example")
    assert found["Quota", "docs"]["object"]["loadbalancer"] == 0
    secrets = found["KeyManagerQuota", "docs"]["object"]
    assert (secrets["secrets"], secrets["orders"], secrets["containers"]) == (20, 0, -1)
    assert any(urn.endswith("dns/quotaV2:QuotaV2::docs") for urn in found["Zone", "docs"]["dependencies"])


def test_limits_that_keystone_keeps_are_set_there_and_not_at_the_service(run_shard):
    found = made(run_shard(shard(tenant("docs", unified=("compute",)))))
    limits = {
        one["object"]["resourceName"]: one["object"] for (kind, _), one in found.items() if kind == "LimitV3"
    }
    assert {one["resourceName"]: one["resourceLimit"] for one in limits.values()} == {
        LIMITS["compute"][key]: limit for key, limit in COMPUTE.items()
    }
    assert {one["serviceId"] for one in limits.values()} == {"found-compute"}
    assert ("QuotaSetV2", "docs") not in found


@pytest.mark.parametrize(
    ("stack", "digest", "why"),
    [
        ("ha-tinh-t08", None, "is of ha-tinh-t07, not of ha-tinh-t08"),
        ("son-la-t07", None, "is of ha-tinh-t07, not of son-la-t07"),
        ("ha-tinh-t07", "0" * 64, "is not the one that this run was started with"),
    ],
)
def test_another_plan_is_refused(run_shard, stack, digest, why):
    assert why in run_shard(shard(tenant("docs")), stack=stack, digest=digest)["error"]


def test_a_tenant_with_a_fault_is_refused_in_words(run_shard):
    broken = replace(tenant("land"), hosts=("host-3",))
    assert "hosts exactly" in run_shard(shard(broken))["error"]
