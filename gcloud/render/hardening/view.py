"""What a page shows of a run beyond its hosts one by one: the same finding on many hosts is one line."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from gcloud.plan.hardening.results import (
    ControlResult,
    HostResult,
    Results,
    Score,
    Severity,
    Verdict,
    WaiverNote,
)
from gcloud.plan.hardening.score import score

_SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
_SHOWN: tuple[Verdict, ...] = ("fail", "not-checked", "waived", "pass", "not-applicable")


@dataclass(frozen=True, slots=True)
class Shared:
    """Something said of a control on one or several hosts.

    Attributes:
        control: what is said, by the first host.
        hosts: on which hosts.
    """

    control: ControlResult
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A run at a glance.

    Attributes:
        score: of all hosts together.
        counts: controls of all hosts by verdict.
        failing: controls that fail, the severest and most frequent first.
        waivers: waivers, those first that have expired or end first.
        unchecked: what could not be checked though a look could have told, by reason; of hosts that were
            not reached that is everything, and their problem says so.
        procedural: what only people can check.
        worst: hosts, those first that could not be judged, then by score.
    """

    score: Score
    counts: dict[Verdict, int]
    failing: tuple[Shared, ...]
    waivers: tuple[Shared, ...]
    unchecked: tuple[Shared, ...]
    procedural: tuple[Shared, ...]
    worst: tuple[HostResult, ...]


def overview(results: Results) -> Overview:
    """A run at a glance.

    Args:
        results: what came of it.
    """
    said = [(host.host, one) for host in results.hosts for one in host.controls]
    counts = dict.fromkeys(_SHOWN, 0)
    for _, one in said:
        counts[one.verdict] += 1
    failing = _shared(((host, one) for host, one in said if one.verdict == "fail"), lambda one: one.id)
    unseen = [
        (host.host, one)
        for host in results.hosts
        for one in host.controls
        if one.verdict == "not-checked" and (host.reached or one.procedural)
    ]
    return Overview(
        score(one for _, one in said),
        counts,
        tuple(sorted(failing, key=lambda one: (_weight(one.control), -len(one.hosts), one.control.id))),
        tuple(sorted(_shared(said, _waiver), key=_ends)),
        _shared(((host, one) for host, one in unseen if not one.procedural), lambda one: (one.id, one.why)),
        _shared(((host, one) for host, one in unseen if one.procedural), lambda one: one.id),
        tuple(sorted(results.hosts, key=_rank)),
    )


def in_order(host: HostResult) -> tuple[ControlResult, ...]:
    """The controls of a host as people want them: what is wrong first, what is severe before what is not."""
    return tuple(
        sorted(host.controls, key=lambda one: (_SHOWN.index(one.verdict), _weight(one), one.family, one.id))
    )


def _shared(
    said: Iterable[tuple[str, ControlResult]], key: Callable[[ControlResult], Hashable]
) -> tuple[Shared, ...]:
    found: dict[Hashable, tuple[ControlResult, list[str]]] = {}
    for host, one in said:
        same = key(one)
        if same is not None:
            found.setdefault(same, (one, []))[1].append(host)
    return tuple(Shared(one, tuple(hosts)) for one, hosts in found.values())


def _waiver(one: ControlResult) -> tuple[str, WaiverNote] | None:
    return None if one.waiver is None else (one.id, one.waiver)


def _ends(shared: Shared) -> tuple[bool, str, str]:
    waiver = shared.control.waiver
    return (waiver is not None and not waiver.expired, str(waiver and waiver.expires_on), shared.control.id)


def _weight(one: ControlResult) -> int:
    return _SEVERITIES.index(one.severity)


def _rank(host: HostResult) -> tuple[bool, bool, float, str]:
    figure = host.score.overall
    return (host.reached, host.problem is None, -1.0 if figure is None else figure, host.host)
