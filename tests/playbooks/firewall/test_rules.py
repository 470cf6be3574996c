"""Whom the table lets in to ssh, and how networks and ports are written."""

from __future__ import annotations

import pytest

from govcloud.firewall.rules import lets_in, text, wanted
from govcloud.item import Item


def item(**fields: object) -> Item:
    return Item.of({"id": "c/1", "kind": "nftables", "batch": "firewall", **fields})


@pytest.mark.parametrize(
    ("fields", "source", "inside"),
    [
        ({"management": ["10.0.0.0/24"]}, "10.0.0.9", True),
        ({"management": ["10.0.0.0/24"]}, "10.0.1.9", False),
        ({"management": ["10.0.0.0/24"]}, "::ffff:10.0.0.9", True),
        ({"management": ["fd00::/8"]}, "fd00::1", True),
        ({"management": ["fd00::/8"]}, "10.0.0.9", False),
        ({"management": ["10.0.0.0/24"]}, "127.0.0.1", True),
        ({"management": [], "allow": [{"proto": "tcp", "port": 22}]}, "192.0.2.1", True),
        (
            {"management": [], "allow": [{"proto": "tcp", "port": "20-30", "from": "192.0.2.0/24"}]},
            "192.0.2.1",
            True,
        ),
        ({"management": [], "allow": [{"proto": "udp", "port": 22}]}, "192.0.2.1", False),
        (
            {"management": [], "allow": [{"proto": "tcp", "port": 22, "interface": "eth1"}]},
            "192.0.2.1",
            False,
        ),
    ],
)
def test_who_may_reach_ssh(fields: dict[str, object], source: str, inside: bool) -> None:
    assert lets_in(wanted(item(**fields)), source, 22) is inside


def test_networks_within_others_are_written_once_and_families_apart() -> None:
    want = wanted(item(management=["10.0.0.0/8", "10.1.0.0/16", "fd00::/8"], log=5))
    lines = [line.strip() for line in text(want, [22, 2222]).splitlines()]
    assert "ip saddr { 10.0.0.0/8 } tcp dport { 22, 2222 } counter accept" in lines
    assert "ip6 saddr { fd00::/8 } tcp dport { 22, 2222 } counter accept" in lines
    assert 'limit rate 5/minute burst 5 packets log prefix "govcloud refused: "' in lines


def test_other_protocols_and_interfaces() -> None:
    allow = [{"proto": "vrrp", "from": ["10.0.0.0/24"], "interface": "eth1"}]
    assert (
        '\t\tiifname "eth1" ip saddr { 10.0.0.0/24 } meta l4proto vrrp counter accept'
        in text(wanted(item(management=["10.0.0.0/24"], allow=allow)), [22]).splitlines()
    )


def test_what_may_go_out_where_nothing_else_may() -> None:
    want = wanted(
        item(
            management=["10.0.0.0/24"],
            output="drop",
            allow_out=[{"proto": "udp", "port": 53, "to": "10.0.0.53"}],
        )
    )
    out = text(want, [22]).partition("chain output")[2]
    assert "policy drop" in out
    assert "ip daddr { 10.0.0.53/32 } udp dport { 53 } counter accept" in out
