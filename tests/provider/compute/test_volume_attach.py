"""Volumes in servers: what takes long is waited for, what fails is told at once."""

import pytest

from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.compute.volume_attach import VolumeAttach

GIVEN = {"instanceId": "s", "volumeId": "v"}
PATH = "/servers/s/os-volume_attachments/v"
THERE = (200, {"volumeAttachment": {"serverId": "s", "volumeId": "v", "device": "/dev/sdb"}})
GONE = (404, {})


def volume(status, *servers):
    attachments = [{"server_id": server, "volume_id": "v"} for server in servers]
    return 200, {"volume": {"id": "v", "status": status, "attachments": attachments}}


def cloud(service, calling, looks, there=(THERE,)):
    compute = (
        service()
        .on("POST", "/servers/s/os-volume_attachments", (200, {}))
        .on("GET", PATH, *there)
        .on("DELETE", PATH, (202, None))
    )
    return compute, calling(compute=compute, block_storage=service().on("GET", "/volumes/v", *looks))


def test_it_is_made_when_cinder_calls_the_volume_in_use(service, calling):
    _, call = cloud(service, calling, [volume("reserved"), volume("attaching"), volume("in-use", "s")])
    made = VolumeAttach().create(call, GIVEN)
    assert made.id == "s/v"
    assert made.outputs["device"] == "/dev/sdb"


def test_an_attachment_that_nova_gives_up_is_told_at_once(service, calling):
    _, call = cloud(service, calling, [volume("attaching"), volume("available")], [GONE])
    with pytest.raises(NotFoundError, match="Nova let it go again"):
        VolumeAttach().create(call, GIVEN)


def test_a_volume_that_falls_into_error_leaves_a_known_attachment(service, calling):
    _, call = cloud(service, calling, [volume("error_attaching")])
    with pytest.raises(PartialFailure, match="error_attaching") as caught:
        VolumeAttach().create(call, GIVEN)
    assert caught.value.id == "s/v"


def test_an_attachment_left_on_its_way_is_waited_for(service, calling):
    compute, call = cloud(service, calling, [volume("attaching"), volume("in-use", "s")])
    VolumeAttach().update(call, "s/v", frozenset(), GIVEN, {})
    assert not compute.sent("POST")


def test_detaching_waits_until_the_volume_is_free(service, calling):
    looks = [volume("detaching", "s"), volume("detaching"), volume("available")]
    compute, call = cloud(service, calling, looks, [THERE, GONE])
    VolumeAttach().delete(call, "s/v", GIVEN)
    assert len(compute.sent("DELETE")) == 1


def test_a_volume_that_another_server_also_has_is_free_of_ours(service, calling):
    _, call = cloud(service, calling, [volume("in-use", "other")], [GONE])
    VolumeAttach().delete(call, "s/v", GIVEN)


def test_a_busy_server_is_waited_for_and_then_told(service, calling):
    compute = service().on("DELETE", PATH, (409, {"conflictingRequest": {"message": "is resizing"}}))
    compute.on("GET", "/servers/s", (200, {"server": {"id": "s", "status": "RESIZE"}}))
    with pytest.raises(CloudError, match="is resizing"):
        VolumeAttach().delete(calling(compute=compute, seconds=0), "s/v", GIVEN)


def test_a_server_in_error_is_not_waited_for_its_volume_goes_with_it(service, calling):
    refusal = {"conflictingRequest": {"message": "Cannot detach_volume while it is in vm_state error"}}
    compute = service().on("DELETE", PATH, (409, refusal))
    compute.on("GET", "/servers/s", (200, {"server": {"id": "s", "status": "ERROR"}}))
    VolumeAttach().delete(calling(compute=compute), "s/v", GIVEN)
    assert len(compute.sent("DELETE")) == 1


def test_what_is_gone_is_detached(service, calling):
    call = calling(compute=service(), block_storage=service())
    VolumeAttach().delete(call, "s/v", GIVEN)
    assert VolumeAttach().read(call, "s/v", GIVEN) is None
