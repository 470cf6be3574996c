"""Addresses and blocks of addresses (RFC 4632 and RFC 4291 notation).

The standard library's `ipaddress` and not netaddr, which takes longer to import
than a whole site takes to load.
"""

import ipaddress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from gcloud.model.shown import shown
from gcloud.model.wrong import wrong

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_EXAMPLE = "write for example 10.42.0.0/16"


def _without_interface(text: str) -> str:
    """Makes invalid what ends in an interface (`fe80::1%eth0`): it means something on one machine only."""
    return "" if "%" in text else text


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(_without_interface(text), strict=False)
    except ValueError:
        raise wrong("cidr", f"{shown(text)} is no block of addresses", _EXAMPLE) from None


def _cidr(value: object) -> object:
    if isinstance(value, IPv4Network | IPv6Network):
        return value
    if not isinstance(value, str):
        raise wrong("cidr", f"{shown(value)} is no block of addresses", _EXAMPLE)
    network = _network(value)
    host, slash, _ = value.partition("/")
    if not slash:
        raise wrong("cidr", f"{value} is one address, a block has a length", f"write for example {value}/24")
    if ipaddress.ip_address(host) != network.network_address:
        raise wrong("cidr.host-bits", f"{value} is not the first address of its block", f"write {network}")
    return network


def _address(value: object) -> Address:
    if isinstance(value, IPv4Address | IPv6Address):
        return value
    try:
        return ipaddress.ip_address(_without_interface(value) if isinstance(value, str) else "")
    except ValueError:
        raise wrong("address", f"{shown(value)} is no address", "write for example 10.42.0.53") from None


def _block(value: object) -> object:
    if isinstance(value, str) and "/" not in value:
        return ipaddress.ip_network(_address(value))
    return _cidr(value)


def block_text(block: Network) -> str:
    """A block as the record writes it: one address alone without its length."""
    return str(block.network_address) if block.prefixlen == block.max_prefixlen else str(block)


Cidr = Annotated[
    Network,
    BeforeValidator(_cidr),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9a-fA-F:.]+/[0-9]{1,3}$"}),
]
"""A block of addresses such as 10.42.0.0/16, without host bits."""

IpAddress = Annotated[
    Address,
    BeforeValidator(_address),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9a-fA-F:.]+$"}),
]
"""One address, IPv4 or IPv6."""

Block = Annotated[
    Network,
    BeforeValidator(_block),
    PlainSerializer(block_text),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9a-fA-F:.]+(/[0-9]{1,3})?$"}),
]
"""A block of addresses, or one address alone."""
