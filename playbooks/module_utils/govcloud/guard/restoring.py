"""Bring paths back to what they were: by renaming the copies, which needs no space and can be done again."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from typing import Sequence

from . import states
from .disk import Disk
from .host import ASIDE, Host
from .snapshot import Entry

_NOT_BY_RENAME = (errno.EXDEV, errno.EBUSY)  # over a mount's border; onto a mount point


@dataclass(frozen=True)
class Step:
    """One thing to undo, or undone.

    Attributes:
        what: ``file``, ``unit`` or ``runtime``.
        name: The path, the unit, or which part of the running state.
        how: What was no longer as before.
    """

    what: str
    name: str
    how: str


def differences(host: Host, entries: Sequence[Entry]) -> Sequence[Step]:
    """What is no longer as it was."""
    steps = []
    for entry in entries:
        now = states.read(host.at(entry.path), tree=entry.state.kind == states.TREE)
        how = states.difference(entry.state, now)
        if how:
            steps.append(Step("file", entry.path, how))
        added = set(now.names) - set(entry.state.names) - {ASIDE} if now.kind == states.TREE else set()
        steps += [Step("file", os.path.join(entry.path, name), "added") for name in sorted(added)]
    return steps


def restore(host: Host, disk: Disk, entries: Sequence[Entry]) -> Sequence[str]:
    """Bring all of them back; what can't be is told, and the others go on.

    Returns:
        A sentence for everything that could not be brought back.
    """
    return [problem for entry in entries for problem in [_tried(host, disk, entry)] if problem]


def _tried(host: Host, disk: Disk, entry: Entry) -> str | None:
    try:
        _restore(host, disk, entry)
    except OSError as error:
        return f"{entry.path} could not be brought back: {error.strerror or error}"
    return None


def _restore(host: Host, disk: Disk, entry: Entry) -> None:
    place = host.at(entry.path)
    now = states.read(place, tree=entry.state.kind == states.TREE)
    if states.difference(entry.state, now):
        if entry.state.kind == states.ABSENT:
            disk.remove(place)
            return
        _bring_back(disk, entry, host.at(entry.saved), place, now)
    if entry.state.kind == states.TREE and now.kind == states.TREE:
        for name in set(now.names) - set(entry.state.names) - {ASIDE}:
            disk.remove(os.path.join(place, name))


def _bring_back(disk: Disk, entry: Entry, saved: str, place: str, now: states.State) -> None:
    if not os.path.lexists(saved):
        raise FileNotFoundError(errno.ENOENT, "its copy is gone", saved)
    if entry.state.is_folder and now.is_folder:
        disk.become(saved, place)
        return
    if now.is_folder or (entry.state.is_folder and now.kind != states.ABSENT):
        disk.remove(place)
    try:
        disk.rename(saved, place)
    except OSError as error:
        if error.errno not in _NOT_BY_RENAME or entry.state.is_folder:
            raise
        if os.path.ismount(place) or error.errno == errno.EBUSY:
            disk.replace(saved, place)
        else:
            disk.copy(saved, f"{place}.new")
            disk.rename(f"{place}.new", place)
