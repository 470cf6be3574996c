"""The change that waits: one file, whose being there means that an undo is due unless somebody confirms."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from . import processes
from .disk import Disk
from .errors import GuardError
from .host import Host
from .snapshot import Entry

FILE, MANIFEST = "pending.json", "manifest.json"
APPLYING, APPLIED = "applying", "applied"


@dataclass(frozen=True)
class Pending:
    """A guard that is set.

    Attributes:
        guard: Its name: a hash of the token, which itself is kept nowhere on the host.
        batch: What is being changed, in a word.
        operator: Who must be able to come in.
        phase: ``applying``, or ``applied`` and waiting to be confirmed.
        deadline: When the undo is due, by the clock that nobody can set.
        timeout: Seconds to confirm, from the end of the change.
        pid: The process that makes the change.
        started: When that process started.
        applied: When the change was done, in seconds since boot; 0 before.
        over: The connection by which the change came: ``SSH_CONNECTION``.
        folders: Where the copies are.
        units: What the units were.
        runtime: What the running state was.
    """

    guard: str
    batch: str
    operator: str
    phase: str
    deadline: float
    timeout: float
    pid: int
    started: int
    applied: float = 0.0
    over: str = ""
    folders: tuple[str, ...] = ()
    units: Mapping[str, Any] = field(default_factory=dict)
    runtime: Mapping[str, Any] = field(default_factory=dict)

    @property
    def at_work(self) -> bool:
        """Whether the process that makes the change still runs and has not finished."""
        return self.phase == APPLYING and processes.alive(self.pid, self.started)

    def left(self, host: Host) -> float:
        """Seconds until the deadline; negative when it has passed."""
        return self.deadline - host.clock()

    def entries(self, host: Host) -> Sequence[Entry]:
        """What an undo brings back."""
        try:
            with open(f"{host.state(self.guard)}/{MANIFEST}", encoding="utf-8") as file:
                return [Entry.from_json(value) for value in json.load(file)["entries"]]
        except FileNotFoundError:
            return []  # an undo was cut after it had cleared up, before it said so


def name_of(token: str) -> str:
    """The guard's name that a token has: it opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def read(host: Host) -> Pending | None:
    """The change that waits, or None.

    Raises:
        GuardError: Its file can't be read.
    """
    try:
        with open(host.state(FILE), encoding="utf-8") as file:
            value = json.load(file)
        return Pending(**{**value, "folders": tuple(value["folders"])})
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise GuardError(f"{host.state(FILE)} can't be read: {error}") from error


def waiting(host: Host, token: str | None = None) -> Mapping[str, Any] | None:
    """What waits, for people and reports; None where nothing does.

    Args:
        host: The host.
        token: Only the change with this token is asked after.

    Raises:
        GuardError: Its file can't be read.
    """
    found = read(host)
    if found is None or (token is not None and found.guard != name_of(token)):
        return None
    return {
        "batch": found.batch,
        "operator": found.operator,
        "phase": found.phase,
        "seconds": round(found.left(host), 1),
    }


def write(host: Host, disk: Disk, pending: Pending) -> None:
    """Put down the change that waits; from then on it is undone unless it is confirmed."""
    disk.write_json(host.state(FILE), dataclasses.asdict(pending))


def drop(host: Host, disk: Disk) -> None:
    """No change waits any more."""
    disk.remove(host.state(FILE))
