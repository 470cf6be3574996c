"""What every type of Neutron does when things go wrong half-way."""

import pytest

from gcloud.cloud.errors import ConflictError
from gcloud.engine.interface import PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.networking import neutron as module
from gcloud.provider.networking.address_group import AddressGroup
from gcloud.provider.networking.network import Network
from gcloud.provider.networking.sec_group import SecGroup


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
