"""What a server was made with, as far as the cloud remembers.

A state keeps what the program asked for; a server that no state knows shows some
of it (its groups, its volumes) in other places than its own description, some of
it to administrators only (user data), and some never (files, the password).

Source: Compute API v2.1, "Servers: show" (user data since 2.3, server groups
since 2.71); Block Storage API v3, "Volumes" (the image of a volume).
"""

import base64
from typing import Final

from gcloud.cloud import rest
from gcloud.provider.blockstorage import cinder
from gcloud.provider.call import Call
from gcloud.provider.compute.instance_schema import digest
from gcloud.provider.resource import Json

_WITH_GROUPS: Final = "2.71"


def origin(call: Call, raw: Json) -> Json:
    """Ask for what a server's own description leaves out.

    Returns:
        `groups`, the ids of its server groups, and `volume`, which it boots from (None if from an image).
    """
    doing = f"reading server {raw['name']}"
    shown = rest.lookup(call.cloud.compute, f"/servers/{raw['id']}", doing=doing, microversion=_WITH_GROUPS)
    groups = [] if shown is None else shown["server"].get("server_groups", [])
    attached = [] if raw.get("image") else raw.get("os-extended-volumes:volumes_attached", [])
    for item in attached:
        volume = cinder.volume(call, item["id"], f"volume {item['id']}")
        if volume is not None and volume.get("bootable") == "true":
            ends_with_it = bool(item.get("delete_on_termination"))
            return {"groups": groups, "volume": volume, "ends_with_it": ends_with_it}
    return {"groups": groups, "volume": None}


def as_made(raw: Json, networks: list[Json]) -> Json:
    """Give the properties that say what a server was made with."""
    ports = {item["mac_address"]: item for item in raw["ports"]}
    found: Json = {
        "configDrive": bool(raw.get("config_drive")) or None,
        "metadata": raw.get("metadata") or {},
        "networks": [
            {**item, "port": ports[item["mac"]]["id"], "uuid": ports[item["mac"]]["network_id"]}
            for item in networks
        ],
        "tags": sorted(raw.get("tags") or ()),
    }
    made = raw.get("origin", {})
    if groups := made.get("groups"):
        found["schedulerHints"] = [{"group": groups[0]}]
    if volume := made.get("volume"):
        found["blockDevices"] = [_boot_device(volume, ends_with_it=made["ends_with_it"])]
    if user_data := raw.get("OS-EXT-SRV-ATTR:user_data"):
        found["userData"] = digest(_text(user_data))
    return found


def kept_metadata(given: Json, raw: Json) -> Json:
    """Give the metadata that was asked for, as far as the server has it; others may add their own."""
    there = raw.get("metadata") or {}
    asked = given.get("metadata")
    return {"metadata": {key: there[key] for key in asked if key in there}} if asked else {}


def _boot_device(volume: Json, *, ends_with_it: bool) -> Json:
    image = (volume.get("volume_image_metadata") or {}).get("image_id")
    made_by_nova = image is not None and not volume.get("name")
    source: Json = (
        {"sourceType": "image", "uuid": image, "volumeSize": volume["size"]}
        if made_by_nova
        else {"sourceType": "volume", "uuid": volume["id"]}
    )
    return {
        **source,
        "bootIndex": 0,
        "deleteOnTermination": ends_with_it,
        "destinationType": "volume",
        "multiattach": False,
    }


def _text(encoded: str) -> str:
    raw = base64.b64decode(encoded)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return encoded
