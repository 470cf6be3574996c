"""How long runs over hosts take, learnt from the last one: so the next can say how long it has to go."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from gcloud.deploy.keeping import keep
from gcloud.deploy.location import LOCAL_FOLDER

_FILE: Final = "hardening/pace.json"


@dataclass(frozen=True, slots=True)
class Pace:
    """How a run goes.

    Attributes:
        tasks: how many tasks each host goes through.
        seconds: how long one host's task keeps one of the places that work at once.
    """

    tasks: int
    seconds: float


def pace_of(tasks: int, hosts: int, forks: int, seconds: float) -> Pace | None:
    """The pace of a run that is over; None if it says nothing.

    Args:
        tasks: how many tasks a host went through, at most.
        hosts: how many hosts there were.
        forks: how many at once.
        seconds: how long it took.
    """
    if not tasks or not hosts:
        return None
    rounds = -(-hosts // forks)
    return Pace(tasks, seconds / (tasks * rounds))


def left(pace: Pace, done: int, hosts: int, forks: int) -> float:
    """How many seconds a run has to go.

    Args:
        pace: of the last one.
        done: how many tasks of hosts are finished.
        hosts: how many hosts there are.
        forks: how many at once.
    """
    rest = max(0, pace.tasks * hosts - done)
    return rest * pace.seconds / min(forks, hosts)


def keep_pace(folder: Path, what: str, pace: Pace) -> None:
    """Keep the pace of a run beside the site's states.

    Args:
        folder: the site's.
        what: audit, harden or check.
        pace: the pace.
    """
    every = {**_every(folder), what: asdict(pace)}
    keep(folder, _FILE, json.dumps(every).encode())


def kept_pace(folder: Path, what: str) -> Pace | None:
    """The pace of the last such run; None if there was none."""
    try:
        kept = _every(folder)[what]
        return Pace(int(kept["tasks"]), float(kept["seconds"]))
    except (KeyError, TypeError, ValueError):
        return None


def _every(folder: Path) -> dict[str, dict[str, float]]:
    try:
        kept: dict[str, dict[str, float]] = json.loads((folder / LOCAL_FOLDER / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
