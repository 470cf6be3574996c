"""Take a change back. It can be killed at any moment and done again; what is already back stays."""

from __future__ import annotations

import os
from typing import Any, Mapping, Sequence

from . import clocks, processes, reports, restoring, runtime, units, witnesses
from . import pending as pendings
from .disk import Disk
from .host import ASIDE, Host
from .locking import locked
from .mounts import mount_of, mounts
from .pending import Pending
from .restoring import Step

NOT_CONFIRMED, BOOT, DIED, TOO_LONG, CHECK, ASKED = (
    "not-confirmed",
    "rebooted",
    "died",
    "took-too-long",
    "failed",
    "asked",
)
PATIENCE = 300.0


def undo(
    cause: str = ASKED,
    why: str = "it was asked for",
    *,
    due: bool = False,
    token: str | None = None,
    host: Host | None = None,
    disk: Disk | None = None,
) -> Mapping[str, Any] | None:
    """Take back the change that waits, if any.

    Args:
        cause: Why, in one fixed word.
        why: Why, in a sentence.
        due: Take it back only when its time is up or its run died; the host then says why itself.
        token: Take it back only when it is the one with this token.
        host: The host; this one when left out.
        disk: How files are changed.

    Returns:
        The report, or None where nothing was to be undone.
    """
    host, disk = host or Host(), disk or Disk()
    waiting = pendings.read(host)
    if waiting and waiting.at_work and waiting.pid != os.getpid() and (not due or waiting.left(host) <= 0):
        processes.end(waiting.pid, waiting.started)  # it must not go on changing what is being brought back
    with locked(host, PATIENCE):
        waiting = pendings.read(host)
        if waiting is None or (token is not None and waiting.guard != pendings.name_of(token)):
            return None
        if due:
            reason = _due(host, waiting)
            if reason is None:
                return None
            cause, why = reason
        return settle(host, disk, waiting, cause, why)


def settle(host: Host, disk: Disk, waiting: Pending, cause: str, why: str) -> Mapping[str, Any]:
    """Take a change back; the lock is held.

    Returns:
        The report. While something could not be brought back the change goes on waiting: it is tried again.
    """
    boot = cause == BOOT
    _writable(host, waiting)
    entries = [e for e in waiting.entries(host) if not (boot and e.volatile)]
    found = [*restoring.differences(host, entries), *_running(host, waiting, boot)]
    report = reports.make(host, waiting, "undoing", cause, why)
    report["undone"] = _all_undone(host, waiting, found)
    reports.write(host, disk, report)
    # Files first, then what runs: a service must find its files. At boot nothing runs yet.
    problems = [*restoring.restore(host, disk, entries), *units.switch(host, waiting.units)]
    if not boot:
        problems += _let_run(host, waiting, bool(found))
    left = restoring.differences(host, entries)
    report["problems"] = [*problems, *(f"{step.name} is not as before: {step.how}" for step in left)]
    report["seen"] = list(witnesses.seen(host, waiting.deadline - waiting.timeout)) if not boot else []
    report["state"], report["at"] = "partly-undone" if left else "undone", host.wall()
    silent = reports.write(host, disk, report)
    report["problems"] += [silent] if silent else []
    reports.tell(host, report)
    if not left:
        pendings.drop(host, disk)
        clocks.stop_timer(host, waiting.timeout)
        clear(host, disk)
    return report


def clear(host: Host, disk: Disk) -> None:
    """Remove copies that nothing waits for any more, those too that a power cut left."""
    beside = [f"{m.path.rstrip('/')}/{ASIDE}" for m in mounts() if m.path.startswith(host.root or "/")]
    for home in (host.state(), *beside):
        if not os.path.isdir(home):
            continue
        try:
            for name in os.listdir(home):
                if os.path.isdir(f"{home}/{name}"):
                    disk.remove(f"{home}/{name}")
            if home in beside:
                disk.remove(home)
        except OSError:
            pass  # what is left is removed before the next change


def _due(host: Host, waiting: Pending) -> tuple[str, str] | None:
    """Why a change's time is up, or None while it isn't."""
    if waiting.phase == pendings.APPLIED and waiting.left(host) <= 0:
        return NOT_CONFIRMED, (
            f"within {waiting.timeout:.0f} s nobody confirmed the change as {waiting.operator} through sudo "
            "over a new connection"
        )
    if waiting.phase == pendings.APPLYING and waiting.left(host) <= 0:
        return TOO_LONG, "the change took too long; the run that made it was ended"
    if waiting.phase == pendings.APPLYING and not waiting.at_work:
        return DIED, "the run that made the change died before it was done"
    return None


def _let_run(host: Host, waiting: Pending, changed: bool) -> Sequence[str]:
    runtime.restore(host, waiting.runtime)  # as early as may be; a unit may change it again
    problems = units.start(host, waiting.units, changed)
    return [*problems, *runtime.restore(host, waiting.runtime)]


def _running(host: Host, waiting: Pending, boot: bool) -> Sequence[Step]:
    if boot:
        return []
    return [*units.differences(host, waiting.units), *runtime.differences(host, waiting.runtime)]


def _all_undone(host: Host, waiting: Pending, found: Sequence[Step]) -> Sequence[Mapping[str, str]]:
    """What this attempt finds, with what an attempt that was cut off had found."""
    earlier = reports.last_report(host)
    cut = (
        earlier
        and earlier.get("token") == waiting.guard
        and earlier.get("state") in ("undoing", "partly-undone")
    )
    before = list(earlier["undone"]) if earlier and cut else []
    return [*before, *(step for step in reports.steps(found) if step not in before)]


def _writable(host: Host, waiting: Pending) -> None:
    """A file system that became read-only is made writable: the undo has to write on it."""
    if host.root:
        return
    among = mounts()
    places = {host.state(), *waiting.folders}
    for path in sorted({mount_of(place, among).path for place in places}):
        if os.statvfs(path).f_flag & os.ST_RDONLY:
            host.run(["mount", "-o", "remount,rw", path])
