"""Volumes in bad weather, and changes that are looked at before they are begun."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from gcloud.cloud.errors import ConflictError
from gcloud.engine.interface import PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.blockstorage.cinder import VolumeFailedError
from gcloud.provider.blockstorage.holders import STUCK_SECONDS
from gcloud.provider.blockstorage.volume import Volume
from gcloud.provider.blockstorage.volume_type import VolumeType

GIVEN = {"name": "data", "size": 2, "volumeRetypePolicy": "never"}


def volume(status="available", **more):
    raw = {"id": "v", "name": "data", "status": status, "size": 2, "attachments": [], "volume_type": "t"}
    return 200, {"volume": {**raw, **more}}


def cinder(service, *looks):
    return service().on("POST", "/volumes", (202, volume("creating")[1])).on("GET", "/volumes/v", *looks)


def test_a_volume_that_can_t_be_made_is_removed_and_the_reason_is_told(service, calling):
    said = {"user_message": "schedule allocate volume: Could not find any available weighted backend."}
    storage = (
        cinder(service, volume("creating"), volume("error"), volume("error"), (404, {}))
        .on("GET", "/messages?resource_uuid=v", (200, {"messages": [said]}))
        .on("DELETE", "/volumes/v", (202, None))
    )
    with pytest.raises(VolumeFailedError) as caught:
        Volume().create(calling(block_storage=storage), GIVEN)
    assert "Could not find any available weighted backend. It was removed again" in caught.value.message
    assert 'volume "data"' in caught.value.message
    assert caught.value.hint


def test_if_it_can_t_be_removed_the_state_keeps_it(service, calling):
    storage = cinder(service, volume("error"), volume("error"), volume("error_deleting"))
    storage.on("DELETE", "/volumes/v", (202, None))
    with pytest.raises(PartialFailure, match="error_deleting") as caught:
        Volume().create(calling(block_storage=storage), GIVEN)
    assert caught.value.id == "v"
    assert caught.value.replace


def test_a_volume_that_was_never_made_is_replaced_by_the_run_after(service, calling):
    storage = cinder(service, volume("creating"), volume("error"))
    with pytest.raises(PartialFailure) as caught:
        Volume().update(calling(block_storage=storage), "v", frozenset(), GIVEN, {})
    assert caught.value.replace


def test_a_volume_that_failed_later_is_left_to_people(service, calling):
    storage = cinder(service, volume("error"))
    with pytest.raises(VolumeFailedError):
        Volume().update(calling(block_storage=storage), "v", frozenset({"name"}), GIVEN, {})


def test_a_volume_left_on_its_way_is_waited_for(service, calling):
    storage = cinder(service, volume("creating"), volume("creating"), volume())
    outputs = Volume().update(calling(block_storage=storage), "v", frozenset(), GIVEN, {})
    assert outputs["size"] == 2
    assert {verb for verb, _, _ in storage.calls} == {"GET"}


def test_a_volume_grows(service, calling):
    storage = cinder(service, volume(size=1), volume(size=1), volume("extending"), volume())
    storage.on("POST", "/volumes/v/action", (202, None))
    Volume().update(calling(block_storage=storage), "v", frozenset({"size"}), GIVEN, {"size": 1})
    assert storage.sent("POST", "/action") == [{"os-extend": {"new_size": 2}}]


def test_a_volume_that_has_grown_already_is_left_alone(service, calling):
    storage = cinder(service, volume())
    Volume().update(calling(block_storage=storage), "v", frozenset({"size"}), GIVEN, {"size": 1})
    assert not storage.sent("POST")


def test_a_volume_in_use_grows_only_if_the_program_allows(service, calling):
    storage = cinder(service, volume("in-use", size=1)).on("POST", "/volumes/v/action", (202, None))
    with pytest.raises(CloudError, match="not allowed while a server uses it") as caught:
        Volume().update(calling(block_storage=storage), "v", frozenset({"size"}), GIVEN, {"size": 1})
    assert "enableOnlineResize" in caught.value.hint
    assert not storage.sent("POST")
    allowed = {**GIVEN, "enableOnlineResize": True}
    Volume().update(calling(block_storage=storage), "v", frozenset({"size"}), allowed, {"size": 1})
    assert storage.sent("POST", "/action")


def test_a_volume_that_could_not_be_grown_is_set_back_and_can_be_used_again(service, calling):
    held = {"attachments": [{"server_id": "s", "volume_id": "v"}]}
    before, failed = volume("in-use", size=1, **held), volume("error_extending", size=1, **held)
    storage = cinder(service, before, before, failed, before).on("POST", "/volumes/v/action", (202, None))
    storage.on("GET", "/messages?resource_uuid=v", (200, {"messages": [{"user_message": "not online"}]}))
    given = {**GIVEN, "enableOnlineResize": True}
    with pytest.raises(VolumeFailedError, match=r"not online\. It was set back") as caught:
        Volume().update(calling(block_storage=storage), "v", frozenset({"size"}), given, {"size": 1})
    assert "detach" in caught.value.hint
    assert storage.sent("POST", "/action")[-1] == {"os-reset_status": {"status": "in-use"}}


def test_a_volume_that_an_earlier_run_left_unextended_is_set_back_first(service, calling):
    storage = cinder(service, volume("error_extending", size=1), volume(size=1), volume(size=1), volume())
    storage.on("POST", "/volumes/v/action", (202, None))
    Volume().update(calling(block_storage=storage), "v", frozenset({"size"}), GIVEN, {"size": 1})
    assert storage.sent("POST", "/action") == [
        {"os-reset_status": {"status": "available"}},
        {"os-extend": {"new_size": 2}},
    ]


def test_a_type_that_cinder_does_not_change_is_told(service, calling):
    storage = cinder(service, volume()).on("POST", "/volumes/v/action", (202, None))
    with pytest.raises(CloudError, match="kept type t") as caught:
        Volume().update(
            calling(block_storage=storage), "v", frozenset({"volumeType"}), {**GIVEN, "volumeType": "u"}, {}
        )
    assert "on-demand" in caught.value.hint


def test_a_volume_that_a_server_holds_is_detached_first(service, calling):
    held = volume("in-use", attachments=[{"server_id": "s", "volume_id": "v"}])
    storage = cinder(service, held, volume("detaching"), volume(), (404, {}))
    storage.on("DELETE", "/volumes/v", (202, None))
    compute = service().on("DELETE", "/servers/s/os-volume_attachments/v", (202, None))
    Volume().delete(calling(block_storage=storage, compute=compute), "v", GIVEN)
    assert compute.sent("DELETE")
    assert storage.sent("DELETE")


def test_a_volume_that_its_server_keeps_says_who_keeps_it(service, calling):
    held = volume("in-use", attachments=[{"server_id": "s", "volume_id": "v"}])
    compute = service().on("DELETE", "/servers/s/os-volume_attachments/v", (409, {}))
    call = calling(block_storage=cinder(service, held), compute=compute, seconds=0)
    with pytest.raises(ConflictError, match="server s still holds it") as caught:
        Volume().delete(call, "v", GIVEN)
    assert "server" in caught.value.hint


@pytest.mark.parametrize(
    ("task", "waits"),
    [pytest.param(None, False, id="left alone"), pytest.param("deleting", True, id="going")],
)
def test_a_server_in_error_is_waited_for_only_while_it_is_going(service, calling, task, waits):
    held = volume("in-use", attachments=[{"server_id": "s", "volume_id": "v"}])
    storage = cinder(service, held, held, volume(), (404, {})).on("DELETE", "/volumes/v", (202, None))
    failed = {"server": {"id": "s", "status": "ERROR", "OS-EXT-STS:task_state": task}}
    compute = service().on("GET", "/servers/s", (200, failed))
    compute.on("DELETE", "/servers/s/os-volume_attachments/v", (409, {}))
    call = calling(block_storage=storage, compute=compute, seconds=600)
    waited_long = replace(call, started=call.started - STUCK_SECONDS)
    with nullcontext() if waits else pytest.raises(ConflictError, match="server s still holds it"):
        Volume().delete(waited_long, "v", GIVEN)
    assert bool(storage.sent("DELETE")) is waits


def test_a_volume_that_could_not_be_grown_is_deleted_with_its_server(service, calling):
    attached = {"attachments": [{"server_id": "s", "volume_id": "v"}]}
    storage = cinder(service, volume("error_extending", **attached), volume("error_extending"), (404, {}))
    storage.on("DELETE", "/volumes/v", (202, None))
    compute = service().on("DELETE", "/servers/s/os-volume_attachments/v", (409, {}))
    Volume().delete(calling(block_storage=storage, compute=compute), "v", GIVEN)
    assert storage.sent("DELETE")


def test_what_is_gone_is_deleted(service, calling):
    call = calling(block_storage=service())
    Volume().delete(call, "v", GIVEN)
    VolumeType().delete(call, "t", {"name": "t"})
    assert Volume().read(call, "v", {}) is None
    assert VolumeType().read(call, "t", {}) is None


def test_only_the_extra_specs_that_differ_are_touched(service, calling):
    storage = (
        service()
        .on("POST", "/types/t/extra_specs", (200, {}))
        .on("DELETE", "/types/t/extra_specs/gone", (202, None))
        .on("GET", "/types/t", (200, {"volume_type": {"id": "t", "name": "t"}}))
    )
    old = {"extraSpecs": {"gone": "1", "same": "2", "new": "0"}}
    new = {"name": "t", "extraSpecs": {"same": "2", "new": "3"}}
    VolumeType().update(calling(block_storage=storage), "t", frozenset({"extraSpecs"}), new, old)
    assert storage.sent("POST") == [{"extra_specs": {"new": "3"}}]
    assert len(storage.sent("DELETE")) == 1
