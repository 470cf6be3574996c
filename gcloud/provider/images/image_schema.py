"""The properties of `openstack:images/image:Image`, and Glance's own among them.

Glance keeps a program's properties beside its own attributes in one flat
object, and adds some of its own (hashes, stores). Here is which is which.

Source: Image service API v2, "Images", and glance.api.v2.images for the
reserved names; terraform-provider-openstack, openstack_images_image_v2.
"""

from typing import Final

from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, integer, string, string_map, string_set

ATTRIBUTES: Final = {
    "containerFormat": "container_format",
    "diskFormat": "disk_format",
    "hidden": "os_hidden",
    "minDiskGb": "min_disk",
    "minRamMb": "min_ram",
    "name": "name",
    "protected": "protected",
    "visibility": "visibility",
}

_OF_GLANCE: Final = frozenset(
    {
        "checksum",
        "created_at",
        "deleted",
        "deleted_at",
        "direct_url",
        "file",
        "id",
        "location",
        "os_hash_algo",
        "os_hash_value",
        "schema",
        "self",
        "size",
        "status",
        "stores",
        "updated_at",
        "virtual_size",
    }
)
"""Names that Glance gives a meaning of its own: a program can't set them as properties."""

_FIELDS: Final = frozenset(
    {*ATTRIBUTES.values(), "checksum", "created_at", "file", "id", "locations", "owner"}
    | {"schema", "self", "size", "status", "tags", "updated_at", "virtual_size"}
)
"""Members of an image's body that are not among its properties."""


def of_glance(key: str) -> bool:
    """Tell whether a property is Glance's own: its hashes, its stores."""
    return key in _OF_GLANCE or key.startswith("os_glance")


SCHEMA: Final = Schema(
    {
        "checksum": string(output=True),
        "containerFormat": string(
            required=True,
            replaces=True,
            choices=("bare", "ovf", "aki", "ari", "ami", "ova", "docker", "compressed"),
        ),
        "createdAt": string(output=True),
        "decompress": boolean(replaces=True),
        "diskFormat": string(
            required=True,
            replaces=True,
            choices=(*("raw", "vhd", "vhdx", "vmdk", "vdi", "iso", "ploop", "qcow2", "aki", "ari", "ami"),),
        ),
        "file": string(output=True),
        "hidden": boolean(unset=False),
        "imageCachePath": string(),
        "imageId": string(computed=True, replaces=True),
        "imageSourcePassword": string(secret=True),
        "imageSourceUrl": string(replaces=True),
        "imageSourceUsername": string(),
        "localFilePath": string(replaces=True),
        "metadata": string_map(output=True),
        "minDiskGb": integer(unset=0),
        "minRamMb": integer(unset=0),
        "name": string(autoname=True),
        "owner": string(output=True),
        "properties": string_map(computed=True, foreign=of_glance),
        "protected": boolean(unset=False),
        "region": string(computed=True, replaces=True),
        "schema": string(output=True),
        "sizeBytes": integer(output=True),
        "status": string(output=True),
        "tags": string_set(),
        "updatedAt": string(output=True),
        "verifyChecksum": boolean(),
        "visibility": string(default="private", choices=("public", "private", "shared", "community")),
        "webDownload": boolean(),
    },
    conflicts=(
        ("localFilePath", "imageSourceUrl"),
        ("localFilePath", "webDownload"),
        ("localFilePath", "imageSourceUsername"),
        ("localFilePath", "imageSourcePassword"),
        ("webDownload", "verifyChecksum"),
        ("webDownload", "decompress"),
    ),
)


def replaced(attribute: str, *, value: object) -> Json:
    """Give the step of a patch that sets an attribute."""
    return {"op": "replace", "path": f"/{attribute}", "value": value}


def property_steps(there: Json, wanted: Json) -> list[Json]:
    """Give the steps of a patch from the properties that are there to those that are wanted."""
    ours = {key: value for key, value in there.items() if not of_glance(key)}
    asked = {key: value for key, value in wanted.items() if not of_glance(key)}
    steps: list[Json] = [{"op": "remove", "path": f"/{key}"} for key in sorted(ours.keys() - asked.keys())]
    for key, value in sorted(asked.items()):
        if key not in ours:
            steps.append({"op": "add", "path": f"/{key}", "value": value})
        elif ours[key] != value:
            steps.append(replaced(key, value=value))
    return steps


def properties(raw: Json) -> Json:
    """Give the properties of an image, Glance's own included; what is no text is left out."""
    return {key: value for key, value in sorted(raw.items()) if key not in _FIELDS and isinstance(value, str)}
