"""Images: every byte arrives or nothing stays, and what a killed run began is finished."""

import hashlib

import pytest

from gcloud.cloud.errors import BusyError, NotAllowedError
from gcloud.engine.interface import PartialFailure
from gcloud.errors import CloudError, UnansweredError
from gcloud.provider.images.image import Image
from gcloud.provider.images.image_schema import of_glance, property_steps
from gcloud.provider.images.upload import ATTEMPTS

CONTENT = b"an image" * 400_000  # some megabytes: several pieces
SHA512 = hashlib.sha512(CONTENT).hexdigest()
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "i.img"
    path.write_bytes(CONTENT)
    return {
        "name": "i",
        "containerFormat": "bare",
        "diskFormat": "raw",
        "visibility": "private",
        "localFilePath": str(path),
        "properties": {"os_distro": "debian"},
    }


def image(status="active", **more):
    whole = {"size": len(CONTENT), "checksum": MD5, "os_hash_algo": "sha512", "os_hash_value": SHA512}
    return 200, {
        "id": "i",
        "name": "i",
        "status": status,
        "visibility": "private",
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
        **(whole if status == "active" else {}),
        **more,
    }


def glance(service, *looks, upload=((204, None),)):
    return (
        service()
        .on("POST", "/images", (201, image("queued")[1]))
        .on("PUT", "/images/i/file", *upload)
        .on("GET", "/images/i", *(looks or [image()]))
        .on("DELETE", "/images/i", (204, None))
    )


def test_a_file_is_registered_sent_and_compared(service, calling, given):
    images = glance(service, image("saving"), image())
    made = Image().create(calling(image=images), given)
    assert images.sent("POST")[0]["os_distro"] == "debian"
    assert images.sent("PUT") == [CONTENT]
    assert made.outputs["properties"]["os_hash_value"] == SHA512
    assert made.outputs["sizeBytes"] == len(CONTENT)


@pytest.mark.parametrize(
    "broken",
    [UnansweredError("cut off"), BusyError("503")],
)
def test_a_broken_transfer_is_begun_again_from_the_start(service, calling, given, broken):
    images = glance(service, image("saving"), image("queued"), image(), upload=(broken, (204, None)))
    Image().create(calling(image=images), given)
    assert images.sent("PUT") == [CONTENT, CONTENT]
    assert len(images.sent("POST")) == 1


def test_a_transfer_whose_answer_was_lost_is_not_repeated(service, calling, given):
    images = glance(service, image("saving"), image(), upload=(UnansweredError("cut off"),))
    assert Image().create(calling(image=images), given).id == "i"
    assert len(images.sent("PUT")) == 1


def test_after_the_last_attempt_nothing_stays(service, calling, given):
    images = glance(service, image("queued"), upload=(UnansweredError("cut off"),))
    with pytest.raises(CloudError, match="removed again"):
        Image().create(calling(image=images), given)
    assert len(images.sent("PUT")) == ATTEMPTS
    assert images.sent("DELETE")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"os_hash_value": "0" * 128}, "its sha512 is 000"),
        ({"size": 5}, "it has 5 bytes"),
        ({"checksum": "0" * 32, "os_hash_algo": None}, "its md5 is 000"),
    ],
)
def test_what_arrived_otherwise_is_removed(service, calling, given, wrong, words):
    images = glance(service, image(**wrong))
    with pytest.raises(CloudError, match="what arrived is not the file") as caught:
        Image().create(calling(image=images), given)
    assert words in caught.value.message
    assert images.sent("DELETE")
    assert Image().create(calling(image=glance(service, image(**wrong))), {**given, "verifyChecksum": False})


def test_if_it_can_t_be_removed_the_state_keeps_it(service, calling, given):
    images = glance(service, image("killed"))
    images.answers = [row for row in images.answers if row[0] != "DELETE"]
    images.on("DELETE", "/images/i", (403, {"message": "not yours"}))
    with pytest.raises(PartialFailure, match="not yours") as caught:
        Image().create(calling(image=images), given)
    assert caught.value.id == "i"


def test_a_file_that_is_gone_meanwhile_leaves_nothing(service, calling, given):
    images = glance(service)
    with pytest.raises(CloudError, match=r"nowhere\.img can't be read: No such file"):
        Image().create(calling(image=images), {**given, "localFilePath": "/nowhere.img"})
    assert images.sent("DELETE")


def test_an_image_that_a_killed_run_left_empty_is_filled_by_the_next(service, calling, given):
    images = glance(service, image("queued"), image("queued"), image())
    outputs = Image().update(calling(image=images), "i", frozenset(), given, {})
    assert outputs["status"] == "active"
    assert images.sent("PUT") == [CONTENT]


def test_a_transfer_that_a_killed_run_left_is_waited_for(service, calling, given):
    images = glance(service, image("saving"), image("saving"), image())
    outputs = Image().update(calling(image=images), "i", frozenset(), given, {})
    assert outputs["status"] == "active"
    assert images.sent("PUT") == []


@pytest.mark.parametrize("found", [image("killed"), image("queued"), image("saving")])
def test_what_can_t_be_filled_is_made_anew_by_the_run_after(service, calling, given, found):
    images = glance(service, found, image("killed"), image("killed"), upload=((400, {"message": "no"}),))
    with pytest.raises(PartialFailure) as caught:
        Image().update(calling(image=images), "i", frozenset(), given, {})
    assert caught.value.replace
    assert caught.value.id == "i"


def test_a_whole_image_is_not_sent_again(service, calling, given):
    images = glance(service)
    Image().update(calling(image=images), "i", frozenset(), given, {})
    assert [verb for verb, _, _ in images.calls] == ["GET"]


def test_one_patch_has_all_changes_and_leaves_glance_its_own(service, calling, given):
    old = image(os_distro="debian", level="3", stores="file")
    images = glance(service, old).on("PATCH", "/images/i", image(os_distro="rocky"))
    new = {
        **given,
        "name": "j",
        "protected": True,
        "tags": ["a"],
        "properties": {"os_distro": "rocky", "x": "y"},
    }
    changed = frozenset({"name", "protected", "tags", "properties"})
    Image().update(calling(image=images), "i", changed, new, {})
    assert images.sent("PATCH") == [
        [
            {"op": "replace", "path": "/name", "value": "j"},
            {"op": "replace", "path": "/protected", "value": True},
            {"op": "replace", "path": "/tags", "value": ["a"]},
            {"op": "remove", "path": "/level"},
            {"op": "replace", "path": "/os_distro", "value": "rocky"},
            {"op": "add", "path": "/x", "value": "y"},
        ]
    ]


def test_a_protected_image_says_why_it_stays(service, calling):
    images = service().on("DELETE", "/images/i", (403, {"message": "Image i is protected"}))
    with pytest.raises(NotAllowedError) as caught:
        Image().delete(calling(image=images), "i", {"name": "i", "protected": True})
    assert "Set protected to false" in caught.value.hint


@pytest.mark.parametrize(
    "key", ["os_hash_value", "os_hash_algo", "stores", "direct_url", "os_glance_failed_import"]
)
def test_glance_s_own(key):
    assert of_glance(key)
    assert property_steps({key: "a"}, {}) == []
    assert property_steps({}, {key: "a"}) == []


def test_a_program_s_own():
    assert not of_glance("os_distro")


@pytest.mark.parametrize(
    ("content", "known", "differs"),
    [
        pytest.param(b"an image", {}, set(), id="the same bytes"),
        pytest.param(b"AN IMAGE", {}, {"localFilePath"}, id="other bytes of the same length"),
        pytest.param(b"longer than that", {}, {"localFilePath"}, id="more of them"),
        pytest.param(None, {}, {"localFilePath"}, id="no such file"),
        pytest.param(
            b"an image",
            {"localFilePath": "elsewhere.img"},
            {"localFilePath", "imageCachePath"},
            id="it was made from another file",
        ),
    ],
)
def test_an_image_found_in_the_cloud_is_the_program_s_if_its_content_is(tmp_path, content, known, differs):
    path = tmp_path / "debian.img"
    if content is not None:
        path.write_bytes(content)
    live = {
        "name": "debian",
        "containerFormat": "bare",
        "diskFormat": "raw",
        "visibility": "private",
        "checksum": hashlib.md5(b"an image", usedforsecurity=False).hexdigest(),
        "sizeBytes": len(b"an image"),
        **known,
    }
    wanted = {
        **{name: live[name] for name in ("name", "containerFormat", "diskFormat", "visibility")},
        "localFilePath": str(path),
        "imageCachePath": "/home/me/cache",
    }
    found = Image().diff({}, live, wanted, ())
    assert {change.path for change in found.changes} == differs
