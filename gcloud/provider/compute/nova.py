"""Servers as Nova's API has them, and waiting for what happens to them.

To look at a server makes Nova ask Neutron, which a loaded cloud feels. So what
is asked often is asked cheaply: whether a server is still being built by a
list of ids, whether it is gone by its metadata.

Source: Compute API v2.1, "Servers"; flavor by id until 2.46, tags in the body
since 2.26.
"""

from collections.abc import Collection
from typing import Final

from gcloud.cloud import rest
from gcloud.cloud.quota import about_a_quota, quota_figures
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json

WITH_TAGS: Final = "2.46"

FAILED: Final = "ERROR"

_LONG_FOR_A_DELETION: Final = 5.0
"""Seconds after which a server that is still there is looked at more closely."""


class ServerFailedError(CloudError):
    """Nova gave a server up; `data` keeps its fault."""


def server(call: Call, id_: str, title: str) -> Json | None:
    """Give a server; None if it is gone."""
    answer = rest.lookup(
        call.cloud.compute, f"/servers/{id_}", doing=f"reading {title}", microversion=WITH_TAGS
    )
    return None if answer is None or answer["server"]["status"] == "DELETED" else answer["server"]


def never_ran(raw: Json) -> bool:
    """Tell whether a server is in ERROR since its creation: there is nothing in it to lose."""
    return bool(raw["status"] == FAILED and raw.get("OS-SRV-USG:launched_at") is None)


def built(call: Call, id_: str, title: str) -> Json:
    """Wait until a new server is built.

    Raises:
        ServerFailedError: Nova could not build it; the message says why.
        CloudError: it is gone, or the time is up.
    """

    def look() -> Json | None:
        building = rest.listing(
            call.cloud.compute,
            "/servers",
            "servers",
            doing=f"waiting for {title}",
            params={"status": "BUILD", "uuid": id_},
        )
        if id_ in {item["id"] for item in building}:
            return None
        return _reached(server(call, id_, title), {"ACTIVE"}, title)

    return call.wait(f"{title} to become active", look)


def reaches(call: Call, id_: str, title: str, wanted: Collection[str]) -> Json:
    """Wait until a server has one of the `wanted` statuses.

    Args:
        call: the cloud.
        id_: the server's id.
        title: its name in a sentence.
        wanted: statuses in Nova's words (ACTIVE, SHUTOFF …); any other but ERROR is waited out.

    Raises:
        ServerFailedError: it went to ERROR.
        CloudError: it is gone, or the time is up.
    """
    what = f"{title} to become {' or '.join(status.lower() for status in wanted)}"
    return call.wait(what, lambda: _reached(server(call, id_, title), wanted, title))


def gone(call: Call, id_: str, title: str) -> None:
    """Wait until a server is gone, and with it its hold on ports and volumes.

    Raises:
        ServerFailedError: Nova gave up deleting it.
        CloudError: the time is up.
    """
    doing = f"waiting for {title} to go"

    def look() -> bool | None:
        if rest.lookup(call.cloud.compute, f"/servers/{id_}/metadata", doing=doing) is None:
            return True
        if call.seconds - call.left() > _LONG_FOR_A_DELETION:
            raw = server(call, id_, title)
            if raw and raw["status"] == FAILED and raw.get("OS-EXT-STS:task_state") is None:
                raise failure(raw, title)
        return None

    call.wait(f"{title} to be gone", look)


def act(call: Call, id_: str, title: str, doing: str, body: Json) -> None:
    """Start an action on a server.

    Args:
        call: the cloud.
        id_: the server's id.
        title: its name in a sentence.
        doing: the action as a gerund, "stopping".
        body: the action, as the API has it.
    """
    path = f"/servers/{id_}/action"
    rest.call(call.cloud.compute, "POST", path, doing=f"{doing} {title}", json=body)


def _reached(raw: Json | None, wanted: Collection[str], title: str) -> Json | None:
    if raw is None:
        raise CloudError(f"{title} disappeared while it was waited for", hint="Run again: it is made anew.")
    if raw["status"] in wanted:
        return raw
    if raw["status"] == FAILED:
        raise failure(raw, title)
    return None


def failure(raw: Json, title: str) -> ServerFailedError:
    """Give the error for a server that is in ERROR: Nova's fault, and what to do about it."""
    fault = raw.get("fault") or {}
    said = str(fault.get("message") or "Nova names no fault").rstrip(".")
    known = {"code": fault.get("code"), "message": fault.get("message")}
    data = {"id": raw["id"], "fault": known, **quota_figures(said)}
    return ServerFailedError(f"{title} failed: {said}.", hint=_advice(raw, said), data=data)


def _advice(raw: Json, said: str) -> str:
    if not never_ran(raw):
        return (
            "It ran before: see Nova's log. If it runs nonetheless, an administrator sets it back "
            f"(openstack server set --state active {raw['id']}); then run again."
        )
    if about_a_quota(said):
        return "Raise the project's quota or ask for less; `openstack quota show --usage` lists both."
    if "No valid host" in said:
        return (
            "No hypervisor has room for it, or the server group's rule leaves none: add hypervisors, "
            "free some, or ask for smaller servers or fewer in the group."
        )
    if "Exceeded maximum number of retries" in said or "Build of instance" in said:
        return "See nova-compute's log on the hypervisor; then run again."
    return "See Nova's log; then run again."
