"""Servers in bad weather: what fails is told, what is left is known, what was begun is finished."""

import pytest

from gcloud.engine.interface import PartialFailure
from gcloud.errors import CloudError, UnansweredError
from gcloud.provider.compute.instance import Instance
from gcloud.provider.compute.nova import ServerFailedError
from gcloud.provider.openstack import OpenStackProvider

GIVEN = {"name": "web1", "imageId": "i", "flavorId": "f", "networks": [{"port": "p"}], "powerState": "active"}
FAULT = {"code": 500, "message": "No valid host was found. There are not enough hosts available."}


def server(status, **more):
    return 200, {
        "server": {
            "id": "s",
            "name": "web1",
            "status": status,
            "flavor": {"id": "f"},
            "image": {"id": "i"},
            "addresses": {},
            "created": "2026-01-01T00:00:00Z",
            "updated": "2026-01-01T00:00:00Z",
            "metadata": {},
            "tags": [],
            "OS-EXT-STS:task_state": None,
            "OS-SRV-USG:launched_at": None if status in {"BUILD", "ERROR"} else "2026-01-01T00:00:00.000000",
            **more,
        }
    }


def nova(service, *states):
    return (
        service()
        .on("POST", "/servers", (202, {"server": {"id": "s"}}))
        .on("GET", "/servers", (200, {"servers": []}))
        .on("GET", "/servers/s", *states)
        .on("GET", "/flavors/f", (200, {"flavor": {"name": "small"}}))
    )


def neutron(service):
    return service().on("GET", "/ports", (200, {"ports": []}))


def glance(service):
    return service().on("GET", "/images/i", (200, {"name": "tiny"}))


def test_a_server_that_can_t_be_built_is_removed_and_the_fault_is_told(service, calling):
    compute = nova(service, server("ERROR", fault=FAULT)).on("DELETE", "/servers/s", (204, None))
    with pytest.raises(ServerFailedError) as caught:
        Instance().create(calling(network=neutron(service), compute=compute), GIVEN)
    assert 'Creating server "web1" failed: No valid host was found' in caught.value.message
    assert "removed again" in caught.value.message
    assert "hypervisor" in caught.value.hint
    assert caught.value.data["fault"] == FAULT
    assert compute.sent("DELETE")


def test_a_quota_that_nova_finds_exceeded_late_keeps_its_figures(service, calling):
    said = "Quota exceeded for cores: Requested 16, but already used 20 of 20 cores"
    compute = nova(service, server("ERROR", fault={"message": said})).on("DELETE", "/servers/s", (204, None))
    with pytest.raises(ServerFailedError) as caught:
        Instance().create(calling(network=neutron(service), compute=compute), GIVEN)
    assert caught.value.data["quota"] == {"cores": {"asked": 16, "used": 20, "limit": 20}}
    assert "quota" in caught.value.hint


def test_if_it_can_t_be_removed_either_the_state_keeps_it(service, calling):
    refusal = (409, {"conflictingRequest": {"message": "the instance is locked"}})
    compute = nova(service, server("ERROR", fault=FAULT)).on("DELETE", "/servers/s", refusal)
    with pytest.raises(PartialFailure) as caught:
        Instance().create(calling(network=neutron(service), compute=compute), GIVEN)
    assert caught.value.id == "s"
    assert "No valid host" in caught.value.reason
    assert "locked" in caught.value.reason
    assert caught.value.outputs["powerState"] == "error"
    assert caught.value.replace


def test_a_server_that_takes_too_long_stays_known(service, calling):
    compute = nova(service, server("BUILD"))
    with pytest.raises(PartialFailure, match='waiting for server "web1" to become active') as caught:
        Instance().create(calling(network=neutron(service), compute=compute, seconds=0), GIVEN)
    assert caught.value.outputs["powerState"] == "build"
    assert not caught.value.replace


def test_an_unanswered_creation_stays_unanswered(service, calling):
    compute = service().on("POST", "/servers", UnansweredError("sent and not answered"))
    with pytest.raises(UnansweredError):
        Instance().create(calling(network=neutron(service), compute=compute), GIVEN)
    assert len(compute.sent("POST")) == 1


def test_an_unanswered_question_after_the_creation_keeps_the_server_known(service, calling):
    compute = nova(service, UnansweredError("sent and not answered"))
    with pytest.raises(PartialFailure) as caught:
        Instance().create(calling(network=neutron(service), compute=compute), GIVEN)
    assert caught.value.id == "s"


def test_a_server_left_in_building_is_waited_for_by_the_next_run(service, calling):
    compute = nova(service, server("BUILD"), server("ACTIVE"))
    call = calling(network=neutron(service), compute=compute, image=glance(service))
    outputs = Instance().update(call, "s", frozenset({"powerState"}), GIVEN, {"powerState": "build"})
    assert outputs["powerState"] == "active"
    assert not compute.sent("POST", "/action")


@pytest.mark.parametrize("found", ["BUILD", "ERROR"])
def test_a_server_that_was_never_built_is_replaced_by_the_run_after(service, calling, found):
    compute = nova(service, server(found), server("ERROR", fault=FAULT))
    call = calling(network=neutron(service), compute=compute, image=glance(service))
    with pytest.raises(PartialFailure, match="No valid host") as caught:
        Instance().update(call, "s", frozenset({"powerState"}), GIVEN, {"powerState": "build"})
    assert caught.value.replace
    kept = caught.value.outputs
    assert (kept["powerState"], kept["networks"]) == ("error", [])
    new = {"__defaults": ["powerState"], **GIVEN}
    difference = OpenStackProvider().diff(Instance.type_, "s", new, kept, new, ())
    assert any(change.replaces for change in difference.changes)
    assert difference.delete_before_replace


def test_a_server_that_fell_into_error_later_is_not_touched_but_told(service, calling):
    ran = {"OS-SRV-USG:launched_at": "2026-01-01T00:00:00.000000"}
    compute = nova(service, server("ERROR", fault={"message": "Live migration failed"}, **ran))
    call = calling(network=neutron(service), compute=compute, image=glance(service))
    with pytest.raises(ServerFailedError, match="Live migration failed") as caught:
        Instance().update(call, "s", frozenset({"powerState"}), GIVEN, {"powerState": "error"})
    assert "--state active s" in caught.value.hint
    assert not compute.sent("DELETE")
    assert not compute.sent("POST", "/action")


def test_a_resize_that_was_interrupted_is_confirmed_not_begun_again(service, calling):
    compute = nova(
        service,
        server("VERIFY_RESIZE", flavor={"id": "large"}),
        server("VERIFY_RESIZE", flavor={"id": "large"}),
        server("ACTIVE", flavor={"id": "large"}),
    )
    compute.on("POST", "/servers/s/action", (204, None))
    compute.on("GET", "/flavors/large", (200, {"flavor": {"name": "large"}}))
    call = calling(network=neutron(service), compute=compute, image=glance(service))
    given = {**GIVEN, "flavorId": "large"}
    Instance().update(call, "s", frozenset({"flavorId"}), given, {"flavorId": "f"})
    assert compute.sent("POST", "/action") == [{"confirmResize": None}]


def test_a_resize_that_nova_takes_back_is_told(service, calling):
    compute = nova(service, server("ACTIVE")).on("POST", "/servers/s/action", (202, None))
    given = {**GIVEN, "flavorId": "large"}
    with pytest.raises(CloudError, match="put it back to its old flavor"):
        Instance().update(
            calling(network=neutron(service), compute=compute),
            "s",
            frozenset({"flavorId"}),
            given,
            {"flavorId": "f"},
        )


@pytest.mark.parametrize(
    ("status", "wanted", "action"),
    [
        ("ACTIVE", "shutoff", {"os-stop": None}),
        ("ACTIVE", "paused", {"pause": None}),
        ("ACTIVE", "shelved_offloaded", {"shelve": None}),
        ("SHUTOFF", "active", {"os-start": None}),
        ("PAUSED", "active", {"unpause": None}),
        ("SHELVED_OFFLOADED", "active", {"unshelve": None}),
        ("ACTIVE", "active", None),
    ],
)
def test_power(service, calling, status, wanted, action):
    compute = nova(service, server(status), server(wanted.upper()))
    compute.on("POST", "/servers/s/action", (202, None))
    call = calling(network=neutron(service), compute=compute, image=glance(service))
    Instance().update(call, "s", frozenset({"powerState"}), {**GIVEN, "powerState": wanted}, {})
    assert compute.sent("POST", "/action") == ([] if action is None else [action])


def test_a_server_that_is_gone_is_made_anew_by_the_run_after(service, calling):
    gone = calling(compute=service(), image=service(), network=service()).cloud
    provider = OpenStackProvider(lambda *_: gone)
    provider.configure({"region": "RegionOne"})
    old = {"__defaults": [], "name": "web1"}
    with pytest.raises(PartialFailure, match="it is gone") as caught:
        provider.update(Instance.type_, "urn::s", "s", old, {"name": "web1"}, {**old, "name": "web2"}, None)
    assert caught.value.replace


def test_deleting_waits_until_the_server_is_gone(service, calling):
    compute = (
        service()
        .on("DELETE", "/servers/s", (204, None))
        .on("GET", "/servers/s/metadata", (200, {"metadata": {}}), (200, {"metadata": {}}), (404, {}))
    )
    Instance().delete(calling(network=neutron(service), compute=compute), "s", {"name": "web1"})
    assert len(compute.sent("GET")) == 3


def test_what_is_gone_is_deleted(service, calling):
    Instance().delete(calling(compute=service()), "s", {"name": "web1", "stopBeforeDestroy": True})
    assert Instance().read(calling(compute=service()), "s", {}) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"flavorId": None}, "has no flavor"),
        ({"imageId": None}, "has no image"),
        ({"networks": [{}]}, "neither port, uuid nor name"),
        ({"flavorId": None, "flavorName": "huge"}, "needs flavor huge"),
        ({"imageId": None, "imageName": "debian"}, "the cloud has 0 of that name"),
    ],
)
def test_what_is_missing_is_told_before_anything_is_made(service, calling, given, words):
    compute = service().on("GET", "/flavors/detail", (200, {"flavors": []}))
    images = service().on("GET", "/images", (200, {"images": []}))
    with pytest.raises(CloudError, match=words) as caught:
        Instance().create(
            calling(network=neutron(service), compute=compute, image=images), {**GIVEN, **given}
        )
    assert caught.value.hint
    assert not compute.sent("POST")
