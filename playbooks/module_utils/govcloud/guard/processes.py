"""Processes by number and start time, so that a number used again is never taken for the one before."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass
from typing import Iterator, Mapping, Sequence


@dataclass(frozen=True)
class Process:
    """A process that runs.

    Attributes:
        pid: Its number.
        name: Its program's short name.
        parent: Its parent's number.
        started: When it started, in ticks since the kernel did.
    """

    pid: int
    name: str
    parent: int
    started: int

    @property
    def uid(self) -> int:
        """Whose it is, by its real user id; -1 where it is gone."""
        try:
            with open(f"/proc/{self.pid}/status", encoding="ascii", errors="replace") as file:
                return next((int(line.split()[1]) for line in file if line.startswith("Uid:")), -1)
        except OSError:
            return -1

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that it was started with; none where it is gone."""
        try:
            with open(f"/proc/{self.pid}/environ", "rb") as file:
                pairs = file.read().decode(errors="replace").split("\0")
        except OSError:
            return {}
        return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def find(pid: int) -> Process | None:
    """The process of this number, or None."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return None
    name, rest = text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2 :].split()
    if rest[0] in "ZX":
        return None
    return Process(pid, name, int(rest[1]), int(rest[19]))


def alive(pid: int, started: int) -> bool:
    """Whether just this process still runs."""
    found = find(pid)
    return found is not None and found.started == started


def ancestors(pid: int) -> Iterator[Process]:
    """A process, its parent, and so on up to the first."""
    process = find(pid)
    while process is not None:
        yield process
        process = find(process.parent) if process.parent else None


def end(pid: int, started: int) -> None:
    """Kill a process and all that it started, this process apart."""
    if not alive(pid, started):
        return
    for one in (pid, *_below(pid)):
        if one != os.getpid():
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)


def _below(pid: int) -> Sequence[int]:
    every = [p for p in (find(int(name)) for name in os.listdir("/proc") if name.isdigit()) if p]
    found, grown = {pid}, True
    while grown:
        more = {p.pid for p in every if p.parent in found} - found
        grown = bool(more)
        found |= more
    return sorted(found - {pid})
