"""Services: what a flow may carry, a protocol with its ports.

Well-known ones are built in under their usual names (IANA registry); a site adds
its own and cannot redefine these, so that `https` means the same in every site.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from gcloud.model.base import Model
from gcloud.model.numbers import Whole
from gcloud.model.shown import shown
from gcloud.model.text import Name, Text
from gcloud.model.wrong import wrong

_HIGHEST = 65535
_RANGE = re.compile(r"([0-9]{1,5})-([0-9]{1,5})")


class Ports(NamedTuple):
    """Consecutive ports, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def _ports(value: object) -> object:
    if isinstance(value, Ports):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        first = last = value
    elif isinstance(value, str) and (match := _RANGE.fullmatch(value)):
        first, last = int(match[1]), int(match[2])
    else:
        raise wrong(
            "port", f"{shown(value)} is neither a port nor a range of ports", 'write 443 or "8000-8010"'
        )
    if not (1 <= first <= _HIGHEST and 1 <= last <= _HIGHEST):
        raise wrong("port", f"{shown(value)} lies outside 1 to {_HIGHEST}", "write 443, for example")
    if first > last:
        raise wrong("port", f"{shown(value)} ends before it begins", f'write "{last}-{first}"')
    return Ports(first, last)


def _plain(ports: Ports) -> int | str:
    return ports.first if ports.first == ports.last else str(ports)


PortEntry = Annotated[
    Ports,
    BeforeValidator(_ports),
    PlainSerializer(_plain),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": _HIGHEST},
                {"type": "string", "pattern": "^[0-9]{1,5}-[0-9]{1,5}$"},
            ]
        }
    ),
]
"""A port such as 443, or a range such as "8000-8010"."""


class Service(Model):
    """A protocol with its ports."""

    name: Annotated[Name, Field(examples=["app"])]
    """How flows call it."""
    label: Text | None = None
    """What it is, for people."""
    protocol: Annotated[Literal["tcp", "udp", "icmp"], Field(examples=["tcp"])]
    """The protocol."""
    ports: Annotated[tuple[PortEntry, ...], Field(examples=[[443, "8000-8010"]])] = ()
    """Destination ports of tcp and udp, each 443 or "8000-8010"."""
    icmp_type: Annotated[Whole, Field(ge=0, le=255)] | None = None
    """Type of icmp message (8 is echo); none: all types."""

    @model_validator(mode="after")
    def _ports_of_protocol(self) -> Self:
        if self.protocol == "icmp" and self.ports:
            raise wrong("service.ports", "icmp has no ports", "remove ports, or write protocol: tcp", "ports")
        if self.protocol != "icmp" and not self.ports:
            raise wrong(
                "service.ports", f"a {self.protocol} service needs its ports", "write ports: [443]", "ports"
            )
        if self.protocol != "icmp" and self.icmp_type is not None:
            raise wrong("service.ports", f"{self.protocol} has no icmp_type", "remove icmp_type", "icmp_type")
        return self


_WELL_KNOWN: tuple[tuple[str, Literal["tcp", "udp"], int], ...] = (
    ("dns", "udp", 53),
    ("dns-tcp", "tcp", 53),
    ("http", "tcp", 80),
    ("https", "tcp", 443),
    ("ike", "udp", 500),
    ("imaps", "tcp", 993),
    ("ipsec-nat-t", "udp", 4500),
    ("kerberos", "tcp", 88),
    ("ldaps", "tcp", 636),
    ("mssql", "tcp", 1433),
    ("mysql", "tcp", 3306),
    ("ntp", "udp", 123),
    ("oracle", "tcp", 1521),
    ("postgresql", "tcp", 5432),
    ("rdp", "tcp", 3389),
    ("redis", "tcp", 6379),
    ("smtp", "tcp", 25),
    ("snmp", "udp", 161),
    ("snmp-trap", "udp", 162),
    ("ssh", "tcp", 22),
    ("submission", "tcp", 587),
    ("syslog-tls", "tcp", 6514),
)


def _well_known() -> dict[str, Service]:
    services = {
        name: Service(name=name, protocol=protocol, ports=(Ports(port, port),))
        for name, protocol, port in _WELL_KNOWN
    }
    return services | {"icmp-echo": Service(name="icmp-echo", protocol="icmp", icmp_type=8)}


WELL_KNOWN: Final[Mapping[str, Service]] = MappingProxyType(_well_known())
"""The services that every site has, by name."""
