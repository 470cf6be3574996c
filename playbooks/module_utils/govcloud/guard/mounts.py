"""Which file system a path is on: copies are kept on the same one, so that bringing back is a rename."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Sequence

VOLATILE = {"tmpfs", "ramfs", "devtmpfs"}
REMOTE = {"nfs", "nfs4", "cifs", "smb3", "ceph", "fuse.sshfs", "fuse.glusterfs", "9p", "afs"}


@dataclass(frozen=True)
class Mount:
    """A mounted file system.

    Attributes:
        path: Where it is mounted, as this process sees it.
        kind: Its type: ``ext4``.
    """

    path: str
    kind: str

    @property
    def volatile(self) -> bool:
        """Whether it is empty again after a reboot."""
        return self.kind in VOLATILE

    @property
    def remote(self) -> bool:
        """Whether it needs the network."""
        return self.kind in REMOTE


def mounts() -> Sequence[Mount]:
    """What is mounted in this process's name space; a later mount hides an earlier one."""
    found: dict[str, Mount] = {}
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            fields = line.split()
            path = fields[4].encode("latin-1", "surrogateescape").decode("unicode_escape")
            found[path] = Mount(path, fields[fields.index("-") + 1])
    return tuple(found.values())


def mount_of(path: str, among: Sequence[Mount]) -> Mount:
    """The file system that a path's entry is on: of the nearest folder above it that exists."""
    place = os.path.realpath(path)
    over = [m for m in among if place == m.path or place.startswith(m.path.rstrip("/") + "/")]
    return max(over, key=lambda m: len(m.path))
