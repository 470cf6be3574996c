"""The properties of `openstack:blockstorage/volume:Volume`.

Source: the Pulumi package schema of pulumi-openstack 5.5.3; defaults and what a
change replaces from terraform-provider-openstack, openstack_blockstorage_volume_v3.
"""

from typing import Final

from gcloud.provider.schema import (
    Property,
    Schema,
    boolean,
    integer,
    set_of,
    string,
    string_map,
    strings,
    structure,
)

_HINT: Final[dict[str, Property]] = {
    "additionalProperties": string_map(),
    "differentHosts": strings(),
    "localToInstance": string(),
    "query": string(),
    "sameHosts": strings(),
}

SCHEMA: Final = Schema(
    {
        "attachments": set_of(
            structure({"device": string(), "id": string(), "instanceId": string()}), output=True
        ),
        "availabilityZone": string(computed=True, replaces=True),
        "backupId": string(replaces=True),
        "consistencyGroupId": string(replaces=True),
        "description": string(),
        "enableOnlineResize": boolean(),
        "imageId": string(replaces=True),
        "metadata": string_map(computed=True),
        "name": string(autoname=True),
        "region": string(computed=True, replaces=True),
        "schedulerHints": set_of(structure(_HINT), replaces=True, block=True),
        "size": integer(required=True),
        "snapshotId": string(replaces=True),
        "sourceReplica": string(replaces=True),
        "sourceVolId": string(replaces=True),
        "volumeRetypePolicy": string(default="never", choices=("never", "on-demand")),
        "volumeType": string(computed=True),
    },
    conflicts=(("snapshotId", "sourceVolId", "imageId", "backupId"),),
)
