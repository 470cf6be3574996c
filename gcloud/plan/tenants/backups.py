"""Backups by policy: which volumes are due, which of them whole, and which old backups go.

An incremental backup is worth something only with all those before it, back to the
last full one. So backups go by whole chains, the newest of a chain first, and only when
none of the chain is among those that are kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gcloud.model.tenants.backup import BackupPolicy

KEPT = "available"
"""Status of a backup that can be restored."""

FAILED = "error"
"""Status of one that never can."""

EARLY = 1 / 24
"""By which share of its interval a backup may come early: a timer that starts at the same hour every day
must not find yesterday's, which began some seconds later, too young."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup as far as a policy looks at it.

    Attributes:
        id: its id.
        volume: the id of the volume.
        at: when it was made.
        incremental: whether it holds only what changed since the one before.
        status: Cinder's.
    """

    id: str
    volume: str
    at: datetime
    incremental: bool
    status: str


@dataclass(frozen=True, slots=True)
class Due:
    """A volume that is to be backed up.

    Attributes:
        volume: its id.
        full: everything, not only what changed.
    """

    volume: str
    full: bool


def due(policy: BackupPolicy, volumes: Iterable[str], kept: Sequence[Kept], now: datetime) -> tuple[Due, ...]:
    """Give the volumes that are to be backed up.

    Args:
        policy: how often.
        volumes: ids of all volumes.
        kept: the backups that there are.
        now: the time.
    """
    found = []
    for volume in volumes:
        line = _line(kept, volume)
        if line and now - line[-1].at < timedelta(hours=policy.every_hours * (1 - EARLY)):
            continue
        since = next((at for at, one in enumerate(reversed(line)) if not one.incremental), None)
        found.append(Due(volume, full=since is None or since + 1 >= policy.full_every))
    return tuple(found)


def expired(policy: BackupPolicy, kept: Sequence[Kept]) -> tuple[str, ...]:
    """Give the ids of the backups that go, in the order in which Cinder lets them.

    Args:
        policy: how many are kept of each volume.
        kept: the backups that there are.
    """
    gone = [one.id for one in kept if one.status == FAILED]
    for volume in dict.fromkeys(one.volume for one in kept):
        line = _line(kept, volume)
        for chain in _chains(line):
            if line.index(chain[-1]) < len(line) - policy.keep:
                gone.extend(one.id for one in reversed(chain))
    return tuple(gone)


def _line(kept: Sequence[Kept], volume: str) -> list[Kept]:
    of_volume = (one for one in kept if one.volume == volume and one.status == KEPT)
    return sorted(of_volume, key=lambda one: (one.at, one.id))


def _chains(line: Sequence[Kept]) -> list[list[Kept]]:
    chains: list[list[Kept]] = []
    for one in line:
        if one.incremental and chains:
            chains[-1].append(one)
        else:
            chains.append([one])
    return chains


def restore_test_due(policy: BackupPolicy, last: datetime | None, now: datetime) -> bool:
    """Tell whether a restore is to be tried again.

    Args:
        policy: how often.
        last: when one succeeded; None if none did.
        now: the time.
    """
    return last is None or now - last >= timedelta(days=policy.restore_test_days)
