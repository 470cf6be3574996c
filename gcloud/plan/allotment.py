"""What the allotter takes and gives: owners, pools, wants, lines of the record, conflicts.

It knows nothing of zones or servers: an owner is a string `kind/name`, a pool
is a span of addresses with a name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from ipaddress import IPv4Network, IPv6Network
from typing import Final, Literal, TypeAlias

Network: TypeAlias = IPv4Network | IPv6Network

IPV4: Final = 4
IPV4_LENGTH: Final = 32
"""The family, and the prefix length of a single address."""


@dataclass(frozen=True, slots=True)
class Allotment:
    """One line of the record.

    Attributes:
        owner: who has it, as `kind/name`.
        pool: the name of the pool that it was taken from.
        block: the addresses; a single address is a /32 or /128.
        released_on: the day on which the owner was gone; None while it is in use.
    """

    owner: str
    pool: str
    block: Network
    released_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """A span of addresses to give from.

    Attributes:
        name: what the record calls it.
        network: the block that it belongs to.
        first: the first address to give, as an integer; None for the block's first.
        last: the last address to give, as an integer; None for the block's last.
    """

    name: str
    network: Network
    first: int | None = None
    last: int | None = None

    @property
    def span(self) -> tuple[int, int]:
        """First and last address to give, as integers."""
        low = int(self.network.network_address) if self.first is None else self.first
        high = int(self.network.broadcast_address) if self.last is None else self.last
        return low, high


@dataclass(frozen=True, slots=True)
class Want:
    """What an owner shall have.

    Attributes:
        owner: who, as `kind/name`.
        pools: the names of the pools that will do, in the order to try.
        prefix_length: the size of the block.
    """

    owner: str
    pools: tuple[str, ...]
    prefix_length: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why an owner can't have what it wants, or why a line of the record can't stand.

    Attributes:
        reason: the kind of conflict.
        owner: whom it concerns.
        pool: the pool's name.
        block: the recorded block; None where there is none.
        other: with `overlap` and `duplicate`, the other line.
        short: with `full`, how many addresses are missing for all that want one.
        wanted: with `full` and `resized`, the prefix length asked for.
    """

    reason: Literal["full", "outside", "overlap", "resized", "duplicate"]
    owner: str
    pool: str
    block: Network | None = None
    other: Allotment | None = None
    short: int = 0
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Attributes:
        record: every line of the new record, in canonical order.
        blocks: each owner's block.
        added: the lines in use that the old record did not have, or had as released.
        conflicts: what is wrong; the owners concerned are not in `blocks`.
    """

    record: tuple[Allotment, ...]
    blocks: Mapping[str, Network]
    added: tuple[Allotment, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
