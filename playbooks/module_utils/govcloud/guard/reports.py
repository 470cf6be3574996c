"""What became of the last guarded change: ``last.json`` for machines, the journal for people.

The space of both reports of an undo, of its begin and of its end, is taken before the change begins, so that
a full disk silences neither.
"""

from __future__ import annotations

import dataclasses
import json
import os
import syslog
from typing import Any, Mapping, Sequence

from .disk import Disk
from .host import Host
from .pending import Pending, name_of
from .restoring import Step

FILE, RESERVED = "last.json", ("last.json.begin", "last.json.end")
SIZE = 64 << 10


def reserve(host: Host, disk: Disk) -> None:
    """Take the space of the next reports."""
    for name in RESERVED:
        disk.write(host.state(name), b" " * (SIZE - 1) + b"\n")


def last_report(host: Host | None = None, token: str | None = None) -> Mapping[str, Any] | None:
    """What became of the last guarded change, or of the one with this token; None where there is none.

    Args:
        host: The host; this one when left out.
        token: The change's token.
    """
    try:
        with open((host or Host()).state(FILE), encoding="utf-8") as file:
            report: Mapping[str, Any] = json.load(file)
    except (OSError, ValueError):
        return None
    return report if token is None or report.get("token") == name_of(token) else None


def make(host: Host, pending: Pending, state: str, cause: str, why: str) -> dict[str, Any]:
    """A report.

    Args:
        host: The host.
        pending: The change that it is about.
        state: ``undoing``, ``undone``, ``partly-undone`` or ``confirmed``.
        cause: Why, in one fixed word.
        why: Why, in a sentence.
    """
    return {
        "token": pending.guard,
        "batch": pending.batch,
        "operator": pending.operator,
        "state": state,
        "cause": cause,
        "why": why,
        "undone": [],
        "problems": [],
        "seen": [],
        "at": host.wall(),
    }


def steps(of: Sequence[Step]) -> list[dict[str, str]]:
    """What was undone, as a report has it."""
    return [dataclasses.asdict(step) for step in of]


def write(host: Host, disk: Disk, report: Mapping[str, Any]) -> str | None:
    """Keep a report, in the space that was reserved for it where there is no other.

    Returns:
        Why it could not be kept, or None.
    """
    text = json.dumps(report, indent=1, sort_keys=True).encode()
    try:
        try:
            disk.write(host.state(FILE), text + b"\n")
        except OSError:
            kept = next((name for name in RESERVED if os.path.exists(host.state(name))), None)
            if kept is None:
                raise
            disk.overwrite(host.state(kept), (text[: SIZE - 1]).ljust(SIZE - 1) + b"\n")
            disk.rename(host.state(kept), host.state(FILE))
    except OSError as error:
        return f"the report could not be kept: {error.strerror or error}"
    return None


def tell(host: Host, report: Mapping[str, Any]) -> None:
    """Say it in the journal; a folder that stands for a host has none."""
    if host.root or not os.path.exists("/dev/log"):
        return
    syslog.openlog("govcloud-guard", facility=syslog.LOG_AUTHPRIV)
    warning = report["state"] != "confirmed"
    syslog.syslog(
        syslog.LOG_WARNING if warning else syslog.LOG_NOTICE,
        f"{report['batch']}: {report['state']}: {report['why']}",
    )
    for step in report["undone"]:
        syslog.syslog(syslog.LOG_WARNING, f"{report['batch']}: undone: {step['name']} ({step['how']})")
    for problem in report["problems"]:
        syslog.syslog(syslog.LOG_ERR, f"{report['batch']}: {problem}")
    syslog.closelog()
