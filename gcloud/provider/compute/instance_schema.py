"""The properties of `openstack:compute/instance:Instance`.

Source: the Pulumi package schema of pulumi-openstack 5.5.3; defaults and what a
change replaces from terraform-provider-openstack, openstack_compute_instance_v2.
"""

import hashlib
import re
from typing import Final

from gcloud.engine.values import Value
from gcloud.provider.schema import (
    Property,
    Schema,
    boolean,
    integer,
    list_of,
    set_of,
    string,
    string_map,
    string_set,
    strings,
    structure,
)


def digest(value: Value) -> Value:
    """The form in which user data is stored and compared: its SHA-1, as in the official provider."""
    if re.fullmatch(r"[0-9a-f]{40}", value):
        return value
    return hashlib.sha1(value.encode(), usedforsecurity=False).hexdigest()


def _zone(value: Value) -> Value:
    # An administrator may ask for zone:host:node; Nova reports the zone.
    return value.partition(":")[0]


_NETWORK: Final[dict[str, Property]] = {
    "accessNetwork": boolean(unset=False),
    "fixedIpV4": string(computed=True),
    "fixedIpV6": string(computed=True),
    "mac": string(computed=True),
    "name": string(computed=True),
    "port": string(computed=True),
    "uuid": string(computed=True),
}

_BLOCK_DEVICE: Final[dict[str, Property]] = {
    "bootIndex": integer(),
    "deleteOnTermination": boolean(unset=False),
    "destinationType": string(choices=("local", "volume")),
    "deviceType": string(),
    "diskBus": string(),
    "guestFormat": string(),
    "multiattach": boolean(unset=False),
    "sourceType": string(required=True, choices=("blank", "image", "snapshot", "volume")),
    "uuid": string(),
    "volumeSize": integer(),
    "volumeType": string(),
}

_HINT: Final[dict[str, Property]] = {
    "additionalProperties": string_map(),
    "buildNearHostIp": string(),
    "differentCells": strings(),
    "differentHosts": strings(),
    "group": string(),
    "queries": strings(),
    "sameHosts": strings(),
    "targetCell": string(),
}


SCHEMA: Final = Schema(
    {
        "accessIpV4": string(output=True),
        "accessIpV6": string(output=True),
        "adminPass": string(secret=True),
        "allMetadata": string_map(output=True),
        "allTags": string_set(output=True),
        "availabilityZone": string(computed=True, replaces=True, canonical=_zone),
        "availabilityZoneHints": string(replaces=True),
        "blockDevices": list_of(structure(_BLOCK_DEVICE), replaces=True, block=True),
        "configDrive": boolean(replaces=True),
        "created": string(output=True),
        "flavorId": string(computed=True),
        "flavorName": string(computed=True),
        "forceDelete": boolean(unset=False),
        "hypervisorHostname": string(computed=True, replaces=True),
        "imageId": string(computed=True),
        "imageName": string(computed=True),
        "keyPair": string(replaces=True),
        "metadata": string_map(),
        "name": string(autoname=True),
        "networkMode": string(replaces=True, choices=("auto", "none")),
        "networks": list_of(structure(_NETWORK), computed=True, replaces=True),
        "personalities": set_of(
            structure({"content": string(required=True), "file": string(required=True)}), block=True
        ),
        "powerState": string(default="active", choices=("active", "shutoff", "shelved_offloaded", "paused")),
        "region": string(computed=True, replaces=True),
        "schedulerHints": set_of(structure(_HINT), replaces=True, block=True),
        "securityGroups": string_set(computed=True),
        "stopBeforeDestroy": boolean(unset=False),
        "tags": string_set(),
        "updated": string(output=True),
        "userData": string(replaces=True, canonical=digest),
        "vendorOptions": structure(
            {
                "detachPortsBeforeDestroy": boolean(unset=False),
                "ignoreResizeConfirmation": boolean(unset=False),
            }
        ),
    },
    conflicts=(
        ("availabilityZone", "availabilityZoneHints"),
        ("networks", "networkMode"),
        ("hypervisorHostname", "personalities"),
    ),
)
