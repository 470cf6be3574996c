"""Tenants' addresses: a slice of the province's range for each agency, networks inside it.

The record knows a slice as `agency/NAME` (a further one as `agency/NAME.2`, with a
dot, which no name holds) and a network as `tenant/TENANT/NETWORK`, taken from a
slice. A tenant that is transferred to another agency keeps its networks where they
are, and the slice that they lie in stays as long as one of them does; so an agency
that is merged away leaves its slice to those who took its tenants.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from gcloud.model.site import Site
from gcloud.model.tenants.tenant import GrantedTenant, TenantNetwork
from gcloud.plan.allot import allot
from gcloud.plan.allotment import Allotment, Conflict, Outcome, Pool, Want
from gcloud.plan.layout import Layout, layout

IPV4: Final = 4
IPV4_LENGTH: Final = 32


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
    short: dict[str, list[int]] = defaultdict(list)
    wishes = {wish.owner: wish for wish in work.wishes}
    for conflict in given.conflicts:
        if conflict.reason == "full":
            wish = wishes[conflict.owner]
            short[wish.agency].append(wish.prefix_length)
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
            *(one for one in given.conflicts if one.reason != "full" and one.pool not in refused),
        ),
    )


def living(site: Site) -> Iterable[tuple[GrantedTenant, TenantNetwork]]:
    """Every network of every tenant that is there."""
    return (
        (tenant, network) for tenant in site.tenants if tenant.state != "gone" for network in tenant.networks
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """What the slices are reckoned from.

    Attributes:
        site: the site.
        record: what was given before.
        today: the day to note on what is released.
        current: owner → its line on record, of those in use.
        wishes: the networks that are wanted.
        numbers: agency → the numbers of its slices; grows.
        lengths: slice → its prefix length; grows.
    """

    site: Site
    record: tuple[Allotment, ...]
    today: date | None
    current: Mapping[str, Allotment]
    wishes: tuple[_Wish, ...]
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
                for wish in self.wishes
            ],
            today=self.today,
        )

    def _pools(self, owner: str, pools: tuple[str, ...]) -> tuple[str, ...]:
        """The pools that will do, with the one that the owner's block was taken from: nobody moves."""
        line = self.current.get(owner)
        return pools if line is None or line.pool in pools else (*pools, line.pool)

    def extend(self, agency: str, wanted: list[int]) -> None:
        """Add as many slices as hold what found no place: blocks of powers of two leave no gap."""
        length = min(self.site.tenancy.slice_prefix_length, *wanted)
        short = sum(1 << (IPV4_LENGTH - one) for one in wanted)
        more = -(-short // (1 << (IPV4_LENGTH - length)))
        last = self.numbers[agency][-1]
        for number in range(last + 1, last + 1 + more):
            self.numbers[agency].append(number)
            self.lengths[slice_owner(agency, number)] = length


def _work(site: Site, record: tuple[Allotment, ...], today: date | None) -> _Work:
    current = {line.owner: line for line in record if line.released_on is None}
    wishes = tuple(
        _Wish(network_owner(tenant.name, network.name), tenant.agency, network.prefix_length)
        for tenant, network in living(site)
    )
    plain = site.tenancy.slice_prefix_length
    numbers = _numbers(current, {wish.agency for wish in wishes})
    return _Work(site, record, today, current, wishes, numbers, _lengths(wishes, current, numbers, plain))


def _numbers(current: Mapping[str, Allotment], agencies: set[str]) -> dict[str, list[int]]:
    """Agency → the numbers of its slices: those on record that somebody needs, and a first one."""
    needed = {line.pool for owner, line in current.items() if owner.startswith("tenant/")}
    numbers: dict[str, list[int]] = {agency: [] for agency in agencies}
    for owner in {*needed, *current}:
        kind, _, name = owner.partition("/")
        agency, _, number = name.partition(".")
        if (
            kind == "agency"
            and (agency in agencies or owner in needed)
            and (not number or number.isdecimal())
        ):
            numbers.setdefault(agency, []).append(int(number or 1))
    return {agency: sorted(found) or [1] for agency, found in numbers.items()}


def _lengths(
    wishes: Iterable[_Wish],
    current: Mapping[str, Allotment],
    numbers: Mapping[str, list[int]],
    plain: int,
) -> dict[str, int]:
    """Slice → its size: the one on record, else the site's, or larger where a network asks for it."""
    largest: dict[str, int] = {}
    for wish in wishes:
        largest[wish.agency] = min(largest.get(wish.agency, plain), wish.prefix_length)
    return {
        owner: current[owner].block.prefixlen if owner in current else largest.get(agency, plain)
        for agency, found in numbers.items()
        for number in found
        for owner in (slice_owner(agency, number),)
    }
