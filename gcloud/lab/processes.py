"""Which processes of the machine are a lab's.

Every process of a lab inherits a variable with the lab's folder. That holds
for those that fork, detach or outlive a killed supervisor, so `down` finds all
of them, and none of anybody else's.
"""

import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gcloud.lab.context import OWNER_VARIABLE

PROC = Path("/proc")


@dataclass(frozen=True)
class Listener:
    """A listening TCP or bound UDP socket."""

    pid: int
    protocol: str
    address: str
    port: int


def owned(folder: Path) -> tuple[int, ...]:
    """Pids of the lab in this folder, zombies excepted."""
    mark = f"{OWNER_VARIABLE}={folder}".encode()
    return tuple(pid for pid in _pids() if mark in _read(PROC / str(pid) / "environ").split(b"\0") and pid != os.getpid())


def descendants(root: int, pids: Iterable[int]) -> frozenset[int]:
    """Those of the pids that descend from the root, and the root."""
    parents = {pid: _parent(pid) for pid in pids}
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return frozenset(family)


def end(pids: Iterable[int], *, grace: float = 0.0) -> None:
    """End processes: TERM, then KILL after the grace; waits until they are gone."""
    left = set(pids)
    if grace:
        _signal(left, signal.SIGTERM)
        left = _wait(left, grace)
    _signal(left, signal.SIGKILL)
    _wait(left, 10)


def memory(pids: Iterable[int]) -> int:
    """Proportional set size of processes together, bytes."""
    total = 0
    for pid in pids:
        for line in _read(PROC / str(pid) / "smaps_rollup").splitlines():
            if line.startswith(b"Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def listeners(pids: Iterable[int]) -> tuple[Listener, ...]:
    """Sockets on which processes accept from the network."""
    sockets = {inode: pid for pid in pids for inode in _sockets(pid)}
    found = []
    for protocol, listening in (("tcp", b"0A"), ("tcp6", b"0A"), ("udp", b"07"), ("udp6", b"07")):
        for line in _read(PROC / "net" / protocol).splitlines()[1:]:
            fields = line.split()
            inode = int(fields[9])
            if fields[3] == listening and inode in sockets:
                address, port = fields[1].split(b":")
                found.append(Listener(sockets[inode], protocol, _address(address), int(port, 16)))
    return tuple(found)


def _address(text: bytes) -> str:
    import ipaddress  # noqa: PLC0415

    raw = bytes.fromhex(text.decode())
    words = [raw[i : i + 4][::-1] for i in range(0, len(raw), 4)]
    return str(ipaddress.ip_address(b"".join(words)))


def _pids() -> tuple[int, ...]:
    return tuple(int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def _parent(pid: int) -> int:
    status = _read(PROC / str(pid) / "stat")
    return int(status.rpartition(b")")[2].split()[1]) if status else 0


def _sockets(pid: int) -> tuple[int, ...]:
    inodes = []
    try:
        for descriptor in (PROC / str(pid) / "fd").iterdir():
            target = os.readlink(descriptor)
            if target.startswith("socket:["):
                inodes.append(int(target[8:-1]))
    except OSError:  # it ended meanwhile
        return tuple(inodes)
    return tuple(inodes)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it ended meanwhile, or is not ours to look into
        return b""


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _wait(pids: set[int], seconds: float) -> set[int]:
    until = time.monotonic() + seconds
    while (left := {pid for pid in pids if _lives(pid)}) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def _lives(pid: int) -> bool:
    status = _read(PROC / str(pid) / "stat")
    return bool(status) and status.rpartition(b")")[2].split()[0] not in (b"Z", b"X")
