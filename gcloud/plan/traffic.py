"""Who may talk to whom, from the flows: for each zone, direction and channel the other side.

One place reads the flows, and both the security groups and the checks use what
it makes of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network

from gcloud.model.flow import INTERNET
from gcloud.model.service import Service
from gcloud.model.site import Site
from gcloud.plan.allotment import Network
from gcloud.plan.model import Direction

EVERYWHERE: tuple[Network, Network] = (ip_network("0.0.0.0/0"), ip_network("::/0"))


@dataclass(frozen=True, slots=True, order=True)
class Channel:
    """What a rule lets through.

    Attributes:
        protocol: tcp, udp or icmp.
        low: first port, or the type of icmp; -1 for all types.
        high: last port; the same as `low` for icmp.
    """

    protocol: str
    low: int
    high: int

    def __str__(self) -> str:
        if self.low < 0:
            return self.protocol
        ports = f"{self.low}" if self.low == self.high else f"{self.low}-{self.high}"
        return f"{self.protocol}-{ports}"


@dataclass(slots=True)
class Remote:
    """The other side of a channel.

    Attributes:
        blocks: its addresses.
        peers: whose they are: zones, ranges of peers, `internet`, or a name server's address.
        services: the services by which the channel was allowed.
    """

    blocks: set[Network] = field(default_factory=set)
    peers: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)


Traffic = dict[tuple[str, Direction, Channel], Remote]
"""What each zone may send and receive."""


def channels(service: Service) -> tuple[Channel, ...]:
    """What a service lets through, one channel for each of its ports."""
    if service.protocol == "icmp":
        kind = -1 if service.icmp_type is None else service.icmp_type
        return (Channel("icmp", kind, kind),)
    return tuple(Channel(service.protocol, ports.first, ports.last) for ports in service.ports)


def traffic(site: Site, blocks: Mapping[str, Network]) -> Traffic:
    """All that the site's flows allow, at both ends.

    Args:
        site: the site.
        blocks: each zone's block; zones without one are left out.

    Returns:
        For each zone, direction and channel the other side. A name server that a zone's machines
        are told of may be asked: naming it is the permission.
    """
    allowed: Traffic = {}
    for end in (*_flows(site, blocks), *_name_servers(site, blocks)):
        remote = allowed.setdefault((end.zone, end.direction, end.channel), Remote())
        remote.blocks.update(end.blocks)
        remote.peers.add(end.peer)
        remote.services.add(end.service)
    return allowed


@dataclass(frozen=True, slots=True)
class _End:
    """One end of one allowed connection."""

    zone: str
    direction: Direction
    channel: Channel
    service: str
    peer: str
    blocks: tuple[Network, ...]


def _flows(site: Site, blocks: Mapping[str, Network]) -> Iterator[_End]:
    places: dict[str, tuple[Network, ...]] = {r.name: (r.cidr,) for r in site.ranges if r.purpose == "peers"}
    places |= {name: (block,) for name, block in blocks.items()}
    places[INTERNET] = EVERYWHERE
    for flow in site.flows:
        for service in flow.services:
            for channel in channels(site.service(service)):
                for source in flow.sources:
                    for target in flow.destinations:
                        if source in blocks:
                            there = places.get(target, ())
                            yield _End(source, "egress", channel, service, target, there)
                        if target in blocks:
                            there = places.get(source, ())
                            yield _End(target, "ingress", channel, service, source, there)


def _name_servers(site: Site, blocks: Mapping[str, Network]) -> Iterator[_End]:
    asking = [
        (service, channel) for service in ("dns", "dns-tcp") for channel in channels(site.service(service))
    ]
    homes = {block: name for name, block in blocks.items()}
    lengths = {block.prefixlen for block in homes}
    for zone in site.zones:
        if zone.name not in blocks:
            continue
        for address in zone.dns:
            server = ip_network(address)
            around = (ip_network((address, n), strict=False) for n in lengths if n <= server.prefixlen)
            home = next((homes[block] for block in around if block in homes), None)
            for service, channel in asking:
                yield _End(zone.name, "egress", channel, service, home or str(address), (server,))
                if home is not None:
                    yield _End(home, "ingress", channel, service, zone.name, (blocks[zone.name],))
