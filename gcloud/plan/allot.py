"""Give blocks of addresses to owners so that nobody is ever renumbered.

An address plan that is computed afresh each time moves people whenever the
list of people changes. So what was once given is written into a record that is
kept beside the site's files, and this module only ever adds to it: who is in
the record keeps the block, who is new gets the lowest free one, who has left
is marked as released and the block stays closed for a hold period, so that a
name in an old log or firewall rule does not soon mean somebody else.

It knows nothing of zones or servers: an owner is a string `kind/name`, a pool
is a span of addresses with a name. Zones take blocks from the site's ranges,
servers take single addresses from their zone's block; agencies and links can
do the same.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from ipaddress import ip_network

from gcloud.plan.allotment import Allotment, Conflict, Network, Outcome, Pool, Want
from gcloud.plan.gaps import Gaps

HOLD_DAYS = 365
"""How long a released block stays closed: a rule of this project, no law names a figure."""


def allot(
    kind: str,
    pools: Iterable[Pool],
    record: Iterable[Allotment],
    wants: Iterable[Want],
    *,
    today: date | None = None,
    hold_days: int = HOLD_DAYS,
) -> Outcome:
    """Give every owner of one kind its block.

    Args:
        kind: the first part of the owners' names; lines of other kinds are left as they are.
        pools: what there is to give; the pools do not overlap one another.
        record: what was given before, in any order.
        wants: who shall have what, in any order; each owner once.
        today: the day to note on what is released; None to release nothing and reopen nothing,
            which makes the result independent of the calendar.
        hold_days: how long a released block stays closed.

    Returns:
        The new record and each owner's block. The same input in any order gives the same outcome.
    """
    known = {pool.name: pool for pool in pools}
    wanted = {want.owner: want for want in wants}
    state = _Sorting(known=known, wanted=wanted)
    before = sorted(record, key=_canonical)
    for line in before:
        if line.owner.partition("/")[0] != kind:
            state.others.append(line)
        else:
            state.take(line)
    lines, conflicts = state.settle(today=today, hold_days=hold_days)
    conflicts.extend(_misfits([*lines, *state.others], known, wanted))
    refused = {conflict.owner for conflict in conflicts}
    served = {line.owner for line in lines if line.released_on is None} | refused
    added, full = _fill(known, [*lines, *state.others], [w for o, w in wanted.items() if o not in served])
    blocks = {
        line.owner: line.block
        for line in (*lines, *added)
        if line.released_on is None and line.owner in wanted and line.owner not in refused
    }
    return Outcome(
        record=tuple(sorted([*lines, *state.others, *added], key=_canonical)),
        blocks=dict(sorted(blocks.items())),
        added=_in_use_since(before, [*lines, *added]),
        conflicts=tuple(sorted([*conflicts, *full], key=lambda c: (c.owner, c.reason, c.pool))),
    )


def _in_use_since(before: Iterable[Allotment], after: Iterable[Allotment]) -> tuple[Allotment, ...]:
    old = set(before)
    return tuple(sorted((a for a in after if a.released_on is None and a not in old), key=_canonical))


def _canonical(line: Allotment) -> tuple[str, int, int, int, str]:
    """Order of the record: by pool and address, so that it reads as an address table.

    Two branches that give the same block to two owners then change the same
    place of the file, and merging them is a conflict that somebody sees.
    """
    block = line.block
    return line.pool, block.version, int(block.network_address), block.prefixlen, line.owner


@dataclass(slots=True)
class _Sorting:
    """The recorded lines of one kind, told apart."""

    known: Mapping[str, Pool]
    wanted: Mapping[str, Want]
    current: dict[str, Allotment] = field(default_factory=dict)
    gone: list[Allotment] = field(default_factory=list)
    held: list[Allotment] = field(default_factory=list)
    others: list[Allotment] = field(default_factory=list)
    twice: list[Allotment] = field(default_factory=list)

    def take(self, line: Allotment) -> None:
        want = self.wanted.get(line.owner)
        if line.released_on is not None:
            self.held.append(line)
        elif want is None or line.pool not in want.pools:
            self.gone.append(line)
        elif line.owner in self.current:
            self.twice.append(line)
        else:
            self.current[line.owner] = line

    def settle(self, *, today: date | None, hold_days: int) -> tuple[list[Allotment], list[Conflict]]:
        """Release, reopen and give back; then judge the sizes."""
        held = self.held
        gone = self.gone
        if today is not None:
            gone = [replace(line, released_on=today) for line in gone]
            oldest = today - timedelta(days=hold_days)
            held = [line for line in held if line.released_on is None or line.released_on > oldest]
        kept: list[Allotment] = []
        for line in held:
            want = self.wanted.get(line.owner)
            returns = (
                want is not None
                and line.owner not in self.current
                and line.pool in want.pools
                and line.block.prefixlen == want.prefix_length
            )
            if returns:
                self.current[line.owner] = replace(line, released_on=None)
            else:
                kept.append(line)
        conflicts = [
            Conflict("duplicate", line.owner, line.pool, line.block, self.current[line.owner])
            for line in self.twice
        ]
        for owner, line in self.current.items():
            asked = self.wanted[owner].prefix_length
            if line.block.prefixlen != asked:
                conflicts.append(Conflict("resized", owner, line.pool, line.block, wanted=asked))
        return [*self.current.values(), *self.twice, *gone, *kept], conflicts


def _misfits(
    lines: Sequence[Allotment], known: Mapping[str, Pool], wanted: Container[str]
) -> Iterator[Conflict]:
    """Wanted lines outside their pool, or on top of others."""
    by_pool: dict[str, list[Allotment]] = {}
    for line in sorted(lines, key=_canonical):
        if line.pool in known and _inside(line.block, known[line.pool]):
            by_pool.setdefault(line.pool, []).append(line)
        elif line.released_on is None and line.owner in wanted:
            yield Conflict("outside", line.owner, line.pool, line.block)
    for name, members in by_pool.items():
        widest = members[0]
        for line in members[1:]:
            if _span(line.block)[0] <= _span(widest.block)[1]:
                blamed, other = (line, widest) if line.owner in wanted else (widest, line)
                # A released block says only that nobody new may have it.
                if blamed.released_on is None and blamed.owner in wanted:
                    yield Conflict("overlap", blamed.owner, name, blamed.block, other)
            if _span(line.block)[1] > _span(widest.block)[1]:
                widest = line


def _inside(block: Network, pool: Pool) -> bool:
    low, high = pool.span
    start, end = _span(block)
    return block.version == pool.network.version and low <= start and end <= high


def _fill(
    known: Mapping[str, Pool], lines: Sequence[Allotment], wants: Sequence[Want]
) -> tuple[list[Allotment], list[Conflict]]:
    """Give the lowest free block to each new owner, the larger blocks first."""
    taken: dict[str, list[tuple[int, int]]] = {name: [] for name in known}
    for line in lines:
        if line.pool in taken and line.block.version == known[line.pool].network.version:
            taken[line.pool].append(_span(line.block))
    gaps: dict[str, Gaps] = {}
    added: list[Allotment] = []
    missing: dict[tuple[tuple[str, ...], int], list[str]] = {}
    # Nothing is given back: where one size found no place, the next of that size need not look again.
    first: dict[tuple[tuple[str, ...], int], int] = {}
    for want in sorted(wants, key=lambda w: (w.prefix_length, w.owner)):
        like = (want.pools, want.prefix_length)
        for index in range(first.get(like, 0), len(want.pools)):
            name, first[like] = want.pools[index], index
            if name not in known:
                continue
            if name not in gaps:
                gaps[name] = Gaps(known[name].span, taken[name])
            bits = known[name].network.max_prefixlen - want.prefix_length
            start = gaps[name].lowest(bits) if bits >= 0 else None
            if start is not None:
                block = ip_network((start, want.prefix_length))
                added.append(Allotment(want.owner, name, block))
                break
        else:
            first[like] = len(want.pools)
            missing.setdefault(like, []).append(want.owner)
    conflicts = []
    for (names, length), owners in missing.items():
        pool = next((known[name] for name in names if name in known), None)
        size = 1 << (pool.network.max_prefixlen - length) if pool else 0
        short = size * len(owners)
        pool_name = pool.name if pool else ""
        conflicts += [Conflict("full", owner, pool_name, short=short, wanted=length) for owner in owners]
    return added, conflicts


def _span(block: Network) -> tuple[int, int]:
    start = int(block.network_address)
    return start, start + (1 << (block.max_prefixlen - block.prefixlen)) - 1
