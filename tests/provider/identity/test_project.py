"""A project made by this run is empty, whatever the clock says."""

from types import SimpleNamespace

from gcloud.provider.call import Call, Shared
from gcloud.provider.identity.project import Project
from gcloud.provider.networking.network import Network


def test_nothing_is_looked_for_in_a_project_that_this_run_has_made(neutron, service):
    keystone = service().on("POST", "/projects", (201, {"project": {"id": "new", "name": "agency"}}))
    cloud = SimpleNamespace(identity=keystone, network=neutron, current_project_id="ours")
    call = Call(cloud, "RegionOne", 5, Shared())
    made = Project().create(call, {"name": "agency", "enabled": True})
    assert Network().existing(call, {"name": "srv", "tenantId": made.id}) == frozenset()
    assert neutron.calls == []


def test_in_every_other_project_it_is(neutron, call):
    there = Network().create(call, {"name": "srv"}).id
    assert Network().existing(call, {"name": "srv"}) == {there}


def test_a_domain_is_disabled_before_it_is_deleted(service, calling):
    keystone = (
        service()
        .on("PATCH", "/projects/d", (200, {"project": {"id": "d"}}))
        .on("DELETE", "/projects/d", (204, None))
    )
    Project().delete(calling(identity=keystone), "d", {"name": "gov", "isDomain": True})
    assert [(verb, body) for verb, _, body in keystone.calls] == [
        ("PATCH", {"project": {"enabled": False}}),
        ("DELETE", None),
    ]
