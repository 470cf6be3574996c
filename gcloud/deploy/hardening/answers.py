"""What a host answered in a run: its last state, and what was applied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gcloud.errors import CloudError
from gcloud.harden.outcome import HostOutcome
from gcloud.plan.hardening.answer import Answer, Setback, Undone, read_answer
from gcloud.plan.hardening.results import HostProblem

_MODULE: Final = "govcloud_baseline"
_GUARD: Final = "govcloud_guard"
_BACK: Final = frozenset({"undone", "partly-undone"})
_APPLIED: Final = "changes"
"""What only the answer to an application says."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a host answered.

    Attributes:
        state: its state, by the last reading; None if it was never read.
        applied: what came of each application, or in check mode would come.
        diffs: from what to what, in the form of Ansible's --diff.
        undone: what the guard took back.
        broken: why its answers can't be used.
    """

    state: Answer | None
    applied: tuple[Answer, ...]
    diffs: tuple[dict[str, Any], ...]
    undone: tuple[Undone, ...] = ()
    broken: HostProblem | None = None

    @property
    def setbacks(self) -> tuple[Setback, ...]:
        """What could not be brought about."""
        return tuple(setback for one in self.applied for setback in one.problems)


def answers_of(outcome: HostOutcome) -> Answers:
    """Read what a host answered.

    Args:
        outcome: what came of it.
    """
    read = _Reading(outcome.host)
    try:
        for module, said in outcome.answers:
            read.take(module, said)
    except CloudError as error:
        return Answers(None, (), (), broken=HostProblem("crash", error.message, error.hint))
    return Answers(read.state, tuple(read.applied), tuple(read.diffs), tuple(read.undone))


class _Reading:
    def __init__(self, host: str) -> None:
        self._host = host
        self.state: Answer | None = None
        self.applied: list[Answer] = []
        self.diffs: list[dict[str, Any]] = []
        self.undone: list[Undone] = []

    def take(self, module: str, said: Mapping[str, Any]) -> None:
        if module == _GUARD:
            self._take_report(said.get("report"))
        elif module != _MODULE:
            return
        elif "results" not in said:
            self._take_report(said.get("undone"), applied=False)
        elif _APPLIED not in said:
            self.state = read_answer(self._host, said)
        else:
            self._take_report(said.get("undone"), applied=False)
            self.applied.append(read_answer(self._host, {**said, "undone": None}))
            self.diffs += (dict(one) for one in said.get("diff") or ())

    def _take_report(self, report: Mapping[str, Any] | None, *, applied: bool = True) -> None:
        """Count in what the guard took back; what had been applied before is then no change."""
        if not report or report.get("state", "undone") not in _BACK:
            return
        if applied and self.applied:
            self.applied.pop()
        steps = tuple(
            str(one.get("name", one)) if isinstance(one, Mapping) else str(one) for one in _steps(report)
        )
        at = report.get("at")
        self.undone.append(
            Undone(
                str(report.get("batch", "")),
                str(report.get("why", "")),
                steps,
                None if at is None else str(at),
            )
        )


def _steps(report: Mapping[str, Any]) -> Sequence[Any]:
    found = report.get("undone")
    return found if isinstance(found, list | tuple) else ()
