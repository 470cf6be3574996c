"""Changes of a living server, and what must be looked up for them.

Each step looks first whether it is done already: a run that was killed in the
middle of a resize is continued by the next one.

Source: Compute API v2.1, "Server run an action"; order and facts from
terraform-provider-openstack, openstack_compute_instance_v2.
"""

from typing import Final

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.compute import nova
from gcloud.provider.compute.flavor import flavors
from gcloud.provider.compute.instance_body import encoded
from gcloud.provider.compute.instance_networks import interfaces
from gcloud.provider.resource import Json

_GONE_IMAGE: Final = "Image not found"

_RESTING: Final = {"ACTIVE", "SHUTOFF"}

_POWER: Final = {
    "shutoff": ("stopping", {"os-stop": None}),
    "paused": ("pausing", {"pause": None}),
    "shelved_offloaded": ("shelving", {"shelve": None}),
}

_WAKING: Final = {
    "SHELVED": ("unshelving", {"unshelve": None}),
    "SHELVED_OFFLOADED": ("unshelving", {"unshelve": None}),
    "PAUSED": ("resuming", {"unpause": None}),
}


def apply(call: Call, raw: Json, title: str, *, changed: frozenset[str], inputs: Json, old: Json) -> None:
    """Bring a server to what the inputs ask for.

    Args:
        call: the cloud.
        raw: the server as it is.
        title: its name in a sentence.
        changed: the properties that differ.
        inputs: what is wanted.
        old: the outputs in the state.

    Raises:
        CloudError: a step was refused, or the server went to ERROR.
    """
    id_ = raw["id"]
    if "name" in changed:
        body = {"server": {"name": inputs["name"]}}
        rest.call(call.cloud.compute, "PUT", f"/servers/{id_}", doing=f"renaming {title}", json=body)
    if "powerState" in changed:
        power(call, raw, title, inputs)
    if "metadata" in changed:
        _metadata(call, id_, title, inputs.get("metadata") or {}, old.get("metadata") or {})
    if "securityGroups" in changed:
        _security_groups(call, raw, title, inputs.get("securityGroups") or [])
    if "adminPass" in changed and inputs.get("adminPass"):
        password = {"changePassword": {"adminPass": inputs["adminPass"]}}
        nova.act(call, id_, title, "setting the password of", password)
    if changed & {"flavorId", "flavorName"}:
        _resize(call, raw, title, changed, inputs)
    if changed & {"imageId", "imageName", "personalities"}:
        _rebuild(call, id_, title, changed, inputs)
    if "tags" in changed:
        others = set(raw.get("tags") or ()) - set(old.get("tags") or ())
        rest.call(
            call.cloud.compute,
            "PUT",
            f"/servers/{id_}/tags",
            doing=f"setting the tags of {title}",
            json={"tags": sorted(others | set(inputs.get("tags") or ()))},
            microversion=nova.WITH_TAGS,
        )


def power(call: Call, raw: Json, title: str, inputs: Json) -> None:
    """Start, stop, pause or shelve a server as the inputs ask for, and wait for it."""
    id_, status = raw["id"], raw["status"]
    wanted = str(inputs.get("powerState") or "active")
    if status == wanted.upper():
        return
    if status == nova.FAILED:
        raise nova.failure(raw, title)
    if wanted == "active":
        doing, body = _WAKING.get(status, ("starting", {"os-start": None}))
    else:
        doing, body = _POWER[wanted]
    if status != "BUILD":
        nova.act(call, id_, title, doing, body)
    nova.reaches(call, id_, title, {wanted.upper()})


def _metadata(call: Call, id_: str, title: str, wanted: Json, before: Json) -> None:
    doing = f"setting the metadata of {title}"
    for key in sorted(before.keys() - wanted.keys()):
        try:
            rest.call(call.cloud.compute, "DELETE", f"/servers/{id_}/metadata/{key}", doing=doing)
        except NotFoundError:
            continue
    if wanted:
        body = {"metadata": wanted}
        rest.call(call.cloud.compute, "POST", f"/servers/{id_}/metadata", doing=doing, json=body)


def _security_groups(call: Call, raw: Json, title: str, wanted: list[str]) -> None:
    there = {item["name"] for item in raw.get("security_groups") or ()}
    for name in sorted(there - set(wanted)):
        body = {"removeSecurityGroup": {"name": name}}
        nova.act(call, raw["id"], title, f"removing security group {name} from", body)
    for name in sorted(set(wanted) - there):
        nova.act(
            call, raw["id"], title, f"adding security group {name} to", {"addSecurityGroup": {"name": name}}
        )


def _resize(call: Call, raw: Json, title: str, changed: frozenset[str], inputs: Json) -> None:
    id_ = raw["id"]
    asked = inputs if "flavorId" in changed else {"flavorName": inputs.get("flavorName")}
    wanted = flavor(call, asked, title)
    if raw["flavor"]["id"] != wanted:
        nova.act(call, id_, title, "resizing", {"resize": {"flavorRef": wanted}})
    elif raw["status"] != "VERIFY_RESIZE":
        return
    resized = call.wait(f"{title} to be resized", lambda: _resized(call, id_, title, wanted))
    confirm = not (inputs.get("vendorOptions") or {}).get("ignoreResizeConfirmation")
    if resized["status"] == "VERIFY_RESIZE":
        if confirm:
            nova.act(call, id_, title, "confirming the resize of", {"confirmResize": None})
        nova.reaches(call, id_, title, _RESTING)


def _resized(call: Call, id_: str, title: str, wanted: str) -> Json | None:
    """Look whether a resize is done; a cloud may confirm by itself, then VERIFY_RESIZE is never seen."""
    raw = nova.reaches(call, id_, title, {"VERIFY_RESIZE", "RESIZE", *_RESTING})
    if raw["status"] == "RESIZE":
        return None
    if raw["status"] == "VERIFY_RESIZE" or raw["flavor"]["id"] == wanted:
        return raw
    if raw.get("OS-EXT-STS:task_state") is None:
        raise CloudError(
            f"Resizing {title} failed: Nova put it back to its old flavor.",
            hint="Most often no hypervisor has room; `openstack server event list` tells more.",
        )
    return None


def _rebuild(call: Call, id_: str, title: str, changed: frozenset[str], inputs: Json) -> None:
    asked = (
        inputs if "imageId" in changed or "imageName" not in changed else {"imageName": inputs["imageName"]}
    )
    body: Json = {"imageRef": image(call, asked, title)}
    if files := inputs.get("personalities"):
        body["personality"] = [{"path": item["file"], "contents": encoded(item["content"])} for item in files]
    nova.act(call, id_, title, "rebuilding", {"rebuild": body})
    nova.reaches(call, id_, title, _RESTING)


def detach_ports(call: Call, id_: str, title: str) -> None:
    """Take all ports from a server, so that they outlive it."""
    for item in interfaces(call, id_):
        path = f"/servers/{id_}/os-interface/{item['id']}"
        try:
            rest.call(call.cloud.compute, "DELETE", path, doing=f"detaching a port of {title}")
        except NotFoundError:
            continue
    call.wait(f"the ports of {title} to be detached", lambda: not interfaces(call, id_) or None)


def flavor(call: Call, inputs: Json, title: str) -> str:
    """Give the id of the flavor that the inputs ask for.

    Raises:
        CloudError: they ask for none, or the cloud has none of that name.
    """
    if inputs.get("flavorId"):
        return str(inputs["flavorId"])
    name = inputs.get("flavorName")
    if not name:
        raise CloudError(f"{title} has no flavor.", hint="Give flavorId or flavorName.")
    found = [raw["id"] for raw in flavors(call) if raw["name"] == name]
    if not found:
        raise CloudError(f"{title} needs flavor {name}, and the cloud has none.", hint="Correct flavorName.")
    return str(found[0])


def image(call: Call, inputs: Json, title: str) -> str:
    """Give the id of the image that the inputs ask for; "" if the server boots from a volume.

    Raises:
        CloudError: they ask for none, or there is not exactly one of that name.
    """
    if not boots_from_image(inputs):
        return ""
    if inputs.get("imageId"):
        return str(inputs["imageId"])
    name = inputs.get("imageName")
    if not name:
        raise CloudError(
            f"{title} has no image.", hint="Give imageId, imageName or a block device to boot from."
        )
    doing = f"looking for image {name} of {title}"
    found = list(rest.listing(call.cloud.image, "/images", "images", doing=doing, params={"name": name}))
    if len(found) != 1:
        raise CloudError(
            f"{title} needs image {name}, and the cloud has {len(found)} of that name.",
            hint="Give imageId.",
        )
    return str(found[0]["id"])


def boots_from_image(inputs: Json) -> bool:
    """Tell whether a server's disk is made from an image by Nova, not by Cinder."""
    devices = inputs.get("blockDevices") or ()
    return not devices or any(
        item.get("sourceType") == "image" and item.get("destinationType") == "local" for item in devices
    )


def flavor_name(call: Call, id_: str, title: str) -> str:
    """Give the name of a flavor, asked once a run; "" if it is gone."""

    def look() -> str:
        answer = rest.lookup(call.cloud.compute, f"/flavors/{id_}", doing=f"reading the flavor of {title}")
        return "" if answer is None else str(answer["flavor"]["name"])

    return call.shared.once(f"name of flavor {id_}", look)


def image_name(call: Call, id_: str, title: str) -> str:
    """Give the name of an image, asked once a run; a fixed text if it is gone."""

    def look() -> str:
        answer = rest.lookup(call.cloud.image, f"/images/{id_}", doing=f"reading the image of {title}")
        return _GONE_IMAGE if answer is None else str(answer["name"])

    return call.shared.once(f"name of image {id_}", look)
