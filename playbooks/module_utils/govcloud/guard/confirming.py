"""Confirm a change: only by somebody who came in anew, as the operator, through sudo."""

from __future__ import annotations

import os
from typing import Any, Mapping

from . import clocks, connection, reports
from . import pending as pendings
from .connection import Connection
from .disk import Disk
from .errors import GuardRefusedError
from .host import Host
from .locking import locked
from .pending import APPLIED, Pending
from .undoing import clear

PATIENCE = 60.0
NOT_BY_SSH = "this did not come in by ssh: only a new ssh connection shows that the host can be reached"
OLDER = (
    "this came over a connection that is older than the change: only a new one shows that the host "
    "can be reached (a shared connection, ControlMaster or ControlPersist, is not new)"
)


def confirm(token: str, *, host: Host | None = None, disk: Disk | None = None) -> Mapping[str, Any]:
    """Confirm the change that waits; what calls this must have come over a connection made after the change.

    Args:
        token: The secret with which the guard was set.
        host: The host; this one when left out.
        disk: How files are changed.

    Returns:
        The report.

    Raises:
        GuardRefusedError: It does not count, for the reason given; the change waits on, or is already undone.
    """
    host, disk = host or Host(), disk or Disk()
    with locked(host, PATIENCE):
        waiting = pendings.read(host)
        if waiting is None:
            raise GuardRefusedError(f"no change waits: {_became(host, token)}")
        if waiting.guard != pendings.name_of(token):
            raise GuardRefusedError("the change that waits is another one: this token is not its")
        refused = objection(waiting, connection.of(os.getpid()), waiting.left(host))
        if refused:
            raise GuardRefusedError(refused)
        return accept(host, disk, waiting)


def rehearse(operator: str, over: str) -> None:
    """Find out before a change whether this operator, coming in like this, could confirm it.

    Args:
        operator: The account that is to confirm.
        over: The connection by which changes come, as ``SSH_CONNECTION``; empty where it is not known.

    Raises:
        GuardRefusedError: A confirmation like this would not count, for the reason given.
    """
    refused = reservation(connection.of(os.getpid()), operator, over)
    if refused:
        raise GuardRefusedError(refused)


def reservation(came: Connection | None, operator: str, over: str) -> str | None:
    """Why somebody who comes in like this could not confirm a change, or None.

    Args:
        came: How they came in; None where it was not by ssh.
        operator: The account that is to confirm.
        over: The connection by which changes come.
    """
    if came is None:
        return NOT_BY_SSH
    if came.address and came.address == over:
        return OLDER
    if came.user != operator:
        return f"this came in as {came.user}; the operator is {operator}"
    if not came.sudo and came.user != "root":
        return "this did not go through sudo"
    return None


def objection(waiting: Pending, came: Connection | None, left: float) -> str | None:
    """Why a confirmation does not count, or None.

    Args:
        waiting: The change.
        came: How the one who confirms came in; None where it was not by ssh.
        left: Seconds until the deadline.
    """
    if waiting.phase != APPLIED:
        return "the change is still being made"
    if left <= 0:
        return "the time to confirm is over; the change is being undone"
    if came is not None and came.began <= waiting.applied:
        return OLDER
    return reservation(came, waiting.operator, waiting.over)


def accept(host: Host, disk: Disk, waiting: Pending) -> Mapping[str, Any]:
    """The change stays; the lock is held."""
    why = f"confirmed by {waiting.operator} over a new connection"
    report = reports.make(host, waiting, "confirmed", "confirmed", why)
    pendings.drop(host, disk)  # this is the moment
    reports.write(host, disk, report)
    reports.tell(host, report)
    clocks.stop_timer(host, waiting.timeout)
    clear(host, disk)
    return report


def _became(host: Host, token: str) -> str:
    report = reports.last_report(host, token)
    return f"it was {report['state']}: {report['why']}" if report else "none was made with this token"
