"""Two that look at the deadline, independent of each other: a timer of systemd, and a process that waits.

Either is enough. The timer outlives everything that is killed; the process needs no systemd that answers, and
sees at once when the change itself dies.
"""

from __future__ import annotations

import math
import subprocess
import time

from . import pending as pendings
from . import processes
from .disk import Disk
from .errors import GuardError, GuardRefusedError
from .host import LIBRARY, Host

LAUNCHER = f"{LIBRARY}/undo"
WATCHER = "watcher"
LOOK = 0.5  # seconds between two looks of the process that waits


def start_timer(host: Host, seconds: float) -> None:
    """Start a timer that calls for the undo; where there is no systemd, the process is alone.

    Raises:
        GuardRefusedError: It could not be started.
    """
    if host.systemd:
        ran = host.run(["systemctl", "restart", "--", _timer(seconds)])
        if ran.code:
            raise GuardRefusedError(f"the timer of the undo could not be started: {ran.said}")


def stop_timer(host: Host, seconds: float) -> None:
    """Stop a timer that is no longer wanted; one that goes on finds nothing to do."""
    if host.systemd:
        host.run(["systemctl", "stop", "--", _timer(seconds)])


def start_watcher(host: Host, disk: Disk, guard: str) -> None:
    """Start the process that waits, apart from the session that it was started from."""
    if host.root:
        return  # a folder that stands for a host; its test plays the clock
    process = subprocess.Popen(
        [LAUNCHER, "watch", guard],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
    )
    found = processes.find(process.pid)
    if found:
        disk.write(host.state(WATCHER), f"{found.pid} {found.started}\n".encode())


def watched(host: Host) -> bool:
    """Whether the process that waits is there."""
    try:
        with open(host.state(WATCHER), encoding="ascii") as file:
            pid, started = (int(word) for word in file.read().split())
    except (OSError, ValueError):
        return False
    return processes.alive(pid, started)


def wait(host: Host, guard: str) -> bool:
    """Wait until the undo is due, or nothing waits any more.

    Returns:
        Whether the undo is due.
    """
    while True:
        try:
            pending = pendings.read(host)
        except GuardError:
            return True
        if pending is None or pending.guard != guard:
            return False
        if pending.left(host) <= 0 or (pending.phase == pendings.APPLYING and not pending.at_work):
            return True
        time.sleep(max(0.0, min(LOOK, pending.left(host))))


def _timer(seconds: float) -> str:
    return f"govcloud-guard@{max(1, math.ceil(seconds))}.timer"
