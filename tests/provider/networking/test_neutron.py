"""What every type of Neutron does when things go wrong half-way."""

import pytest

from gcloud.cloud.errors import ConflictError
from gcloud.engine.interface import PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.networking import neutron as module
from gcloud.provider.networking.address_group import AddressGroup
from gcloud.provider.networking.floating_ip import FloatingIp
from gcloud.provider.networking.floating_ip_associate import FloatingIpAssociate
from gcloud.provider.networking.network import Network
from gcloud.provider.networking.router_interface import RouterInterface
from gcloud.provider.networking.sec_group import SecGroup
from gcloud.provider.networking.sec_group_rule import SecGroupRule


def test_an_object_whose_tags_failed_is_kept_and_the_next_plan_shows_the_tags(call, neutron):
    neutron.fail("PUT", "/tags", 500)
    inputs = {"name": "dmz", "tags": ["zone"]}
    with pytest.raises(PartialFailure) as caught:
        Network().create(call, inputs)
    assert caught.value.id in neutron.members["networks"]
    assert caught.value.outputs["tags"] == []
    changes = Network().diff(inputs, caught.value.outputs, inputs, ()).changes
    assert [change.path for change in changes] == ["tags"]


def test_a_group_that_kept_its_default_rules_is_replaced(call, neutron):
    neutron.fail("DELETE", "/security-group-rules", 500)
    inputs = {"name": "web", "deleteDefaultRules": True}
    with pytest.raises(PartialFailure) as caught:
        SecGroup().create(call, inputs)
    changes = SecGroup().diff(inputs, caught.value.outputs, inputs, ()).changes
    assert [(change.path, change.replaces) for change in changes] == [("deleteDefaultRules", True)]


def test_a_group_found_after_a_kill_loses_its_default_rules(call, neutron):
    inputs = {"name": "web", "deleteDefaultRules": True}
    group = SecGroup().post(call, inputs)  # the run was killed right after this call
    assert len(neutron.members["security-group-rules"]) == 2
    assert SecGroup().find(call, inputs, frozenset()) == group["id"]
    assert neutron.members["security-group-rules"] == {}


def test_what_was_there_before_is_never_found(call):
    theirs = Network().create(call, {"name": "dmz"}).id
    inputs = {"name": "dmz"}
    known = Network().existing(call, inputs)
    assert known == {theirs}
    assert Network().find(call, inputs, known) is None
    ours = Network().post(call, inputs)["id"]
    assert Network().find(call, inputs, known) == ours
    assert Network().find(call, {"name": "other"}, frozenset()) is None


def test_existing_lists_once_a_run(call, neutron):
    for number in range(5):
        Network().existing(call, {"name": f"net-{number}"})
    assert neutron.calls == [("GET", "/networks")]


def test_gone_is_deleted(call):
    Network().delete(call, "no-such-id", {"name": "dmz"})


def test_a_deletion_waits_for_what_still_uses_the_object(call, neutron):
    id_ = Network().create(call, {"name": "dmz"}).id
    neutron.fail("DELETE", id_, 409, "one or more ports are in use", times=2)
    Network().delete(call, id_, {"name": "dmz"})
    assert neutron.members["networks"] == {}


def test_a_deletion_gives_up_and_says_what_is_in_the_way(call, neutron, monkeypatch):
    monkeypatch.setattr(module, "IN_USE_SECONDS", 0.3)
    id_ = Network().create(call, {"name": "dmz"}).id
    neutron.fail("DELETE", id_, 409, "one or more ports are in use", times=50)
    with pytest.raises(ConflictError, match="ports are in use") as caught:
        Network().delete(call, id_, {"name": "dmz"})
    assert 'network "dmz"' in caught.value.message
    assert caught.value.hint


def test_other_refusals_of_a_deletion_are_not_waited_for(call, neutron):
    id_ = Network().create(call, {"name": "dmz"}).id
    neutron.fail("DELETE", id_, 403, "policy")
    with pytest.raises(CloudError, match="policy"):
        Network().delete(call, id_, {"name": "dmz"})


def test_tags_of_others_stay(call, neutron):
    created = Network().create(call, {"name": "dmz", "tags": ["ours"]})
    neutron.members["networks"][created.id]["tags"] = ["ours", "theirs"]
    live = Network().read(call, created.id, created.outputs)
    assert live["tags"] == ["ours"]
    assert live["allTags"] == ["ours", "theirs"]
    outputs = Network().update(
        call, created.id, frozenset({"tags"}), {"name": "dmz", "tags": ["new"]}, created.outputs
    )
    assert outputs["tags"] == ["new"]
    assert neutron.members["networks"][created.id]["tags"] == ["new", "theirs"]


def test_an_address_group_changes_by_what_differs_from_the_live_one(call, neutron):
    created = AddressGroup().create(call, {"name": "agencies", "addresses": ["10.2.0.0/16", "10.1.0.0/16"]})
    assert created.outputs["addresses"] == ["10.2.0.0/16", "10.1.0.0/16"]
    wanted = {"name": "agencies", "addresses": ["10.3.0.0/16", "10.1.0.0/16"]}
    for _ in range(2):  # repeatable
        outputs = AddressGroup().update(call, created.id, frozenset({"addresses"}), wanted, created.outputs)
        assert outputs["addresses"] == ["10.3.0.0/16", "10.1.0.0/16"]
    assert [path for method, path in neutron.calls if method == "PUT"] == [
        f"/address-groups/{created.id}/add_addresses",
        f"/address-groups/{created.id}/remove_addresses",
    ]


def test_an_interface_whose_port_can_t_be_seen_is_kept(call, neutron):
    neutron.members["routers"]["r"] = {"id": "r", "interfaces": []}
    neutron.fail("GET", "/ports/", 500)
    with pytest.raises(PartialFailure) as caught:
        RouterInterface().create(call, {"routerId": "r", "subnetId": "s"})
    assert caught.value.id in neutron.members["ports"]
    assert caught.value.outputs["subnetId"] == "s"


def test_an_interface_is_found_by_router_and_subnet_though_its_port_is_known(call):
    inputs = {"routerId": "r", "subnetId": "s"}
    made = RouterInterface().create(call, inputs)
    assert RouterInterface().find(call, inputs, frozenset({made.id})) == made.id
    assert RouterInterface().find(call, {"routerId": "r", "subnetId": "t"}, frozenset()) is None


def test_a_forced_removal_drops_the_routes_through_the_subnet_and_no_others(call, neutron):
    made = RouterInterface().create(call, {"routerId": "r", "subnetId": "s", "forceDestroy": True})
    inside, outside = {"nexthop": "10.0.0.9"}, {"nexthop": "10.1.0.9"}
    neutron.members["routers"]["r"] = {"id": "r", "routes": [inside, outside]}
    neutron.members["subnets"]["s"] = {"id": "s", "cidr": "10.0.0.0/24"}
    neutron.fail("PUT", "/remove_router_interface", 409, "required by one or more routes")
    RouterInterface().delete(call, made.id, made.outputs)
    assert neutron.members["routers"]["r"]["routes"] == [outside]
    assert neutron.members["ports"] == {}


def test_an_address_that_points_elsewhere_now_is_left_alone(call, neutron):
    neutron.members["floatingips"]["f"] = {
        "id": "f",
        "floating_ip_address": "203.0.113.7",
        "port_id": None,
        "fixed_ip_address": None,
    }
    made = FloatingIpAssociate().create(call, {"floatingIp": "203.0.113.7", "portId": "p"})
    assert made.id == "f"
    neutron.members["floatingips"]["f"]["port_id"] = "theirs"
    FloatingIpAssociate().delete(call, "f", made.outputs)
    assert neutron.members["floatingips"]["f"]["port_id"] == "theirs"


def test_an_address_of_nobody_is_named(call):
    with pytest.raises(CloudError, match=r"203.0.113.9 at port p failed.*no such floating address"):
        FloatingIpAssociate().create(call, {"floatingIp": "203.0.113.9", "portId": "p"})


def test_a_floating_address_comes_from_the_first_subnet_that_has_one(call, neutron):
    neutron.members["networks"]["n"] = {"id": "n", "name": "public"}
    neutron.fail("POST", "/floatingips", 409, "no more addresses")
    made = FloatingIp().create(call, {"pool": "public", "subnetIds": ["a", "b"]})
    assert neutron.members["floatingips"][made.id]["subnet_id"] == "b"
    assert made.outputs["subnetId"] == "b"
    assert made.outputs["pool"] == "public"


def test_the_same_words_in_another_group_are_another_rule(call):
    rule = {"direction": "ingress", "ethertype": "IPv4", "securityGroupId": "g", "protocol": "tcp"}
    ports = {"portRangeMin": 22, "portRangeMax": 22}
    made = SecGroupRule().create(call, {**rule, **ports, "remoteIpPrefix": "10.0.0.0/8"}).id
    find = SecGroupRule().find
    assert find(call, {**rule, **ports, "remoteIpPrefix": "10.0.0.0/8"}, frozenset()) == made
    assert find(call, {**rule, **ports}, frozenset()) is None  # from everywhere is another rule
    assert find(call, {**rule, "remoteIpPrefix": "10.0.0.0/8"}, frozenset()) is None
    assert (
        find(call, {**rule, **ports, "remoteIpPrefix": "10.0.0.0/8", "securityGroupId": "h"}, frozenset())
        is None
    )
