"""Whether an update fits on the host's disks; asked before it starts: half an update is worse than none."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .lists import Apt
from .process import run
from .transaction import Step
from .trouble import Trouble

_MIB = 1024 * 1024
RESERVE = 32 * _MIB
"""What must stay free beside what we can count: logs, caches, what packages' scripts write."""

_NODES = 1000
"""Inodes that must be free: a package of a thousand files is unpacked beside its old one."""

_ARCHIVES = "/var/cache/apt/archives"
_KERNEL = re.compile(r"^linux-image-\d")
_BOOT = 192 * _MIB
"""What a further kernel takes in /boot: its image, and an initial RAM disk of MODULES=most."""


@dataclass(frozen=True)
class Room:
    """What a file system has left.

    Attributes:
        device: which one it is.
        free: bytes for root.
        nodes: inodes; None where they are not counted (btrfs).
        writable: it can be written.
    """

    device: int
    free: int
    nodes: int | None
    writable: bool


def needs(steps: Iterable[Step], download: int, sizes: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Say how many bytes are needed where.

    Args:
        steps: what changes.
        download: bytes to fetch.
        sizes: package → bytes that it takes on the disk now and then.
    """
    steps = list(steps)
    pairs = [sizes.get(step.package, (0, 0)) for step in steps]
    growth = max(0, sum(after - before for before, after in pairs))
    # dpkg unpacks a package whole beside its old files, then renames.
    beside = max((after for _, after in pairs), default=0)
    kernels = sum(bool(_KERNEL.match(step.package)) and not step.before for step in steps)
    wanted = {_ARCHIVES: download, "/usr": growth + beside, "/var/lib/dpkg": 0}
    if kernels:
        wanted["/boot"] = kernels * _BOOT
    return wanted


def room(path: str) -> Room:
    """Read what the file system of a folder has left."""
    there = Path(path)
    while not there.exists():
        there = there.parent
    said = os.statvfs(there)
    return Room(
        device=there.stat().st_dev,
        free=said.f_bavail * said.f_frsize,
        nodes=said.f_favail if said.f_files else None,
        writable=not said.f_flag & os.ST_RDONLY,
    )


def require(wanted: Mapping[str, int], look: Callable[[str], Room] = room) -> None:
    """See that all of it fits.

    Args:
        wanted: folder → bytes.
        look: tells what the file system of a folder has left.

    Raises:
        Trouble: a file system is full, or can't be written.
    """
    rooms = {path: look(path) for path in wanted}
    for path, found in rooms.items():
        if not found.writable:
            raise Trouble(
                "read-only",
                f"{path} can't be written: its file system is read-only.",
                "Mount it for writing, or patch the image that the host is made from.",
            )
    for device in {found.device for found in rooms.values()}:
        paths = [path for path, found in rooms.items() if found.device == device]
        need = sum(wanted[path] for path in paths) + RESERVE
        found = rooms[paths[0]]
        if found.free < need:
            raise Trouble(
                "full",
                f"{' and '.join(paths)} have {found.free // _MIB} MiB free, the update needs"
                f" {-(-need // _MIB)} MiB. Nothing was started.",
                "Make room there (journalctl --vacuum-size, apt-get clean, old kernels), then run again.",
            )
        if found.nodes is not None and found.nodes < _NODES:
            raise Trouble(
                "full",
                f"{' and '.join(paths)} have {found.nodes} inodes left, the update needs {_NODES}."
                " Nothing was started.",
                "Find the folder with the many small files and clear it, then run again.",
            )


def sizes(apt: Apt, steps: Sequence[Step]) -> dict[str, tuple[int, int]]:
    """Ask how much of the disk packages take, now and then.

    Args:
        apt: how apt is called.
        steps: what changes.
    """
    if not steps:
        return {}
    now = run(
        ("dpkg-query", "-W", "-f", "${Package} ${Installed-Size}\\n", *[s.package for s in steps if s.before])
    )
    then = run(("apt-cache", *apt.options, "show", *[f"{step.package}={step.after}" for step in steps]))
    before = _table(re.findall(r"^(\S+) (\d+)$", now.out, re.M))
    after = _table(re.findall(r"^Package: (\S+)\n(?:.+\n)*?Installed-Size: (\d+)$", then.out, re.M))
    return {
        step.package: (before.get(_bare(step), 0), after.get(_bare(step), before.get(_bare(step), 0)))
        for step in steps
    }


def _bare(step: Step) -> str:
    return step.package.partition(":")[0]


def _table(rows: Iterable[Sequence[str]]) -> dict[str, int]:
    return {name: int(kib) * 1024 for name, kib in rows}
