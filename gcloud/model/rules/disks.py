"""The files of images are there and are what their checksums say.

The one rule that reads files. A file is read once, in pieces: an image may be
larger than memory. SHA-256 takes about a second per gigabyte.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from gcloud.model.catalogue import Image
from gcloud.model.draft import Draft, Placed
from gcloud.model.problem import Problem
from gcloud.model.shown import visible

_QCOW2 = b"QFI\xfb"
"""First bytes of a qcow2 file (QEMU docs/interop/qcow2)."""


def check(draft: Draft) -> Iterator[Problem]:
    """Finds images whose file is missing, unreadable, of another format or another content."""
    for image in draft.images:
        yield from _image(draft, image)


def _image(draft: Draft, image: Placed[Image]) -> Iterator[Problem]:
    way = (*image.path, "file")
    path = draft.folder / image.value.file
    try:
        if not path.is_file():
            what = "is no ordinary file" if path.exists() else "does not exist"
            yield draft.problem(
                way,
                "image.missing",
                f"{visible(path)} {what}",
                "put the image's file there, or correct the name",
            )
            return
        start, digest = _content(path)
    except OSError as error:
        yield draft.problem(
            way,
            "image.unreadable",
            f"{visible(path)} cannot be read: {error.strerror}",
            "mend its permissions",
        )
        return
    if not start:
        yield draft.problem(way, "image.empty", f"{visible(path)} is empty", "put the image's file there")
    elif (start == _QCOW2) != (image.value.format == "qcow2"):
        real = "qcow2" if start == _QCOW2 else "raw"
        yield draft.problem(
            (*image.path, "format"),
            "image.format",
            f"{visible(path)} is no {image.value.format} file by its first bytes",
            f"write format: {real}" if real == "qcow2" else "write format: raw if it is one",
        )
    if start and digest != image.value.sha256:
        yield draft.problem(
            (*image.path, "sha256"),
            "image.checksum",
            f"{visible(path)} has another checksum: it is not the file that was meant, or it was replaced",
            f"restore the file; if the change is wanted, write {digest}",
        )


def _content(path: Path) -> tuple[bytes, str]:
    with path.open("rb") as file:
        start = file.read(len(_QCOW2))
        file.seek(0)
        return start, hashlib.file_digest(file, "sha256").hexdigest()
