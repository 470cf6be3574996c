"""A tenant on a real cloud: made, left alone, changed by what is changed, suspended; under both engines."""

import shutil
from dataclasses import replace

import openstack
import pytest

from gcloud.engine.scope import Scope
from tests.shards.plans import NETWORK, shard, tenant

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def plan(name):
    return tenant(name)


@pytest.fixture(scope="module")
def made(bench, plan):
    """What the tenant has."""
    bench.up(shard(plan))
    return bench.outputs()["tenants"][plan.name]


def test_a_verified_run_finds_all_of_it_as_planned(bench, made):
    result = bench.ours("preview", Scope(verify=True))
    assert result.ok
    assert set(result.summary.counts) == {"same"}


@pytest.mark.official
@pytest.mark.skipif(shutil.which("pulumi") is None, reason="no official pulumi CLI on PATH: not run")
def test_the_official_engine_plans_nothing(bench, made):
    assert set(bench.official("preview")["changeSummary"]) == {"same"}


def test_the_project_says_whose_it_is(admin, made, plan):
    project = admin.identity.get_project(made["project"])
    assert (project.name, project.is_enabled, sorted(project.tags)) == (plan.name, True, sorted(plan.tags))


def test_every_quota_is_as_planned(admin, made):
    limits = admin.network.get_quota(made["project"]).to_dict()
    there = {
        "network": limits["networks"],
        "port": limits["ports"],
        "router": limits["routers"],
        "floatingip": limits["floating_ips"],
    }
    assert there == {key: NETWORK[key] for key in there}


def test_rights_are_given_to_groups_only(admin, made, plan):
    rights = list(admin.identity.role_assignments(scope_project_id=made["project"]))
    assert not [one for one in rights if one.user]
    names = {group.id: group.name for group in admin.identity.groups()}
    assert {names[one.group["id"]] for one in rights} == {group.name for group in plan.groups}


def test_the_limit_of_a_port_is_not_the_tenant_s_to_take_off(admin, made):
    (network,) = admin.network.networks(project_id=made["project"])
    policy = admin.network.get_qos_policy(network.qos_policy_id)
    assert policy.project_id != made["project"]
    assert not policy.is_shared
    assert [rule["max_kbps"] for rule in policy.rules] == [100_000]


def test_what_changes_is_what_was_changed(bench, made, plan):
    slower = replace(plan, bandwidth_kbps=5_000)
    counts = bench.up(shard(slower))
    assert counts["update"] == 2  # the policy's description and its rule
    assert not counts.keys() - {"same", "update"}


def test_a_tenant_that_is_not_suspended_can_t_be_destroyed(bench, made, admin):
    result = bench.ours("destroy")
    assert any("protected" in str(failure.error) for failure in result.failures)
    assert admin.identity.get_project(made["project"]).is_enabled


def test_a_suspended_tenant_is_closed_and_can_still_be_changed(bench, made, admin, plan):
    bench.up(shard(replace(plan, enabled=False)))
    with pytest.raises(openstack.exceptions.SDKException, match="HTTP 401"):
        admin.connect_as_project(made["project"]).authorize()
    fewer = tuple(replace(one, figures=(*one.figures[:-1], ("volumes", 1))) for one in plan.quotas[2:])
    bench.up(shard(replace(plan, enabled=False, quotas=(*plan.quotas[:2], *fewer))))
    assert admin.block_storage.get_quota_set(made["project"]).volumes == 1
    bench.up(shard(plan))
    assert admin.identity.get_project(made["project"]).is_enabled
