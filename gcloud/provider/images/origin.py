"""Where an image came from, which Glance does not remember.

A state that was made by uploading a file knows the file; an image that was found
in the cloud has only its bytes. If they are the bytes of the program's file, it
is that image, and nothing has to be made anew for a path that nobody can see.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from gcloud.errors import CloudError
from gcloud.provider.images.upload import fingerprint
from gcloud.provider.resource import Json
from gcloud.provider.schema import DEFAULTS

_SOURCES: Final = ("localFilePath", "imageSourceUrl")
_HANDLING: Final = ("imageCachePath", "verifyChecksum")
"""What says how to upload, and nothing of the image."""


def with_cache(inputs: Mapping[str, Any], olds: Mapping[str, Any]) -> Json:
    """Fill in where the official provider would keep downloads: a folder in the home of who runs it."""
    name = "imageCachePath"
    if name in inputs:
        return dict(inputs)
    kept = olds.get(name) if name in olds.get(DEFAULTS, ()) else None
    path = kept or f"{os.environ.get('HOME', '')}/.terraform/image_cache"
    return {**inputs, name: path, DEFAULTS: sorted([*inputs[DEFAULTS], name])}


def never_told(old: Mapping[str, Any], new_inputs: Mapping[str, Any]) -> frozenset[str]:
    """Give the properties in which an image does not differ, although it was never told of them.

    Args:
        old: what is known of the image; nobody told of it where it came from, or nothing is given.
        new_inputs: what the program wants.
    """
    if any(old.get(name) for name in _SOURCES):
        return frozenset()
    path = new_inputs.get("localFilePath")
    handling = {name for name in _HANDLING if old.get(name) is None}
    return frozenset(
        {"localFilePath", *handling} if isinstance(path, str) and _is_of(path, old) else handling
    )


def _is_of(path: str, image: Mapping[str, Any]) -> bool:
    file, properties = Path(path), image.get("properties") or {}
    try:
        if not image.get("checksum") or file.stat().st_size != image.get("sizeBytes"):
            return False
        content = fingerprint(file, f"image {image.get('name')}")
    except (OSError, CloudError):
        return False
    hashes = {name: properties.get(name) for name in ("os_hash_algo", "os_hash_value")}
    return not content.disagreement({"checksum": image["checksum"], **hashes})
