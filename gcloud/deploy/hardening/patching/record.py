"""The record of a run of patching, kept beside the site's states after every step.

A run that was killed goes on from it. What matters most in it is what worked on a
host before it was touched: a service that an update has ended does not look lost
to somebody who comes later, so that is asked for until it works again.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import TypeAdapter, ValidationError

from gcloud.deploy.keeping import keep
from gcloud.deploy.location import LOCAL_FOLDER
from gcloud.errors import InputError

FOLDER: Final = "patching"
_MOST: Final = 200
"""Runs that are kept; the oldest go first."""

Status = Literal["waiting", "started", "done", "failed", "held-back"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A host in a run.

    Attributes:
        status: where it is: started, and neither done nor failed, means that the run was killed over it.
        group: its anti-affinity group.
        expected: what worked on it before it was first touched.
        why: why it failed, or was held back.
    """

    status: Status
    group: str | None
    expected: Mapping[str, Any]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A run.

    Attributes:
        started: when it began.
        ended: when it ended by itself; None while it runs, and after a kill.
        waves: its hosts, wave by wave.
        hosts: where each is.
    """

    started: datetime
    waves: tuple[tuple[str, ...], ...]
    hosts: Mapping[str, Entry] = field(default_factory=dict)
    ended: datetime | None = None

    def at(self, names: tuple[str, ...], status: Status, why: Mapping[str, str] | None = None) -> "Record":
        """The same run, in which some hosts are further."""
        told = why or {}
        new = {name: replace(self.hosts[name], status=status, why=told.get(name, "")) for name in names}
        return replace(self, hosts={**self.hosts, **new})

    @property
    def open(self) -> Mapping[str, Entry]:
        """Hosts that were touched and are not well: what worked on them is still asked for."""
        return {name: one for name, one in self.hosts.items() if one.status in {"started", "failed"}}


def keep_record(folder: Path, record: Record) -> Path:
    """Write a record, whole.

    Args:
        folder: the site's.
        record: the record.

    Raises:
        InputError: the site's folder can't be written.
        StateWriteError: nor this file.
    """
    stamp = record.started.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1, default=datetime.isoformat) + "\n"
    file = keep(folder, f"{FOLDER}/{stamp}.json", text.encode())
    for old in sorted(file.parent.glob("*Z.json"))[:-_MOST]:
        old.unlink(missing_ok=True)
    return file


def last_record(folder: Path) -> Record | None:
    """The last run's record; None if there was none.

    Args:
        folder: the site's.

    Raises:
        InputError: it is damaged.
    """
    files = sorted((folder / LOCAL_FOLDER / FOLDER).glob("*Z.json"))
    if not files:
        return None
    try:
        return _adapter().validate_json(files[-1].read_bytes())
    except (OSError, ValidationError) as error:
        raise InputError(
            f"{files[-1]} is damaged: {error}.",
            hint="Look at the hosts that the last run touched, then remove this file.",
        ) from error


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Record)
