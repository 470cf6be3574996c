"""Ranges lie where they may, apart from each other, and hold what is to be put in them."""

from collections.abc import Iterator
from ipaddress import IPv4Network, ip_network
from typing import Final, NamedTuple

from gcloud.model.draft import Draft, Placed
from gcloud.model.net import Network
from gcloud.model.problem import Problem
from gcloud.model.ranges import Range

PRIVATE: Final = tuple(
    ip_network(block)
    for block in (
        "10.0.0.0/8",  # RFC 1918
        "172.16.0.0/12",
        "192.168.0.0/16",
        "192.0.2.0/24",  # RFC 5737
        "198.51.100.0/24",
        "203.0.113.0/24",
        "fc00::/7",  # RFC 4193
        "2001:db8::/32",  # RFC 3849
        "3fff::/20",  # RFC 9637
    )
)
"""Where invented addresses may lie: nobody's, or documentation's."""


def check(draft: Draft) -> Iterator[Problem]:
    """Finds ranges that overlap, are of the wrong space, or too small for the zones.

    Whether a zone has room for its servers depends on what is recorded and reserved in it: ask the plan.
    """
    yield from _space(draft)
    yield from _overlaps(draft)
    yield from _name_servers(draft)
    if draft.complete:
        yield from _room_for_zones(draft)


def _within(block: Network, wider: Network) -> bool:
    return (
        block.version == wider.version
        and block.network_address in wider
        and block.prefixlen >= wider.prefixlen
    )


def _space(draft: Draft) -> Iterator[Problem]:
    for placed in draft.ranges:
        block, way = placed.value.cidr, (*placed.path, "cidr")
        if (
            block.is_multicast
            or block.is_loopback
            or block.is_link_local
            or block.network_address.is_unspecified
        ):
            yield draft.problem(
                way, "range.special", f"{block} is no space for machines", "write for example 10.42.0.0/16"
            )
        elif placed.value.purpose == "zones" and not isinstance(block, IPv4Network):
            yield draft.problem(
                way,
                "range.family",
                f"zones have IPv4 addresses, and {block} is IPv6: nothing would use it",
                "write a block of IPv4, for example 10.42.0.0/16",
            )
        elif placed.value.fictional and not any(_within(block, private) for private in PRIVATE):
            yield draft.problem(
                way,
                "range.fictional",
                f"{block} belongs to somebody on the Internet, and the range is marked fictional",
                "take private or documentation space, for example 10.42.0.0/16, or write who assigned it and"
                " remove fictional",
            )


def _overlaps(draft: Draft) -> Iterator[Problem]:
    """Sorted by first address, two blocks overlap only if one holds the other."""
    order = sorted(
        draft.ranges,
        key=lambda p: (p.value.family, int(p.value.cidr.network_address), p.value.cidr.prefixlen),
    )
    wider: list[Placed[Range]] = []
    for placed in order:
        while wider and not _within(placed.value.cidr, wider[-1].value.cidr):
            wider.pop()
        if wider:
            first, second = sorted((wider[-1], placed), key=lambda p: p.path[-1])
            yield draft.problem(
                (*second.path, "cidr"),
                "range.overlap",
                f"{second.value.cidr} overlaps {first.value.cidr} of the range {first.value.name},"
                f" in {draft.positions.at(first.path)}",
                "choose blocks that share no address",
            )
        wider.append(placed)


def _name_servers(draft: Draft) -> Iterator[Problem]:
    for zone in draft.zones:
        for index, address in enumerate(zone.value.dns):
            if address.is_multicast or address.is_loopback or address.is_unspecified:
                yield draft.problem(
                    (*zone.path, "dns", index),
                    "zone.dns",
                    f"no machine answers at {address} for others",
                    "write the address of a name server that the zone can reach",
                )


def _room_for_zones(draft: Draft) -> Iterator[Problem]:
    """Finds zones that no range can hold, each by itself or all together."""
    ranges = [
        placed
        for placed in draft.ranges
        if placed.value.purpose == "zones" and isinstance(placed.value.cidr, IPv4Network)
    ]
    unsound = len(draft.named["ranges"]) > len(draft.ranges)
    if unsound or not draft.zones:
        return
    if not ranges:
        yield draft.problem(
            ("ranges",),
            "range.none",
            "no IPv4 range has the purpose zones",
            "add one, for example 10.42.0.0/20",
        )
        return
    largest = min(ranges, key=lambda placed: placed.value.cidr.prefixlen)
    lengths = []
    for zone in draft.zones:
        if zone.value.prefix_length >= largest.value.cidr.prefixlen:
            lengths.append(zone.value.prefix_length)
        else:
            yield draft.problem(
                (*zone.path, "prefix_length"),
                "zone.large",
                f"a /{zone.value.prefix_length} exceeds {largest.value.cidr}, the largest range for zones",
                f"write prefix_length: {largest.value.cidr.prefixlen + 1} or more, or give a larger range",
            )
    short = _shortage([placed.value.cidr.prefixlen for placed in ranges], lengths)
    if short is not None:
        missing = short.needed - short.room
        which = "" if short.length == max(lengths) else f" of /{short.length} and larger"
        there = "" if which == "" else f" that can hold a /{short.length}"
        yield draft.problem(
            (*largest.path, "cidr"),
            "range.small",
            f"the zones{which} need {short.needed} addresses, the ranges for zones{there} hold {short.room}:"
            f" {missing} too few",
            f"write {_widened(largest.value.cidr, missing)}, or add a range with purpose: zones",
        )


class _Shortage(NamedTuple):
    length: int
    needed: int
    room: int


def _shortage(ranges: list[int], zones: list[int]) -> _Shortage | None:
    """Where zones need most more than there is; None if all of them fit.

    Blocks of powers of two, put largest first, leave no gap that the next size can't use. So they
    fit if, for each size, the zones of that size and larger need no more than the ranges that can
    hold that size have.

    Args:
        ranges: prefix lengths of the ranges.
        zones: prefix lengths of the zones.
    """
    found = [
        _Shortage(
            length,
            needed=sum(_addresses(zone) for zone in zones if zone <= length),
            room=sum(_addresses(block) for block in ranges if block <= length),
        )
        for length in sorted(set(zones), reverse=True)
    ]
    worst = max(found, key=lambda short: short.needed - short.room, default=None)
    return worst if worst is not None and worst.needed > worst.room else None


def _addresses(prefix_length: int) -> int:
    return int(2 ** (32 - prefix_length))


def _widened(block: Network, missing: int) -> Network:
    length = block.prefixlen
    while length > 1 and _addresses(length) < _addresses(block.prefixlen) + missing:
        length -= 1
    return block.supernet(new_prefix=length) if isinstance(block, IPv4Network) else block
