"""One walk over the host's own file systems, for everything that must be found nowhere."""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass, field
from typing import Dict, List

from .errors import UnreadableError
from .host import Host

LOCAL = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "overlay", "zfs", "tmpfs", "vfat"})
"""The file systems that are searched; what is on the network is its server's to judge."""

SKIPPED = ("/proc", "/sys", "/dev", "/run", "/var/lib/docker", "/var/lib/containers", "/var/lib/lxc", "/snap")
"""Folders that are not searched: the kernel's, and the file systems of containers."""

PATIENCE = 60.0
"""Seconds that a walk may take; then its items are told as not read, never as right."""


@dataclass
class Found:
    """What was found.

    Attributes:
        paths: State of the paths, by what they are: ``world-writable``, ``unowned``, ``suid`` …
        files: How many files and folders were looked at.
    """

    paths: Dict[str, Dict[str, os.stat_result]] = field(default_factory=dict)
    files: int = 0

    def add(self, what: str, path: str, state: os.stat_result) -> None:
        """One more of a sort."""
        self.paths.setdefault(what, {})[path] = state


def walk(host: Host) -> Found:
    """What every file and folder of the host's local file systems is; they are walked over once a run.

    Raises:
        UnreadableError: It takes too long.
    """
    return host.once("walk", lambda: _walk(host))


def _walk(host: Host) -> Found:
    found, end = Found(), time.monotonic() + PATIENCE
    uids = {user.uid for user in host.users}
    gids = {group.gid for group in host.groups}
    cut = 0 if host.root == "/" else len(host.root)
    foreign = {entry.path for entry in host.mounts if entry.type not in LOCAL} | set(SKIPPED)
    folders: List[str] = [host.root]
    while folders:
        if time.monotonic() > end:
            raise UnreadableError(
                f"the walk over the files was stopped after {PATIENCE:.0f} s, {found.files} files"
            )
        try:
            entries = list(os.scandir(folders.pop()))
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            continue  # gone meanwhile, or a file system that shuts root out (FUSE)
        for entry in entries:
            name = entry.path[cut:]
            if name in foreign:
                continue
            try:
                state = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            found.files += 1
            _sort(found, name, state, state.st_uid in uids, state.st_gid in gids)
            if stat.S_ISDIR(state.st_mode):
                folders.append(entry.path)
    return found


def _sort(found: Found, name: str, state: os.stat_result, owned: bool, grouped: bool) -> None:
    mode = state.st_mode
    if not owned:
        found.add("unowned", name, state)
    if not grouped:
        found.add("ungrouped", name, state)
    if stat.S_ISREG(mode):
        if mode & stat.S_IWOTH:
            found.add("world-writable", name, state)
        if mode & stat.S_ISUID:
            found.add("suid", name, state)
        if mode & stat.S_ISGID:
            found.add("sgid", name, state)
    elif stat.S_ISDIR(mode) and mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        found.add("world-writable-directory", name, state)
