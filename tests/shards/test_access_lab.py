"""What a tenant alone may use, on a real cloud: sizes, storage, machines, a zone, limits in Keystone."""

from dataclasses import replace

import pytest

from gcloud.engine.deployment import Deployment
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.state.store import StackStore
from gcloud.lab.extras import kept
from gcloud.provider.openstack import OpenStackProvider
from stacks.components.tenant_quotas import LIMITS
from tests.shards.bench import PASSPHRASE
from tests.shards.plans import COMPUTE, SITE, shard, tenant

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300)]

REGION = "RegionOne"

HOST = "host-3"
"""One of the lab's three, for the tenant alone as long as the tests run."""


@pytest.fixture(scope="module")
def catalogue(admin, name):
    """A size of servers and a kind of storage that nobody may use."""
    flavor = admin.compute.create_flavor(name=name, ram=64, vcpus=1, disk=1, is_public=False)
    kind = admin.block_storage.create_type(name=name, is_public=False)
    yield flavor, kind
    admin.compute.delete_flavor(flavor)
    admin.block_storage.delete_type(kind)


@pytest.fixture(scope="module")
def limits(admin):
    """Keystone is told of Nova's limits, as a cloud with unified limits has them; Nova goes on by its own."""
    service = admin.identity.find_service("nova", ignore_missing=False)
    made = [
        admin.identity.create_registered_limit(
            service_id=service.id, region_id=REGION, resource_name=resource, default_limit=0
        )
        for resource in LIMITS["compute"].values()
    ]
    yield service
    for one in made:
        admin.identity.delete_registered_limit(one)


@pytest.fixture(scope="module")
def bench(catalogue, limits, bench):
    """The shard is destroyed before what it uses."""
    return bench


@pytest.fixture(scope="module")
def plan(bench, catalogue, limits, name, lab):
    flavor, kind = catalogue
    _data_centre(bench, {"flavors": {name: flavor.id}, "volume_types": {name: kind.id}})
    return tenant(
        name,
        flavors=(name,),
        volume_types=(name,),
        aggregate=name,
        hosts=(HOST,),
        unified=("compute",),
        dns_zone=f"{name}.cloud.example." if "dns" in kept(lab) else None,
    )


def _data_centre(bench, outputs):
    """Bring up what the tenants' stack reads from: a data centre that says what it has made."""
    program = bench.folder / "datacenter"
    program.mkdir()
    (program / "Pulumi.yaml").write_text("name: datacenter\nruntime: python\n")
    lines = [f"pulumi.export({what!r}, {{'ha-tinh': {ids!r}}})" for what, ids in outputs.items()]
    (program / "__main__.py").write_text("\n".join(("import pulumi", *lines)))
    with StackStore.open(bench.state, "datacenter", SITE, PASSPHRASE) as store:
        made = Deployment(
            program, "datacenter", SITE, config={}, store=store, providers=lambda _: OpenStackProvider()
        )
        assert made.up(None, WHOLE).ok


@pytest.fixture(scope="module")
def project(bench, plan):
    bench.up(shard(plan))
    return bench.outputs()["tenants"][plan.name]["project"]


def test_the_tenant_has_access_to_what_is_restricted(admin, project, catalogue):
    flavor, kind = catalogue
    assert [one["tenant_id"] for one in admin.compute.get_flavor_access(flavor)] == [project]
    access = admin.block_storage.get_type_access(kind)
    assert [one["project_id"] for one in access] == [project]


def test_its_hosts_are_its_own(admin, project, name):
    (aggregate,) = [one for one in admin.compute.aggregates() if one.name == name]
    assert (aggregate.hosts, aggregate.metadata["filter_tenant_id"]) == ([HOST], project)


def test_keystone_keeps_its_limits(admin, project, limits):
    there = {one.resource_name: one.resource_limit for one in admin.identity.limits(project_id=project)}
    assert there == {LIMITS["compute"][key]: limit for key, limit in COMPUTE.items()}


def test_its_zone_is_its_own(lab_dns, admin, project, plan):
    (zone,) = [one for one in admin.dns.zones(all_projects=True) if one.name == plan.dns_zone]
    assert zone.project_id == project


def test_all_of_it_is_found_as_planned(bench, project):
    result = bench.ours("preview", Scope(verify=True))
    assert result.ok
    assert set(result.summary.counts) == {"same", "read"}  # read: what the data centre says it has made


def test_what_is_taken_from_it_is_taken_back(bench, admin, project, plan, catalogue):
    bench.up(shard(replace(plan, flavors=(), volume_types=(), aggregate=None, hosts=())))
    flavor, kind = catalogue
    assert admin.compute.get_flavor_access(flavor) == []
    assert not list(admin.block_storage.get_type_access(kind))
    assert not [one for one in admin.compute.aggregates() if one.name == plan.aggregate]
