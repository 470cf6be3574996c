"""Servers that hold a volume, and waiting for them to let it go.

Source: Compute API v2.1, "Servers with volume attachments": Nova detaches nothing
from a server in ERROR; its volumes go free when it is deleted.
"""

from typing import Final

from gcloud.cloud import rest
from gcloud.cloud.errors import ConflictError, NotFoundError
from gcloud.provider.blockstorage import cinder
from gcloud.provider.call import Call
from gcloud.provider.resource import Json

HELD_SECONDS: Final = 180.0
"""How long a deletion waits for the server that holds the volume; it may be being deleted beside it."""

STUCK_SECONDS: Final = 45.0
"""How long it waits for a server in ERROR that nobody is deleting: time enough for a run to begin to."""


def released(call: Call, raw: Json, title: str) -> Json:
    """Take a volume from the servers that hold it and wait until it is free.

    Args:
        call: the cloud.
        raw: the volume as it is.
        title: its name in a sentence.

    Returns:
        The volume as it is then.

    Raises:
        ConflictError: a server keeps it.
    """
    held = _of(raw)
    for server in held:
        _detach(call, server, raw["id"], title)
    return call.wait(f"{title} to be free", lambda: _free(call, raw["id"], title)) if held else raw


def _of(raw: Json) -> list[str]:
    return [item["server_id"] for item in raw["attachments"] if item.get("server_id")]


def _free(call: Call, id_: str, title: str) -> Json | None:
    raw = cinder.volume(call, id_, title) or {"id": id_, "attachments": [], "status": "deleting"}
    held = _of(raw)
    if not held and raw["status"] not in {"in-use", "detaching"}:
        return raw
    waited = call.seconds - call.left()
    stuck = bool(held) and waited >= STUCK_SECONDS and all(_is_stuck(call, server) for server in held)
    if stuck or waited >= min(HELD_SECONDS, call.seconds):
        raise ConflictError(
            f"Deleting {title} failed: server {', '.join(held) or '(unknown)'} still holds it.",
            hint="Mend or delete that server, then run again.",
        )
    return None


def _is_stuck(call: Call, server: str) -> bool:
    answer = rest.lookup(call.cloud.compute, f"/servers/{server}", doing=f"looking at server {server}")
    raw = {} if answer is None else answer["server"]
    return raw.get("status") == "ERROR" and raw.get("OS-EXT-STS:task_state") is None


def _detach(call: Call, server: str, id_: str, title: str) -> None:
    path = f"/servers/{server}/os-volume_attachments/{id_}"
    try:
        rest.call(call.cloud.compute, "DELETE", path, doing=f"detaching {title}")
    except (NotFoundError, ConflictError):
        return  # gone already, or somebody is doing it: the wait that follows sees which
