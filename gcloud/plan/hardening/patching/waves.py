"""In which order hosts are patched: in waves, so that what stands in for another is never away with it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from gcloud.errors import InputError

_SHARE: Final = re.compile(r"^(\d{1,3})%$")
_ALL: Final = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A host that is to be patched.

    Attributes:
        name: its name.
        group: the anti-affinity group: hosts that stand in for each other; None if none does.
        rank: hosts of a lower rank come first, all of them.
    """

    name: str
    group: str | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be away at once.

    Attributes:
        at_once: hosts in one wave, at most; at least 1.
        canary: the host that goes first, alone; None: the first that there is, alone, if there are several.
    """

    at_once: int
    canary: str | None = None


def at_once(text: str, hosts: int) -> int:
    """Read how many hosts may be away at once: `3`, or a share of them: `20%`, rounded down, at least one.

    Args:
        text: as written.
        hosts: how many hosts there are.

    Raises:
        InputError: it is neither.
    """
    share = _SHARE.match(text)
    if share and 0 < int(share[1]) <= _ALL:
        return max(1, hosts * int(share[1]) // _ALL)
    if text.isdecimal() and text.isascii() and int(text) > 0:
        return int(text)
    raise InputError(
        f"{text} does not say how many hosts may be away at once.", hint="Write a number from 1, or 20%."
    )


def waves(candidates: Sequence[Candidate], limits: Limits) -> tuple[tuple[str, ...], ...]:
    """Put hosts into waves.

    Each host is in one wave; none has more than `limits.at_once`, nor two of an anti-affinity group. Where
    that leaves a choice, the group with the most hosts left goes first: so there are as few waves as can be.

    Args:
        candidates: the hosts, in the order in which they come where nothing else counts.
        limits: how much may be away at once.

    Raises:
        InputError: the canary is none of the hosts.
    """
    left = list(candidates)
    done: list[tuple[str, ...]] = []
    first = _canary(left, limits.canary)
    if first is not None:
        left.remove(first)
        done.append((first.name,))
    for rank in sorted({one.rank for one in left}):
        done += _of_rank([one for one in left if one.rank == rank], limits.at_once)
    return tuple(done)


def held_back(wave: Iterable[Candidate], troubled: Iterable[str | None]) -> tuple[Candidate, ...]:
    """The hosts of a wave that must not be touched: one that stands in for them is away or not well.

    Args:
        wave: the hosts.
        troubled: the groups of hosts that failed or can't be reached.
    """
    groups = set(troubled) - {None}
    return tuple(one for one in wave if one.group in groups)


def _canary(candidates: Sequence[Candidate], name: str | None) -> Candidate | None:
    if name is not None:
        found = next((one for one in candidates if one.name == name), None)
        if found is None:
            raise InputError(
                f"{name} can't go first: it is not among the hosts that have anything open.",
                hint=f"Name one of {', '.join(one.name for one in candidates[:5])}."
                if candidates
                else "Nothing is open on these hosts.",
            )
        return found
    lowest = min((one.rank for one in candidates), default=0)
    return next((one for one in candidates if one.rank == lowest), None) if len(candidates) > 1 else None


def _of_rank(hosts: list[Candidate], most: int) -> list[tuple[str, ...]]:
    places = {one.name: place for place, one in enumerate(hosts)}
    left = hosts
    found = []
    while left:
        size = Counter(one.group or f"\0{one.name}" for one in left)
        wave: dict[str, Candidate] = {}
        for one in sorted(left, key=lambda one: (-size[one.group or f"\0{one.name}"], places[one.name])):
            if len(wave) < most:
                wave.setdefault(one.group or f"\0{one.name}", one)
        names = {one.name for one in wave.values()}
        found.append(tuple(one.name for one in left if one.name in names))
        left = [one for one in left if one.name not in names]
    return found
