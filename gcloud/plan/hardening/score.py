"""How much of what is asked holds: one figure, by level and by family.

    score = 100 * weight of what passed / weight of what counts

A control weighs 4 if its severity is high, 2 if it is medium, 1 if it is low.
What counts is what passed, what failed, and what could have been checked but was
not: what nobody has seen is not known to hold. Not counted are waived controls
(somebody answers for them), those that don't apply, and procedural ones, which no
look at a host can prove. The figure is cut after the first decimal and never
rounded up: 100 means that everything holds.

The weights are this project's own; no standard gives any.
"""

from collections.abc import Callable, Iterable, Mapping
from math import floor
from types import MappingProxyType
from typing import Final

from gcloud.plan.hardening.results import ControlResult, Score, Severity

WEIGHTS: Final[Mapping[Severity, int]] = MappingProxyType({"high": 4, "medium": 2, "low": 1})
"""What a control weighs by its severity."""

DEPTH = "depth"
"""Under which key of the levels those controls are that only a depth (CIS) asks for."""


def score(controls: Iterable[ControlResult]) -> Score:
    """Reckon the score of controls, of one host or of many.

    Args:
        controls: verdicts on controls.
    """
    counted = [one for one in controls if _counts(one)]
    return Score(
        _figure(counted),
        _by(counted, lambda one: DEPTH if one.level is None else str(one.level)),
        _by(counted, lambda one: one.family),
    )


def _counts(one: ControlResult) -> bool:
    return one.verdict in {"pass", "fail"} or (one.verdict == "not-checked" and not one.procedural)


def _figure(counted: Iterable[ControlResult]) -> float | None:
    passed = asked = 0
    for one in counted:
        asked += WEIGHTS[one.severity]
        passed += WEIGHTS[one.severity] * (one.verdict == "pass")
    return floor(1000 * passed / asked) / 10 if asked else None


def _by(counted: Iterable[ControlResult], key: Callable[[ControlResult], str]) -> dict[str, float]:
    parts: dict[str, list[ControlResult]] = {}
    for one in counted:
        parts.setdefault(key(one), []).append(one)
    figures = {part: _figure(parts[part]) for part in sorted(parts)}
    return {part: figure for part, figure in figures.items() if figure is not None}
