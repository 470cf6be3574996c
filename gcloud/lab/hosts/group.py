"""A container's control group: how all of its processes are found, and ended at one stroke."""

import time
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
    folder = group(lab, host)
    files = folder.rglob("cgroup.procs") if folder.is_dir() else ()
    return tuple(int(pid) for file in files for pid in file.read_text().split())


def _remove(folder: Path) -> None:
    for child in sorted(folder.rglob("*/"), key=lambda path: len(path.parts), reverse=True):
        child.rmdir()
    folder.rmdir()
