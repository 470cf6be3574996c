"""Which controls a host is asked for, by what, and the values that bound its parameters.

The controls of its profile at its level, together with those of its depth. Where
both ask for one control, the profile is named as the reason, and of two values of a
parameter the stricter counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gcloud.model.baseline.catalogue import Baselines
from gcloud.model.baseline.control import Control
from gcloud.model.baseline.parameter import Parameter
from gcloud.model.baseline.profile import Asked, Profile
from gcloud.model.baseline.words import Value
from gcloud.plan.hardening.wish import NO_DEPTH
from gcloud.plan.profiles.rows import Certainty, Source

_CIS: Final[Certainty] = "S"
"""How sure we are of CIS numbers where a depth says nothing: after ComplianceAsCode, not read in CIS."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The value that a standard sets.

    Attributes:
        value: the value.
        source: where it stands.
        suggested: whether the standard only suggests it.
    """

    value: Value
    source: Source
    suggested: bool


@dataclass(frozen=True, slots=True)
class AskedControl:
    """A control that is asked for.

    Attributes:
        control: the control.
        level: the first level that asks for it; None where only a depth does.
        source: where that stands.
        bounds: what is set of its parameters.
    """

    control: Control
    level: int | None
    source: Source
    bounds: Mapping[str, Bound]


def asked(baselines: Baselines, profile: str, level: int, depth: str) -> tuple[AskedControl, ...]:
    """The controls that are asked for, in the order of the catalogue.

    Args:
        baselines: all there is.
        profile: a profile with levels.
        level: one of its levels.
        depth: a profile without levels, or `none`.
    """
    grounds: dict[str, list[tuple[Profile, Asked]]] = {}
    for name in (profile, *(() if depth == NO_DEPTH else (depth,))):
        for of, one in _reach(baselines, baselines.profiles[name], frozenset()):
            if one.since <= level or not of.levels:
                grounds.setdefault(one.control, []).append((of, one))
    return tuple(
        _control(control, grounds[name], level)
        for name, control in baselines.controls.items()
        if name in grounds
    )


def stricter(parameter: Parameter, one: Value, other: Value) -> Value:
    """The stricter of two values; of lists that don't compare, what is as strict as both.

    Args:
        parameter: whose values they are.
        one: a value.
        other: another; of two that neither is stricter, `one` counts.
    """
    if not parameter.weaker(one, other):
        return one
    if parameter.weaker(other, one) and isinstance(one, tuple) and isinstance(other, tuple):
        if parameter.stricter == "fewer":
            return tuple(entry for entry in one if entry in other)
        return (*one, *(entry for entry in other if entry not in one))
    return other


def _reach(baselines: Baselines, profile: Profile, passed: frozenset[str]) -> Iterator[tuple[Profile, Asked]]:
    """What a profile asks for, then what those do that it includes."""
    yield from ((profile, one) for one in profile.controls)
    here = passed | {profile.profile}
    for name in profile.includes:
        if name not in here:
            yield from _reach(baselines, baselines.profiles[name], here)


def _control(control: Control, grounds: list[tuple[Profile, Asked]], level: int) -> AskedControl:
    first, by = grounds[0]
    return AskedControl(
        control,
        by.since if first.levels else None,
        _source(control, first, by, level),
        {name: bound for name in control.parameters if (bound := _bound(control, name, grounds, level))},
    )


def _bound(control: Control, name: str, grounds: list[tuple[Profile, Asked]], level: int) -> Bound | None:
    found: Bound | None = None
    for profile, one in grounds:
        value = one.value_at(name, level)
        if value is None:
            continue
        best = value if found is None else stricter(control.parameters[name], found.value, value)
        if found is None or best != found.value:
            found = Bound(best, _source(control, profile, one, level), one.suggested)
    return found


def _cis(control: Control) -> Iterator[str]:
    """The numbers of a control's recommendations, with the systems whose benchmarks have them."""
    systems: dict[tuple[str, ...], list[str]] = {}
    for system, numbers in control.cis.items():
        systems.setdefault(numbers, []).append(system)
    for numbers, there in systems.items():
        yield f"{', '.join(numbers)} ({', '.join(there)})"


def _source(control: Control, profile: Profile, one: Asked, level: int) -> Source:
    clause = profile.clause_at(one, level) if profile.levels else "; ".join(_cis(control))
    return Source(f"{profile.source}, {clause}" if clause else profile.source, one.certainty or _CIS)
