"""What a host answered in a run: its last state, and what was applied."""

from dataclasses import dataclass
from typing import Any, Final

from gcloud.errors import CloudError
from gcloud.harden.outcome import HostOutcome
from gcloud.plan.hardening.answer import Answer, Setback, read_answer
from gcloud.plan.hardening.results import HostProblem

_MODULE: Final = "govcloud_baseline"
_APPLIED: Final = "changes"
"""What only the answer to an application says."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a host answered.

    Attributes:
        state: its state, by the last reading; None if it was never read.
        applied: what came of each application, or in check mode would come.
        diffs: from what to what, in the form of Ansible's --diff.
        broken: why its answers can't be used.
    """

    state: Answer | None
    applied: tuple[Answer, ...]
    diffs: tuple[dict[str, Any], ...]
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
    raw = [said for module, said in outcome.answers if module == _MODULE and "results" in said]
    try:
        state = [read_answer(outcome.host, said) for said in raw if _APPLIED not in said]
        applied = tuple(read_answer(outcome.host, said) for said in raw if _APPLIED in said)
    except CloudError as error:
        return Answers(None, (), (), HostProblem("crash", error.message, error.hint))
    diffs = tuple(dict(one) for said in raw for one in said.get("diff") or () if _APPLIED in said)
    return Answers(state[-1] if state else None, applied, diffs)
