"""Which processes of the machine are a lab's.

Every process of a lab inherits a variable with the lab's folder. That holds
for those that fork, detach or outlive a killed supervisor, so `down` finds all
of them, and none of anybody else's.
"""

import ipaddress
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gcloud.lab.context import COMMAND_VARIABLE, OWNER_VARIABLE

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
    return tuple(
        pid
        for pid in all_pids()
        if mark in _read(PROC / str(pid) / "environ").split(b"\0") and pid != os.getpid()
    )


def commands(folder: Path) -> dict[int, str]:
    """Commands (not services) of the lab that still run, with what is to become of them."""
    found = {}
    for pid in owned(folder):
        for entry in _read(PROC / str(pid) / "environ").split(b"\0"):
            name, _, value = entry.partition(b"=")
            if name == COMMAND_VARIABLE.encode():
                found[pid] = value.decode()
    return found


def end(pids: Iterable[int], *, grace: float = 0.0) -> None:
    """End processes: TERM, then KILL after the grace; waits until they are gone."""
    left = set(pids)
    if grace:
        _signal(left, signal.SIGTERM)
        left = wait_for_end(left, grace)
    _signal(left, signal.SIGKILL)
    wait_for_end(left, 10)


def network_neighbours() -> tuple[int, ...]:
    """Processes that share our network namespace."""
    here = _link(PROC / "self/ns/net")
    return tuple(pid for pid in all_pids() if _link(PROC / str(pid) / "ns/net") == here)


def name(pid: int) -> str:
    """A process's name; empty when it is gone."""
    return _read(PROC / str(pid) / "comm").decode(errors="replace").strip()


def memory(pids: Iterable[int]) -> int:
    """Proportional set size of processes together, bytes."""
    total = 0
    for pid in pids:
        for line in _read(PROC / str(pid) / "smaps_rollup").splitlines():
            if line.startswith(b"Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def listeners(of: Iterable[int]) -> tuple[Listener, ...]:
    """Sockets on which processes accept from the network, in whatever network namespace they are."""
    sockets = {inode: pid for pid in of for inode in _sockets(pid)}
    spaces = {_link(PROC / str(pid) / "ns/net"): pid for pid in sockets.values()}
    return tuple(
        Listener(sockets[inode], protocol, address, port)
        for pid in spaces.values()
        for protocol, listening in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07"))
        for inode, state, address, port in _table(pid, protocol)
        if state == listening and inode in sockets
    )


def _table(pid: int, protocol: str) -> Iterable[tuple[int, str, str, int]]:
    for line in _read(PROC / str(pid) / "net" / protocol).decode().splitlines()[1:]:
        fields = line.split()
        address, port = fields[1].split(":")
        yield int(fields[9]), fields[3], _address(address), int(port, 16)


def _address(text: str) -> str:
    raw = bytes.fromhex(text)  # words of four bytes, each in the processor's order
    words = [raw[i : i + 4][::-1] for i in range(0, len(raw), 4)]
    return str(ipaddress.ip_address(b"".join(words)))


def _link(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError:  # it ended meanwhile
        return ""


def all_pids() -> tuple[int, ...]:
    """All processes of the machine."""
    return tuple(int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def _sockets(pid: int) -> tuple[int, ...]:
    inodes = []
    try:
        for descriptor in (PROC / str(pid) / "fd").iterdir():
            target = _link(descriptor)
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


def wait_for_end(pids: Iterable[int], seconds: float) -> set[int]:
    """Wait until processes are gone; returns those that are not."""
    waited = set(pids)
    until = time.monotonic() + seconds
    while (left := {pid for pid in waited if _lives(pid)}) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def _lives(pid: int) -> bool:
    status = _read(PROC / str(pid) / "stat")
    return bool(status) and status.rpartition(b")")[2].split()[0] not in (b"Z", b"X")
