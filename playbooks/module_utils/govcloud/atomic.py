"""Put a file in its place in one step: whole or not at all, also when the power is cut."""

from __future__ import annotations

import os
import tempfile
from typing import Optional

_PREFIX, _SUFFIX = (
    ".govcloud-",
    ".tmp",
)  # a dot in front and an end that no *.d folder takes for configuration


def prepare(path: str, content: str, *, mode: Optional[int], uid: Optional[int], gid: Optional[int]) -> str:
    """Write a file beside the one that it is going to replace, on disk before this returns.

    Args:
        path: The file to be replaced; what is not said anew of its mode, owner and attributes is kept.
        content: The new text.
        mode: The new mode; None keeps it, 0644 for a new file.
        uid: The new owner; None keeps it.
        gid: The new group; None keeps it.

    Returns:
        The temporary file's path.

    Raises:
        OSError: No space, a read-only file system, no permission. Nothing is left behind.
    """
    os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(content)
            file.flush()
            _dress(file.fileno(), path, mode, uid, gid)
            os.fsync(file.fileno())
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def place(temporary: str, path: str) -> None:
    """Let a prepared file take its place, and have the folder on disk."""
    os.replace(temporary, path)
    sync_folder(os.path.dirname(path))


def sync_folder(folder: str) -> None:
    """Have a folder's entries on disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _dress(handle: int, path: str, mode: Optional[int], uid: Optional[int], gid: Optional[int]) -> None:
    """Give the open temporary file the old one's attributes, then the new ones."""
    try:
        old = os.stat(path)
    except FileNotFoundError:
        os.fchmod(handle, 0o644 if mode is None else mode)
        if uid is not None or gid is not None:
            os.fchown(handle, -1 if uid is None else uid, -1 if gid is None else gid)
        return
    owner = old.st_uid if uid is None else uid, old.st_gid if gid is None else gid
    mine = os.fstat(handle)
    if owner != (mine.st_uid, mine.st_gid):
        os.fchown(handle, *owner)
    for name in os.listxattr(path):
        os.setxattr(handle, name, os.getxattr(path, name))
    os.fchmod(
        handle, old.st_mode & 0o7777 if mode is None else mode
    )  # last: a change of owner clears set-id bits
