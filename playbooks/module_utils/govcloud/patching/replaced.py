"""Which services still use program files that an update has replaced.

A process keeps what it has mapped: until it starts again it runs the old, vulnerable code. The kernel marks
such files `(deleted)` in /proc/PID/maps (proc(5)). What interpreters have read into memory leaves no trace
there, so a Python or Perl service whose modules were updated can't be seen this way.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_PROGRAMS = ("/usr/", "/lib", "/bin/", "/sbin/", "/opt/")
_MAP = re.compile(r"^[0-9a-f]+-[0-9a-f]+ (\S{4}) \S+ \S+ \S+ +(/.*?)( \(deleted\))?$", re.M)
_ASIDE = re.compile(r"\.dpkg-(?:tmp|new)$|;[0-9a-f]{8}$")

_ONLY_BY_REBOOT = re.compile(r"^(?:dbus|dbus-broker|systemd-logind|emergency|rescue)\.service$")
"""What can't be started again while the system runs: all that is connected to it would be cut off."""

_SESSIONS = re.compile(r"^(?:user@\d+|user-runtime-dir@\d+|getty@.*|serial-getty@.*|console-getty)\.service$")
"""What ends with somebody's session; to end that is not ours to do."""


@dataclass(frozen=True)
class User:
    """A unit whose processes use replaced files.

    Attributes:
        unit: the service; `init` for the first process; empty if the process belongs to none.
        how: `restart`, `reexec` (the first process), `reboot`, `session` (it ends with somebody's session).
        pids: its processes.
        files: the files.
    """

    unit: str
    how: str
    pids: tuple[int, ...]
    files: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As the module returns it."""
        return {**asdict(self), "pids": list(self.pids), "files": list(self.files)}


def files(maps: str, soon: Container[str] = ()) -> set[str]:
    """Name the program files that a process has mapped and that are replaced, or soon will be.

    Args:
        maps: its /proc/PID/maps.
        soon: files that an update is going to replace.
    """
    found = set()
    for mode, path, deleted in _MAP.findall(maps):
        if "x" in mode and path.startswith(_PROGRAMS) and (deleted or path in soon):
            found.add(_ASIDE.sub("", path))
    return found


def unit(cgroup: str) -> str:
    """Name the unit that a process belongs to; empty if none.

    Args:
        cgroup: its /proc/PID/cgroup, of either version of control groups.
    """
    for line in cgroup.splitlines():
        number, controllers, path = [*line.split(":", 2), "", ""][:3]
        if number == "0" or controllers == "name=systemd":
            parts = path.split("/")
            found = next((part for part in parts if part.endswith((".service", ".scope"))), "")
            if found:
                return found
    return ""


def how(name: str, pid: int) -> str:
    """Say how such a process gets the new files.

    Args:
        name: its unit.
        pid: its number.
    """
    if pid == 1:
        return "reexec"
    if _ONLY_BY_REBOOT.match(name):
        return "reboot"
    if name.endswith(".service") and not _SESSIONS.match(name):
        return "restart"
    return "session"


def users(soon: Container[str] = (), proc: Path = Path("/proc")) -> list[User]:
    """Find the units whose processes use replaced files; containers of this host look after themselves.

    Args:
        soon: files that an update is going to replace; they count as replaced.
        proc: where the kernel tells of its processes.
    """
    found: dict[tuple[str, str], tuple[list[int], set[str]]] = {}
    for pid in _processes(proc):
        try:
            old = files((proc / str(pid) / "maps").read_text(encoding="utf-8", errors="replace"), soon)
            name = unit((proc / str(pid) / "cgroup").read_text(encoding="utf-8")) if old else ""
        except OSError:
            continue  # it has ended meanwhile
        if old:
            name = "init" if pid == 1 else name
            pids, paths = found.setdefault((name, how(name, pid)), ([], set()))
            pids.append(pid)
            paths |= old
    return [
        User(name, way, tuple(pids), tuple(sorted(paths)))
        for (name, way), (pids, paths) in sorted(found.items())
    ]


def _processes(proc: Path) -> Iterator[int]:
    own = _namespace(proc, "self")
    for entry in sorted(proc.iterdir(), key=lambda entry: entry.name):
        if entry.name.isdigit() and int(entry.name) != os.getpid() and _namespace(proc, entry.name) == own:
            yield int(entry.name)


def _namespace(proc: Path, pid: str) -> str:
    try:
        return str((proc / pid / "ns" / "pid").readlink())
    except OSError:
        return ""
