"""A container's control group: how all of its processes are found, and ended at one stroke."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from gcloud.lab.errors import LabError
from gcloud.lab.hosts.context import HostsLab
from gcloud.lab.hosts.record import Host

MOUNTS = Path("/proc/self/mounts")
PATIENCE = 10


def hierarchy() -> Path | None:
    """Where this machine has its unified control groups; None where it has none."""
    for line in MOUNTS.read_text().splitlines():
        _, place, kind, *_ = line.split()
        if kind == "cgroup2":
            return Path(place)
    return None


def clear(lab: HostsLab) -> None:
    """Remove what is left of the lab's control groups, in all hierarchies."""
    for line in MOUNTS.read_text().splitlines():
        _, place, kind, *_ = line.split()
        if kind.startswith("cgroup") and (Path(place) / lab.mark).is_dir():
            _remove(Path(place) / lab.mark)


def group(lab: HostsLab, host: Host) -> Path:
    """A host's control group.

    Raises:
        LabError: the machine has no unified control groups.
    """
    root = hierarchy()
    if root is None:
        raise LabError("this machine has no unified control groups (cgroup2), which containers need")
    return root / lab.mark / host.name


def first_process(lab: HostsLab, host: Host) -> int | None:
    """Pid of a container's init, as this machine sees it; None while it does not run."""
    payload = group(lab, host) / "box" / "payload"
    for folder in (payload / "init.scope", payload):
        try:
            pids = (folder / "cgroup.procs").read_text().split()
        except OSError:  # not yet, or no more
            continue
        if pids:
            return int(pids[0])
    return None


def kill(lab: HostsLab, host: Host) -> None:
    """End everything in the container at once, as a power cut does, and whoever keeps it.

    Raises:
        LabError: something does not end.
    """
    folder = group(lab, host)
    if not folder.is_dir():
        return
    (folder / "cgroup.kill").write_text("1")
    until = time.monotonic() + PATIENCE
    while "populated 1" in (folder / "cgroup.events").read_text():
        if time.monotonic() > until:
            raise LabError(f"processes of the host {host.name} do not end", data={"group": str(folder)})
        time.sleep(0.01)
    _remove(folder)


def members(lab: HostsLab, host: Host) -> tuple[int, ...]:
    """Pids of all processes in the container."""
    return tuple(
        int(pid) for folder in _inside_out(group(lab, host)) for pid in _read(folder / "cgroup.procs").split()
    )


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:  # the group went, with a unit that ended: FileNotFoundError, or ENODEV where it was open
        return ""


def _inside_out(folder: Path) -> Iterator[Path]:
    """A group and those in it, innermost first; groups may go while this walks, as units in them end."""
    for place, _, _ in os.walk(folder, topdown=False):
        yield Path(place)


def _remove(folder: Path) -> None:
    for place in _inside_out(folder):
        try:
            place.rmdir()
        except FileNotFoundError:
            continue
