"""What a path is: type, mode, owner, content, attributes; and in which of these two states differ."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from dataclasses import dataclass, field
from typing import Any, Mapping

FILE, LINK, FOLDER, TREE, ABSENT, OTHER = "file", "link", "folder", "tree", "absent", "other"


@dataclass(frozen=True)
class State:
    """What a path is.

    Attributes:
        kind: ``file``, ``link``, ``folder`` (itself only), ``tree`` (with what it holds), ``absent``, or
            ``other`` (a socket, a device: never touched).
        mode: Permission bits.
        uid: The owner's number.
        gid: The group's number.
        digest: The hash of a file's content.
        target: Where a link points to.
        attributes: Extended attributes, access lists among them, in base64.
        names: What a tree holds.
    """

    kind: str
    mode: int = 0
    uid: int = 0
    gid: int = 0
    digest: str = ""
    target: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder, with or without what it holds."""
        return self.kind in (FOLDER, TREE)


def read(place: str, *, tree: bool = False) -> State:
    """What is at a place now.

    Args:
        place: A path as this process finds it.
        tree: Whether a folder is taken with the names in it.
    """
    try:
        found = os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return State(ABSENT)
    facts: dict[str, Any] = {
        "mode": stat.S_IMODE(found.st_mode),
        "uid": found.st_uid,
        "gid": found.st_gid,
        "attributes": _attributes(place),
    }
    if stat.S_ISLNK(found.st_mode):
        return State(LINK, **{**facts, "mode": 0}, target=os.readlink(place))
    if stat.S_ISDIR(found.st_mode):
        names = tuple(sorted(os.listdir(place))) if tree else ()
        return State(TREE if tree else FOLDER, **facts, names=names)
    if stat.S_ISREG(found.st_mode):
        return State(FILE, **facts, digest=_digest(place))
    return State(OTHER, **facts)


def difference(before: State, now: State) -> str | None:
    """In what a path is no longer what it was, in a word or two; None where it is the same."""
    if before.kind == now.kind == ABSENT or OTHER in (before.kind, now.kind):
        return None
    if before.kind == ABSENT:
        return "added"
    if now.kind == ABSENT:
        return "removed"
    if before.kind != now.kind and not (before.is_folder and now.is_folder):
        return f"made a {now.kind}"
    changed = [
        word
        for word, differs in (
            ("content", before.digest != now.digest or before.target != now.target),
            ("owner", (before.uid, before.gid) != (now.uid, now.gid)),
            ("mode", before.mode != now.mode),
            ("attributes", dict(before.attributes) != dict(now.attributes)),
        )
        if differs
    ]
    return ", ".join(changed) + " changed" if changed else None


def _digest(place: str) -> str:
    digest = hashlib.sha256()
    with open(place, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _attributes(place: str) -> Mapping[str, str]:
    try:
        names = os.listxattr(place, follow_symlinks=False)
        return {
            n: base64.b64encode(os.getxattr(place, n, follow_symlinks=False)).decode() for n in sorted(names)
        }
    except OSError:
        return {}  # a file system without attributes
