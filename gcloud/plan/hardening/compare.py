"""What has changed between two runs, host by host and control by control."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from gcloud.plan.hardening.results import ControlResult, HostResult, Results, Severity, Verdict
from gcloud.plan.hardening.score import score

Direction = Literal["worse", "better", "other", "new", "gone"]
"""worse and better: of the same control; other: neither, as from pass to not applicable;
new and gone: a control that only the later or only the earlier run asked for."""

_RANK: Final[Mapping[Verdict, int]] = MappingProxyType(
    {"fail": 0, "not-checked": 0, "waived": 1, "pass": 2, "not-applicable": -1}
)
"""How good a verdict is; not to have been checked is no better than to fail. Below 0: does not compare."""


@dataclass(frozen=True, slots=True)
class ControlChange:
    """A control whose verdict on a host is not what it was.

    Attributes:
        control: the control's id.
        severity: the control's.
        direction: what became of it.
        before: the earlier verdict; None where it was not asked for.
        after: the later verdict; None where it is not asked for any more.
        why: what the later run says of it; of a control that is gone, the earlier.
    """

    control: str
    severity: Severity
    direction: Direction
    before: Verdict | None
    after: Verdict | None
    why: str


@dataclass(frozen=True, slots=True)
class HostComparison:
    """What has changed on a host.

    Attributes:
        host: its name.
        direction: new or gone where only one run has it; else what became of it: worse if anything is.
        before: the earlier score.
        after: the later score.
        changes: what is not as it was; what got worse first, then by severity.
        same: how many controls have the verdict that they had.
    """

    host: str
    direction: Literal["worse", "better", "other", "same", "new", "gone"]
    before: float | None
    after: float | None
    changes: tuple[ControlChange, ...]
    same: int

    def of(self, direction: Direction) -> tuple[ControlChange, ...]:
        """The changes of one direction."""
        return tuple(one for one in self.changes if one.direction == direction)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What has changed between two runs.

    Attributes:
        earlier: when the earlier run began.
        later: when the later run began.
        before: the earlier score of all hosts.
        after: the later score of all hosts.
        hosts: host by host: those of the later run in its order, then those that are gone.
    """

    earlier: datetime
    later: datetime
    before: float | None
    after: float | None
    hosts: tuple[HostComparison, ...]

    @property
    def worse(self) -> bool:
        """Whether anything got worse."""
        return any(host.direction == "worse" for host in self.hosts)

    def count(self, direction: Direction) -> int:
        """How many controls of all hosts changed in a direction."""
        return sum(len(host.of(direction)) for host in self.hosts)


def compare(earlier: Results, later: Results) -> Comparison:
    """Compare two runs.

    Args:
        earlier: the earlier.
        later: the later.
    """
    was = {host.host: host for host in earlier.hosts}
    now = {host.host: host for host in later.hosts}
    return Comparison(
        earlier.at,
        later.at,
        score(one for host in earlier.hosts for one in host.controls).overall,
        score(one for host in later.hosts for one in host.controls).overall,
        tuple(_host(name, was.get(name), now.get(name)) for name in dict.fromkeys((*now, *was))),
    )


_ORDER: Final[tuple[Direction, ...]] = ("worse", "new", "better", "other", "gone")
_SEVERITIES: Final[tuple[Severity, ...]] = ("high", "medium", "low")


def _host(name: str, was: HostResult | None, now: HostResult | None) -> HostComparison:
    before = {one.id: one for one in was.controls} if was else {}
    after = {one.id: one for one in now.controls} if now else {}
    changes = tuple(sorted(_changes(before, after), key=_place))
    return HostComparison(
        name,
        "new" if was is None else "gone" if now is None else _whole(changes),
        was.score.overall if was else None,
        now.score.overall if now else None,
        changes,
        len(before.keys() | after.keys()) - len(changes),
    )


def _whole(changes: Iterable[ControlChange]) -> Literal["worse", "better", "other", "same"]:
    there = {change.direction for change in changes}
    if "worse" in there:
        return "worse"
    if "better" in there:
        return "better"
    return "other" if there else "same"


def _changes(
    before: Mapping[str, ControlResult], after: Mapping[str, ControlResult]
) -> Iterator[ControlChange]:
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        if now is None and was is not None:
            yield ControlChange(name, was.severity, "gone", was.verdict, None, was.why)
        elif now is not None and was is None:
            yield ControlChange(name, now.severity, "new", None, now.verdict, now.why)
        elif now is not None and was is not None and now.verdict != was.verdict:
            yield ControlChange(
                name, now.severity, _direction(was.verdict, now.verdict), was.verdict, now.verdict, now.why
            )


def _direction(was: Verdict, now: Verdict) -> Direction:
    if min(_RANK[was], _RANK[now]) < 0 or _RANK[was] == _RANK[now]:
        return "other"
    return "better" if _RANK[now] > _RANK[was] else "worse"


def _place(change: ControlChange) -> tuple[int, int, str]:
    return (_ORDER.index(change.direction), _SEVERITIES.index(change.severity), change.control)
