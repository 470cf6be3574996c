"""Tenants' addresses: a slice of the province's range for each agency, networks inside it.

The record knows a slice as `agency/NAME` (a further one as `agency/NAME.2`, with a
dot, which no name holds) and a network as `tenant/TENANT/NETWORK`, taken from a
slice. A tenant that is transferred to another agency keeps its networks where they
are, and the slice that they lie in stays as long as one of them does; so an agency
that is merged away leaves its slice to those who took its tenants.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from gcloud.model.site import Site
from gcloud.model.tenants.tenant import GrantedTenant, TenantNetwork
from gcloud.plan.allot import allot
from gcloud.plan.allotment import IPV4, IPV4_LENGTH, Allotment, Conflict, Outcome, Pool, Want
from gcloud.plan.layout import Layout, layout
from gcloud.plan.tenants.retirement import gone


@dataclass(frozen=True, slots=True)
class Slices:
    """Who has which addresses.

    Attributes:
        record: the whole record, what is new included, in canonical order.
        networks: `TENANT/NETWORK` → its block, divided.
        unrecorded: the lines that the record did not have.
        conflicts: what can't be given, or can't stand.
    """

    record: tuple[Allotment, ...]
    networks: Mapping[str, Layout]
    unrecorded: tuple[Allotment, ...]
    conflicts: tuple[Conflict, ...]


def slice_owner(agency: str, number: int = 1) -> str:
    """How the record calls an agency's slice, as owner and as pool."""
    return f"agency/{agency}" if number == 1 else f"agency/{agency}.{number}"


def network_owner(tenant: str, network: str) -> str:
    """How the record calls a tenant's network."""
    return f"tenant/{tenant}/{network}"


@dataclass(frozen=True, slots=True)
class _Wish:
    """A network that somebody wants."""

    owner: str
    agency: str
    prefix_length: int


def slices(site: Site, record: Iterable[Allotment], *, today: date | None = None) -> Slices:
    """Give every tenant's network its block.

    Args:
        site: the site.
        record: what was given before, in any order.
        today: the day to note on what is released; None for a plan, which releases nothing.
    """
    work = _work(site, tuple(record), today)
    blocks, given = work.give()
    refused = {conflict.owner for conflict in blocks.conflicts}
    short: dict[str, list[int]] = defaultdict(list)
    for conflict in given.conflicts:
        if conflict.reason == "full" and not refused & work.slices_for(conflict.owner):
            short[work.wishes[conflict.owner].agency].append(conflict.wanted)
    if short:
        for agency, wanted in short.items():
            work.extend(agency, wanted)
        blocks, given = work.give()
    # A network whose slice can't be given or can't stand has no fault of its own.
    refused = {conflict.owner for conflict in blocks.conflicts}
    return Slices(
        record=given.record,
        networks={owner.removeprefix("tenant/"): layout(block) for owner, block in given.blocks.items()},
        unrecorded=(*blocks.added, *given.added),
        conflicts=(
            *blocks.conflicts,
            *(one for one in given.conflicts if not refused & work.slices_for(one.owner, one.pool)),
        ),
    )


def living(site: Site) -> Iterable[tuple[GrantedTenant, TenantNetwork]]:
    """Every network of every tenant that is there."""
    left = gone(site)
    return (
        (tenant, network) for tenant in site.tenants if tenant.name not in left for network in tenant.networks
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """What the slices are reckoned from.

    Attributes:
        site: the site.
        record: what was given before.
        today: the day to note on what is released.
        current: owner → its line on record, of those in use.
        wishes: owner → the network that is wanted.
        last: agency → the highest number of a slice on record, closed ones too.
        numbers: agency → the numbers of its slices; grows.
        lengths: slice → its prefix length; grows.
    """

    site: Site
    record: tuple[Allotment, ...]
    today: date | None
    current: Mapping[str, Allotment]
    wishes: Mapping[str, _Wish]
    last: Mapping[str, int]
    numbers: dict[str, list[int]]
    lengths: dict[str, int]

    def give(self) -> tuple[Outcome, Outcome]:
        """The slices from the ranges, and the networks from the slices."""
        ranges = [one for one in self.site.ranges if one.purpose == "agencies" and one.family == IPV4]
        names = tuple(one.name for one in ranges)
        wants = [Want(owner, self._pools(owner, names), length) for owner, length in self.lengths.items()]
        pools = [Pool(one.name, one.cidr) for one in ranges]
        blocks = allot("agency", pools, self.record, wants, today=self.today)
        own = {
            agency: tuple(slice_owner(agency, number) for number in found)
            for agency, found in self.numbers.items()
        }
        return blocks, allot(
            "tenant",
            [Pool(owner, block) for owner, block in blocks.blocks.items()],
            blocks.record,
            [
                Want(wish.owner, self._pools(wish.owner, own[wish.agency]), wish.prefix_length)
                for wish in self.wishes.values()
            ],
            today=self.today,
        )

    def _pools(self, owner: str, pools: tuple[str, ...]) -> tuple[str, ...]:
        """The pools that will do, with the one that the owner's block was taken from: nobody moves."""
        line = self.current.get(owner)
        return pools if line is None or line.pool in pools else (*pools, line.pool)

    def slices_for(self, owner: str, pool: str = "") -> AbstractSet[str]:
        """The slices that a network was looked for in: the one that it is in, else its agency's."""
        if owner in self.current or owner not in self.wishes:
            return {pool}
        agency = self.wishes[owner].agency
        return {slice_owner(agency, number) for number in self.numbers[agency]}

    def extend(self, agency: str, wanted: list[int]) -> None:
        """Add as many slices as hold what found no place: blocks of powers of two leave no gap.

        They are new ones: a closed slice that comes back may hold networks that are closed themselves.
        """
        length = min(self.site.tenancy.slice_prefix_length, *wanted)
        short = sum(1 << (IPV4_LENGTH - one) for one in wanted)
        more = -(-short // (1 << (IPV4_LENGTH - length)))
        last = max(self.last.get(agency, 0), self.numbers[agency][-1])
        for number in range(last + 1, last + 1 + more):
            self.numbers[agency].append(number)
            self.lengths[slice_owner(agency, number)] = length


def _work(site: Site, record: tuple[Allotment, ...], today: date | None) -> _Work:
    current = {line.owner: line for line in record if line.released_on is None}
    wishes = {
        (owner := network_owner(tenant.name, network.name)): _Wish(
            owner, tenant.agency, network.prefix_length
        )
        for tenant, network in living(site)
    }
    last: dict[str, int] = {}
    for line in record:
        if (known := _agency(line.owner)) is not None:
            last[known[0]] = max(last.get(known[0], 0), known[1])
    numbers = _numbers(current, wishes)
    lengths = _lengths(site.tenancy.slice_prefix_length, record, wishes, numbers)
    return _Work(site, record, today, current, wishes, last, numbers, lengths)


def _agency(owner: str) -> tuple[str, int] | None:
    """The agency and the number of a slice; None if the owner is something else."""
    kind, _, name = owner.partition("/")
    agency, dot, number = name.partition(".")
    if kind != "agency" or (dot and not number.isdecimal()):
        return None
    return agency, int(number or 1)


def _numbers(current: Mapping[str, Allotment], wishes: Mapping[str, _Wish]) -> dict[str, list[int]]:
    """Agency → the numbers of its slices: those on record that are needed, a first one for new networks."""
    agencies = {wish.agency for wish in wishes.values()}
    new = {wish.agency for owner, wish in wishes.items() if owner not in current}
    needed = {current[owner].pool for owner in wishes if owner in current}
    numbers: dict[str, list[int]] = {agency: [] for agency in agencies}
    for owner in {*needed, *current}:
        known = _agency(owner)
        if known is not None and (known[0] in agencies or owner in needed):
            numbers.setdefault(known[0], []).append(known[1])
    return {agency: sorted(found) or [1] * (agency in new) for agency, found in numbers.items()}


def _lengths(
    plain: int, record: Iterable[Allotment], wishes: Mapping[str, _Wish], numbers: Mapping[str, list[int]]
) -> dict[str, int]:
    """Slice → its size: the one on record, else the site's, or larger where a network asks for it.

    The size of a closed slice counts too: an agency that comes back gets it as it was, since
    networks in it may come back as well.
    """
    recorded = {line.owner: line.block.prefixlen for line in sorted(record, key=_open_last)}
    largest: dict[str, int] = {}
    for wish in wishes.values():
        largest[wish.agency] = min(largest.get(wish.agency, plain), wish.prefix_length)
    return {
        owner: recorded.get(owner, largest.get(agency, plain))
        for agency, found in numbers.items()
        for number in found
        for owner in (slice_owner(agency, number),)
    }


def _open_last(line: Allotment) -> date:
    return line.released_on or date.max
