"""Patching wave by wave: one is well again before the next begins, and what was done is put down at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from gcloud.deploy.hardening.patching.record import Entry, Record, keep_record
from gcloud.deploy.hardening.patching.sweep import Manner, Said, bring
from gcloud.errors import InputError
from gcloud.plan.hardening.patching.choice import Wish, chosen, is_due
from gcloud.plan.hardening.patching.waves import Candidate, Limits, held_back, waves

_ALL: Final = 100
_NO_GROUP: Final = ""

OnWave = Callable[[int, int, tuple[str, ...]], None]
"""Told before each wave: its number, how many there are, its hosts."""


@dataclass(frozen=True, slots=True)
class Route:
    """What a run is going to do.

    Attributes:
        candidates: the hosts on which there is anything to do.
        waves: them, wave by wave.
        own: what the module is told of each: `packages`, `expect`.
        record: its record, on which nothing is done yet.
        troubled: groups of which a host is away or not well, and is not in this run.
    """

    candidates: Mapping[str, Candidate]
    waves: tuple[tuple[str, ...], ...]
    own: Mapping[str, Mapping[str, Any]]
    record: Record
    troubled: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rolled:
    """What came of a run.

    Attributes:
        said: what each host said that was turned to.
        held: hosts that were not touched because one that stands in for them is not well.
        stopped: why the run broke off; empty if it did not.
        record: its record.
    """

    said: Mapping[str, Said]
    held: tuple[str, ...]
    stopped: str
    record: Record


def route(
    seen: Mapping[str, Said],
    groups: Mapping[str, str | None],
    ranks: Mapping[str, int],
    wish: Wish,
    *,
    limits: Limits,
    earlier: Record | None,
) -> Route:
    """Decide what a run does.

    Hosts that an earlier run has left half way, or unwell, come first: they must work again as they did.

    Args:
        seen: what was read of each host.
        groups: the anti-affinity group of each.
        ranks: hosts of a lower rank come first.
        wish: what is to be brought.
        limits: how much may be away at once.
        earlier: the last run's record.

    Raises:
        InputError: the canary has nothing to do.
    """
    left = earlier.open if earlier is not None else {}
    states = {name: one.first for name, one in seen.items() if one.first is not None and one.problem is None}
    due = [name for name, state in states.items() if name in left or is_due(state, wish)]
    candidates = {name: Candidate(name, groups[name], -1 if name in left else ranks[name]) for name in due}
    away = [groups[name] for name, one in seen.items() if not one.reached]
    away += [one.group for name, one in left.items() if name not in seen]
    order = sorted(candidates.values(), key=lambda one: one.rank)
    planned = waves(order, limits)
    entries = {}
    own: dict[str, dict[str, Any]] = {}
    for name in due:
        packages = [{"package": one.package, "new": one.new} for one in chosen(states[name], wish)]
        own[name] = {"packages": packages}
        expected = left[name].expected if name in left else states[name].health
        if name in left:
            own[name]["expect"] = dict(expected)
        entries[name] = Entry("waiting", groups[name], dict(expected))
    # What an earlier run has left and this one does not turn to stays open.
    entries |= {name: one for name, one in left.items() if name not in entries}
    record = Record(datetime.now(UTC), planned, entries)
    return Route(candidates, planned, own, record, frozenset(group for group in away if group))


def roll(manner: Manner, plan: Route, folder: Path, max_fail: int, tell: OnWave) -> Rolled:
    """Do it.

    Args:
        manner: how hosts are gone to.
        plan: what is to be done.
        folder: beside whose states the record is kept.
        max_fail: the share of hosts in percent that may fail before no others begin.
        tell: told before each wave.

    Raises:
        RunError: Ansible could not be started.
        InputError: the record can't be kept; then nothing more is begun.
    """
    said: dict[str, Said] = {}
    held: list[str] = []
    troubled = set(plan.troubled)
    record, stopped = plan.record, ""
    for number, names in enumerate(plan.waves, 1):
        wave = [plan.candidates[name] for name in names]
        back = tuple(one.name for one in held_back(wave, troubled))
        going = tuple(name for name in names if name not in back)
        held += back
        record = record.at(back, "held-back").at(going, "started")
        keep_record(folder, record)
        if not going:
            continue
        tell(number, len(plan.waves), going)
        found = bring(manner, {name: plan.own[name] for name in going})
        said |= found
        if manner.cancel.is_set():
            stopped = "it was interrupted"
        failed = {name: one.problem.message for name, one in found.items() if one.problem is not None}
        troubled |= {plan.candidates[name].group or _NO_GROUP for name in failed} - {_NO_GROUP}
        record = record.at(tuple(failed), "failed", failed)
        record = record.at(tuple(name for name in going if name not in failed), "done")
        keep_record(folder, record)
        lost = sum(one.problem is not None for one in said.values())
        if failed and lost * _ALL > max_fail * len(plan.candidates):
            stopped = stopped or f"wave {number} failed on {', '.join(failed)}"
        if stopped:
            break
    record = replace(record, ended=datetime.now(UTC))
    keep_record(folder, record)
    return Rolled(said, tuple(held), stopped, record)


def share(text: str) -> int:
    """Read a share of hosts in percent: `20%` or `20`.

    Raises:
        InputError: it is none.
    """
    number = text.removesuffix("%")
    if number.isascii() and number.isdecimal() and int(number) <= _ALL:
        return int(number)
    raise InputError(f"{text} is no share of hosts.", hint="Write a share from 0% to 100%.")
