"""What Nova is asked for when a server is made.

Each feature came with a version of the API; the request uses the oldest that
has what is asked for, so that a plain server can be made on any cloud.

Source: Compute API v2.1, "Servers: create server", and its version history.
"""

import base64
from typing import Final

from gcloud.provider.resource import Json

_BLOCK_DEVICE: Final = {
    "uuid": "uuid",
    "sourceType": "source_type",
    "destinationType": "destination_type",
    "volumeSize": "volume_size",
    "guestFormat": "guest_format",
    "volumeType": "volume_type",
    "deviceType": "device_type",
    "diskBus": "disk_bus",
}

_HINTS: Final = {
    "group": "group",
    "differentHosts": "different_host",
    "sameHosts": "same_host",
    "queries": "query",
    "targetCell": "target_cell",
    "differentCells": "different_cell",
    "buildNearHostIp": "build_near_host_ip",
}

_OLDEST: Final = (2, 1)
_NETWORKS_NEEDED: Final = (2, 37)


def creation(inputs: Json, image: str, flavor: str) -> tuple[Json, str | None]:
    """Give the body of the creation and the API version that it needs.

    Args:
        inputs: the checked inputs of an Instance.
        image: the id of the image; empty if it boots from a block device.
        flavor: the id of the flavor.

    Returns:
        The body; the version, None for the oldest.
    """
    version = needed_version(inputs)
    server: Json = {
        "name": inputs["name"],
        "imageRef": image,
        "flavorRef": flavor,
        "config_drive": bool(inputs.get("configDrive")),
    }
    networks = inputs.get("networkMode") or [_network(item) for item in inputs.get("networks") or ()]
    if networks:
        server["networks"] = networks
    elif version >= _NETWORKS_NEEDED:
        server["networks"] = "auto"
    if groups := inputs.get("securityGroups"):
        server["security_groups"] = [{"name": group} for group in groups]
    if user_data := inputs.get("userData"):
        server["user_data"] = encoded(user_data)
    if files := inputs.get("personalities"):
        server["personality"] = [
            {"path": item["file"], "contents": encoded(item["content"])} for item in files
        ]
    if devices := inputs.get("blockDevices"):
        server["block_device_mapping_v2"] = [_device(item) for item in devices]
    zone = inputs.get("availabilityZone") or inputs.get("availabilityZoneHints")
    for name, value in (
        ("metadata", inputs.get("metadata")),
        ("availability_zone", zone),
        ("adminPass", inputs.get("adminPass")),
        ("key_name", inputs.get("keyPair")),
        ("hypervisor_hostname", inputs.get("hypervisorHostname")),
        ("tags", inputs.get("tags")),
    ):
        if value:
            server[name] = value
    body: Json = {"server": server}
    if hints := inputs.get("schedulerHints"):
        more = hints[0].get("additionalProperties") or {}
        body["os:scheduler_hints"] = {**_picked(_HINTS, hints[0]), **more}
    return body, None if version == _OLDEST else ".".join(map(str, version))


def needed_version(inputs: Json) -> tuple[int, int]:
    """Give the oldest version of the API that has everything which the inputs ask for."""
    devices = inputs.get("blockDevices") or ()
    wanted = {
        (2, 37): inputs.get("networkMode"),
        (2, 52): inputs.get("tags"),
        (2, 60): any(item.get("multiattach") for item in devices),
        (2, 67): any(item.get("volumeType") for item in devices),
        (2, 74): inputs.get("hypervisorHostname"),
    }
    return max((version for version, asked in wanted.items() if asked), default=_OLDEST)


def encoded(text: str) -> str:
    """Give text in base64, as Nova takes files; what already is base64 stays, as in the official provider."""
    raw = text.encode()
    try:
        base64.b64decode(raw, validate=True)
    except ValueError:
        return base64.b64encode(raw).decode()
    return text


def _network(item: Json) -> Json:
    # A port knows its network and addresses; Nova refuses both at once.
    if item.get("port"):
        return {"port": item["port"]}
    network = {"uuid": item["uuid"]}
    if address := item.get("fixedIpV4") or item.get("fixedIpV6"):
        network["fixed_ip"] = address
    return network


def _device(item: Json) -> Json:
    # The official provider sends these two always, so that "not given" means the same here.
    always = {
        "boot_index": item.get("bootIndex") or 0,
        "delete_on_termination": bool(item.get("deleteOnTermination")),
    }
    return {**_picked(_BLOCK_DEVICE, item), **always}


def _picked(names: dict[str, str], item: Json) -> Json:
    found = {there: item.get(here) for here, there in names.items()}
    return {name: value for name, value in found.items() if value not in (None, "", [])}
