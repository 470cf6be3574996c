"""Copies of all that an undo brings back, made before the first change, on the same file systems."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Sequence

from . import states
from .disk import Disk
from .errors import GuardRefusedError
from .host import ASIDE, STATE, Host
from .mounts import Mount, mount_of, mounts
from .states import State

MOST_FILES, MOST_BYTES = 20_000, 256 << 20
MARGIN_BYTES, MARGIN_FILES = 1 << 20, 32  # what must be left when all copies have been made
BLOCK = 4096


@dataclass(frozen=True)
class Entry:
    """One path, what it was, and where its copy is.

    Attributes:
        path: The path on the host.
        state: What it was.
        saved: Where its copy is; empty where there is nothing to copy.
        volatile: Whether it lies on a file system that a reboot empties.
    """

    path: str
    state: State
    saved: str = ""
    volatile: bool = False

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Entry:
        """Read what ``dataclasses.asdict`` made."""
        state = dict(value["state"])
        return cls(**{**value, "state": State(**{**state, "names": tuple(state["names"])})})


def survey(host: Host, paths: Iterable[str]) -> Sequence[Entry]:
    """What the paths are now, with all folders above them; parents first. Nothing is copied yet.

    Args:
        host: The host.
        paths: Files, links, folders (``/home/an``: itself only) and trees (``/etc/ssh/``, with a slash at
            the end: with all it holds, and all that will be added goes).

    Raises:
        GuardRefusedError: It is too much, or lies on a file system that needs the network.
    """
    among = mounts()
    found: dict[str, Entry] = {}
    for path in paths:
        _survey(host, path, among, found)
    files = [e for e in found.values() if e.state.kind == states.FILE]
    if len(found) > MOST_FILES or sum(os.lstat(host.at(e.path)).st_size for e in files) > MOST_BYTES:
        raise GuardRefusedError(
            f"to guard means copying {len(found)} files: more than {MOST_FILES}, or {MOST_BYTES >> 20} MiB"
        )
    return tuple(found[path] for path in sorted(found))


def store(
    host: Host, disk: Disk, guard: str, entries: Sequence[Entry]
) -> tuple[Sequence[Entry], Sequence[str]]:
    """Copy them all, durably.

    Returns:
        The entries with the places of their copies, and the folders that hold the copies.

    Raises:
        GuardRefusedError: There isn't the space; nothing was copied.
    """
    among = mounts()
    homes = {
        e.path: _home(host, e.path, among)
        for e in entries
        if e.state.kind not in (states.ABSENT, states.OTHER)
    }
    _reserve(host, entries, homes)
    kept = []
    for number, entry in enumerate(entries):
        if entry.path not in homes:
            kept.append(entry)
            continue
        folder = f"{homes[entry.path]}/{guard}"
        disk.folder(folder)
        saved = f"{folder}/{number}"
        (disk.like if entry.state.is_folder else disk.copy)(host.at(entry.path), saved)
        kept.append(dataclasses.replace(entry, saved=host.name(saved)))
    folders = sorted({f"{home}/{guard}" for home in homes.values()})
    for folder in folders:
        disk.sync_all(folder)
    return kept, [host.name(folder) for folder in folders]


def _survey(host: Host, path: str, among: Sequence[Mount], found: dict[str, Entry]) -> None:
    tree, path = path.endswith("/") and path != "/", path.rstrip("/") or "/"
    folder = os.path.realpath(host.at(os.path.dirname(path)))
    if path != "/":  # a link above it, such as /var/run, is followed; one in its own place is kept as a link
        path = os.path.join(host.name(folder), os.path.basename(path))
        for above in _above(path):
            if above not in found:
                found[above] = _entry(host, above, among, tree=False)
    if path not in found or tree:
        found[path] = _entry(host, path, among, tree=tree)
    if found[path].state.kind == states.TREE:
        for name in found[path].state.names:
            inside = os.path.join(path, name)
            mounted = any(m.path == host.at(inside) for m in among)
            state = os.lstat(host.at(inside))
            is_tree = os.path.isdir(host.at(inside)) and not os.path.islink(host.at(inside)) and not mounted
            if name != ASIDE and not host.at(inside).startswith(host.state()) and state:
                _survey(host, inside + ("/" if is_tree else ""), among, found)


def _entry(host: Host, path: str, among: Sequence[Mount], *, tree: bool) -> Entry:
    mount = mount_of(os.path.dirname(host.at(path)), among)
    if mount.remote:
        raise GuardRefusedError(
            f"{path} is on {mount.kind}: it can't be brought back before the network is up"
        )
    return Entry(path, states.read(host.at(path), tree=tree), volatile=mount.volatile)


def _above(path: str) -> Sequence[str]:
    parts = path.strip("/").split("/")[:-1]
    return ["/", *("/" + "/".join(parts[: n + 1]) for n in range(len(parts)))]


def _home(host: Host, path: str, among: Sequence[Mount]) -> str:
    """The folder for copies on a path's own file system."""
    mount = mount_of(os.path.dirname(host.at(path)), among)
    if mount == mount_of(host.at(STATE), among) or not mount.path.startswith(host.root):
        return host.state()
    return f"{mount.path.rstrip('/')}/{ASIDE}"


def _reserve(host: Host, entries: Sequence[Entry], homes: Mapping[str, str]) -> None:
    """Refuse unless all copies will fit.

    Raises:
        GuardRefusedError: They won't.
    """
    for home in set(homes.values()):
        here = [e for e in entries if homes.get(e.path) == home]
        sizes = [os.lstat(host.at(e.path)).st_size for e in here]
        needed = sum(-(-size // BLOCK) * BLOCK + BLOCK for size in sizes) + MARGIN_BYTES
        space = os.statvfs(_existing(home))
        if space.f_bavail * space.f_frsize < needed:
            free = space.f_bavail * space.f_frsize
            raise GuardRefusedError(
                f"{host.name(home)} needs {needed >> 10} KiB for what an undo brings back; "
                f"{free >> 10} KiB are free"
            )
        if space.f_files and space.f_favail < len(here) + MARGIN_FILES:
            raise GuardRefusedError(
                f"{host.name(home)} needs {len(here) + MARGIN_FILES} inodes for what an undo brings back; "
                f"{space.f_favail} are free"
            )


def _existing(path: str) -> str:
    while not os.path.isdir(path):
        path = os.path.dirname(path)
    return path
