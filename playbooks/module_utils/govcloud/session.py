"""Who works on this host by this run, and where from: what must still be possible after any change."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Dict, Mapping, Optional

_FARTHEST = 32  # ancestors looked at: ssh, shell, sudo and Python are a handful


@dataclass(frozen=True)
class Session:
    """A connection that must not be cut.

    Attributes:
        operator: The person's account; None where nobody came through sudo (a console, root itself).
        source: The address that the connection comes from, as this host sees it: that of the jump host where
            there is one. None where there is no connection.
        port: The port of this host that it came to.
    """

    operator: Optional[str] = None
    source: Optional[str] = None
    port: Optional[int] = None


def current() -> Session:
    """The session that this process belongs to.

    sudo takes ``SSH_CONNECTION`` out of the environment, so it is looked for in that of the processes above.
    """
    found = _ancestor_with("SSH_CONNECTION")
    source, _, _, port = (found.get("SSH_CONNECTION", "").split() + [""] * 4)[:4]
    operator = os.environ.get("SUDO_USER") or found.get("USER")
    return Session(
        operator=operator,
        source=source.split("%")[0] or None,
        port=int(port) if port else None,
    )


def _ancestor_with(name: str) -> Mapping[str, str]:
    """The environment of the nearest process, from this one up, that has a variable; empty where none has."""
    process = os.getpid()
    for _ in range(_FARTHEST):
        environment = _environment(process)
        if name in environment:
            return environment
        process = _parent(process)
        if process <= 1:
            break
    return {}


def _environment(process: int) -> Dict[str, str]:
    try:
        with open(f"/proc/{process}/environ", encoding="utf-8", errors="surrogateescape") as file:
            pairs = (entry.partition("=") for entry in file.read().split("\0") if entry)
            return {key: value for key, _, value in pairs}
    except OSError:
        return {}


def _parent(process: int) -> int:
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="surrogateescape") as file:
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0
