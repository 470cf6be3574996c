"""The text of our table; pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import List, Mapping, Sequence, Tuple

from ..errors import BadItemError
from ..item import Item

FOLDER = "/etc/nftables.d"
MAIN = "/etc/nftables.conf"
_ERRORS = "destination-unreachable, time-exceeded, parameter-problem"
_NEIGHBOURS = (
    "nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert, nd-router-solicit, "
    "mld-listener-query, mld-listener-report, mld2-listener-report, mld-listener-done"
)


@dataclass(frozen=True)
class Opening:
    """Something that may pass.

    Attributes:
        proto: ``tcp``, ``udp``, or a protocol of its own (``vrrp``, ``esp``).
        ports: Ports and ranges; none for protocols without.
        networks: From where (or to where); empty: anywhere.
        interface: Only by this interface; empty: by any.
    """

    proto: str
    ports: Tuple[str, ...] = ()
    networks: Tuple[str, ...] = ()
    interface: str = ""


@dataclass(frozen=True)
class Wanted:
    """What an item asks of the packet filter."""

    table: str
    management: Tuple[str, ...]
    allow: Tuple[Opening, ...]
    forward: str
    output: str
    allow_out: Tuple[Opening, ...]
    log: int

    @property
    def path(self) -> str:
        """The file that holds the table."""
        return f"{FOLDER}/50-{self.table}.nft"


def wanted(item: Item) -> Wanted:
    """What an item asks.

    Raises:
        BadItemError: A field is not what it may be.
    """
    forward, output = item.text("forward", "drop"), item.text("output", "leave")
    if forward not in ("drop", "accept", "leave") or output not in ("drop", "leave"):
        raise BadItemError(f"item {item.id}: forward is drop, accept or leave; output is drop or leave")
    if item.text("input", "drop") != "drop":
        raise BadItemError(f"item {item.id}: input is drop")
    return Wanted(
        table=item.text("table", "govcloud"),
        management=_networks(item, item.texts("management")),
        allow=_openings(item, "allow", "from"),
        forward=forward,
        output=output,
        allow_out=_openings(item, "allow_out", "to"),
        log=int(item.fields.get("log", 10)),
    )


def text(want: Wanted, ssh_ports: Sequence[int]) -> str:
    """The file: it replaces our table, and no other, in one transaction."""
    name = f"inet {want.table}"
    lines = [
        "#!/usr/sbin/nft -f",
        "# Written by govcloud. It replaces this table alone; tables of others stay as they are.",
        f"table {name}",
        f"delete table {name}",
        f"table {name} {{",
        *_input(want, ssh_ports),
    ]
    if want.forward != "leave":
        lines += [
            "\tchain forward {",
            f"\t\ttype filter hook forward priority filter; policy {want.forward};",
            "\t\tct state established,related counter accept",
            *(_refused(want) if want.forward == "drop" else []),
            "\t}",
        ]
    if want.output == "drop":
        lines += [
            "\tchain output {",
            "\t\ttype filter hook output priority filter; policy drop;",
            "\t\tct state established,related counter accept",
            '\t\toifname "lo" accept',
            f"\t\ticmpv6 type {{ {_NEIGHBOURS}, echo-request }} accept",
            "\t\ticmp type echo-request accept",
            *(line for opening in want.allow_out for line in _passes(opening, "daddr", "oifname")),
            *_refused(want),
            "\t}",
        ]
    return "\n".join([*lines, "}"]) + "\n"


def lets_in(want: Wanted, source: str, port: int) -> bool:
    """Whether an address may reach a port of ssh."""
    address = ipaddress.ip_address(source)
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    if address.is_loopback:
        return True
    for opening in (Opening("tcp", (str(port),), want.management), *want.allow):
        if opening.proto != "tcp" or opening.interface or not _covers(opening.ports, port):
            continue
        if not opening.networks and opening in want.allow:
            return True
        if any(address in ipaddress.ip_network(network) for network in opening.networks):
            return True
    return False


def _input(want: Wanted, ssh_ports: Sequence[int]) -> List[str]:
    ssh = Opening("tcp", tuple(str(port) for port in ssh_ports), want.management)
    return [
        "\tchain input {",
        "\t\ttype filter hook input priority filter; policy drop;",
        '\t\tiifname "lo" accept',
        "\t\tip saddr 127.0.0.0/8 counter drop",
        "\t\tip6 saddr ::1 counter drop",
        "\t\tct state established,related counter accept",
        "\t\tct state invalid counter drop",
        *(_passes(ssh, "saddr", "iifname") if want.management else []),
        f"\t\ticmpv6 type {{ {_NEIGHBOURS} }} accept",
        f"\t\ticmpv6 type {{ packet-too-big, {_ERRORS} }} accept",
        f"\t\ticmp type {{ {_ERRORS} }} accept",
        "\t\ticmpv6 type echo-request limit rate 20/second accept",
        "\t\ticmp type echo-request limit rate 20/second accept",
        "\t\tip6 saddr fe80::/10 udp dport 546 accept",
        *(line for opening in want.allow for line in _passes(opening, "saddr", "iifname")),
        *_refused(want),
        "\t}",
    ]


def _refused(want: Wanted) -> List[str]:
    logged = f'\t\tlimit rate {want.log}/minute burst 5 packets log prefix "{want.table} refused: "'
    return [*([logged] if want.log else []), "\t\tcounter drop"]


def _passes(opening: Opening, side: str, by: str) -> List[str]:
    """The lines that let something pass: one for each family of its networks."""
    if opening.ports:
        what = f"{opening.proto} dport {{ {', '.join(opening.ports)} }}"
    else:
        what = f"meta l4proto {opening.proto}"
    front = f'{by} "{opening.interface}" ' if opening.interface else ""
    if not opening.networks:
        return [f"\t\t{front}{what} counter accept"]
    lines = []
    for version, family in ((4, "ip"), (6, "ip6")):
        of = [entry for entry in opening.networks if ipaddress.ip_network(entry).version == version]
        if of:
            lines.append(f"\t\t{front}{family} {side} {{ {', '.join(of)} }} {what} counter accept")
    return lines


def _covers(ports: Sequence[str], port: int) -> bool:
    if not ports:
        return True
    ends = [(entry.partition("-")[0], entry.rpartition("-")[2]) for entry in ports]
    return any(int(first) <= port <= int(last) for first, last in ends)


def _openings(item: Item, field: str, side: str) -> Tuple[Opening, ...]:
    entries = item.fields.get(field) or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadItemError(f"item {item.id}: {field} must be a list of {{proto, port, {side}}}")
    return tuple(_opening(item, entry, side) for entry in entries)


def _opening(item: Item, entry: Mapping[str, object], side: str) -> Opening:
    proto, port, given = str(entry.get("proto", "tcp")), entry.get("port"), entry.get(side)
    ports = [] if port is None else port if isinstance(port, list) else [port]
    networks = [] if given in (None, "any") else given if isinstance(given, list) else [given]
    interface = str(entry.get("interface") or "")
    words = [proto, *map(str, ports), interface]
    if any(not set(word) <= _PLAIN for word in words) or (proto in ("tcp", "udp") and not ports):
        raise BadItemError(f"item {item.id}: {entry} is not something that may pass")
    return Opening(proto, tuple(map(str, ports)), _networks(item, [str(n) for n in networks]), interface)


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:")


def _networks(item: Item, given: Sequence[str]) -> Tuple[str, ...]:
    """Networks as nft lists them, none twice, none within another (a set refuses those)."""
    try:
        found = [ipaddress.ip_network(entry, strict=False) for entry in given]
    except ValueError as error:
        raise BadItemError(f"item {item.id}: {error}") from error
    four = ipaddress.collapse_addresses(n for n in found if isinstance(n, ipaddress.IPv4Network))
    six = ipaddress.collapse_addresses(n for n in found if isinstance(n, ipaddress.IPv6Network))
    return tuple(str(network) for family in (four, six) for network in family)
