"""Volumes as Cinder's API has them, and waiting for what happens to them.

Source: Block Storage API v3, "Volumes", "Messages" (since 3.5: by resource).
"""

from collections.abc import Collection, Iterator
from typing import Final

from gcloud.cloud import rest
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json

WITH_MESSAGES: Final = "3.5"

PAGE: Final = 200
"""Volumes asked for at once."""

NOT_EXTENDED: Final = "error_extending"


class VolumeFailedError(CloudError):
    """Cinder gave a volume up."""


def volume(call: Call, id_: str, title: str) -> Json | None:
    """Give a volume; None if it is gone."""
    answer = rest.lookup(call.cloud.block_storage, f"/volumes/{id_}", doing=f"reading {title}")
    return None if answer is None else answer["volume"]


def volumes(call: Call, owner: str) -> Iterator[tuple[str, Json]]:
    """List a project's volumes, by id; other projects' only as an administrator."""
    whose = {} if owner == call.project else {"all_tenants": "1", "project_id": owner}
    found = rest.listing(
        call.cloud.block_storage,
        "/volumes/detail",
        "volumes",
        doing="listing the volumes",
        params={"limit": PAGE, **whose},
    )
    for raw in found:
        yield raw["id"], raw


def reaches(call: Call, id_: str, title: str, wanted: Collection[str]) -> Json:
    """Wait until a volume has one of the `wanted` statuses.

    Raises:
        VolumeFailedError: it went to one of Cinder's error statuses; the message says why, if Cinder does.
        CloudError: it is gone, or the time is up.
    """

    def look() -> Json | None:
        raw = volume(call, id_, title)
        if raw is None:
            raise CloudError(
                f"{title} disappeared while it was waited for", hint="Run again: it is made anew."
            )
        if raw["status"] in wanted:
            return raw
        if raw["status"].startswith("error"):
            raise failure(call, raw, title)
        return None

    return call.wait(f"{title} to become {' or '.join(sorted(wanted))}", look)


def gone(call: Call, id_: str, title: str) -> None:
    """Wait until a volume is gone.

    Raises:
        VolumeFailedError: Cinder gave up deleting it.
        CloudError: the time is up.
    """

    def look() -> bool | None:
        raw = volume(call, id_, title)
        if raw is not None and raw["status"] == "error_deleting":
            raise failure(call, raw, title)
        return True if raw is None else None

    call.wait(f"{title} to be gone", look)


def act(call: Call, id_: str, doing: str, body: Json, microversion: str | None = None) -> None:
    """Start an action on a volume; `doing` is a gerund with its object."""
    path = f"/volumes/{id_}/action"
    rest.call(call.cloud.block_storage, "POST", path, doing=doing, json=body, microversion=microversion)


def restored(call: Call, raw: Json, title: str) -> Json:
    """Set a volume back that Cinder could not extend: nothing was changed, but nothing can be done with it.

    Raises:
        NotAllowedError: only an administrator may.
    """
    status = "in-use" if raw["attachments"] else "available"
    act(call, raw["id"], f"setting back {title}", {"os-reset_status": {"status": status}})
    return reaches(call, raw["id"], title, {status})


def failure(call: Call, raw: Json, title: str) -> VolumeFailedError:
    """Give the error for a volume in an error status, with what Cinder has told its user about it."""
    said = "Cinder says no more"
    messages = rest.lookup(
        call.cloud.block_storage,
        f"/messages?resource_uuid={raw['id']}",
        doing=f"asking what happened to {title}",
        microversion=WITH_MESSAGES,
    )
    if messages and messages.get("messages"):
        said = str(messages["messages"][0]["user_message"]).rstrip(".")
    return VolumeFailedError(
        f"{title} went to status {raw['status']}: {said}.",
        hint="See the logs of cinder-scheduler and cinder-volume (no backend with room?); then run again.",
        data={"id": raw["id"], "status": raw["status"]},
    )
