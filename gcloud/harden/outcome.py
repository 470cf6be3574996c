"""What came of a run, host by host."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gcloud.plan.hardening.results import HostProblem


@dataclass(frozen=True, slots=True)
class HostOutcome:
    """What came of one host.

    Attributes:
        host: its name.
        at: when it was first turned to.
        answers: what the project's modules returned on it, in their order; each with its module's name.
        problem: why it is not done; None where it is.
        tasks: how many tasks it went through.
    """

    host: str
    at: datetime
    answers: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    problem: HostProblem | None = None
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run.

    Attributes:
        hosts: of every host that was ordered, in that order.
        interrupted: whether it was stopped.
        seconds: how long it took.
        said: the last lines of Ansible itself, where it broke off.
    """

    hosts: Mapping[str, HostOutcome]
    interrupted: bool
    seconds: float
    said: tuple[str, ...] = field(default=())
