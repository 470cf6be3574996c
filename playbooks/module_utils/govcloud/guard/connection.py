"""By which way a process came in: over which connection, as whom, and through sudo or not."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from typing import Sequence

from . import processes
from .processes import Process

SESSIONS = ("sshd", "sshd-session")  # the second one since OpenSSH 9.8


@dataclass(frozen=True)
class Connection:
    """How a process came in.

    Attributes:
        address: ``SSH_CONNECTION``: both ends' addresses and ports; empty where it did not come by ssh.
        began: Seconds since boot when the session's own process started, after it was let in.
        user: Who was let in.
        sudo: Whether it went through sudo from there.
    """

    address: str
    began: float
    user: str
    sudo: bool


def of(pid: int) -> Connection | None:
    """How a process came in, or None where it did not come by ssh.

    The session's process is looked for among its ancestors: variables can be inherited by a process that
    outlived its session, and sudo takes them away.
    """
    line: Sequence[Process] = tuple(processes.ancestors(pid))
    place = next((n for n, process in enumerate(line) if process.name in SESSIONS), None)
    if place is None:
        return None
    session, below = line[place], line[:place]
    address = next((a for p in below for a in [p.environment.get("SSH_CONNECTION", "")] if a), "")
    return Connection(
        address=address,
        began=session.started / os.sysconf("SC_CLK_TCK"),
        user=_name(session.uid),
        sudo=any(p.name == "sudo" for p in below),
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
