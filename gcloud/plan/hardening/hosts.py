"""The hosts of a site: its servers' instances, and the machines that are no servers of the cloud.

Everything that hardening must know of a host is derived here from the site alone:
where it is, whose level it has, from where it is administered, and which ports its
zone's flows need, so that closing all others breaks nothing that is described.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import collapse_addresses

from gcloud.model.host import Host, groups_of
from gcloud.model.server import Server
from gcloud.model.site import Site
from gcloud.plan.addresses import addresses
from gcloud.plan.allotment import Network
from gcloud.plan.traffic import Channel, Traffic, traffic

SSH_PORT = 22


@dataclass(frozen=True, slots=True)
class Opening:
    """A port that a host needs open.

    Attributes:
        proto: tcp, udp or icmp.
        port: 443, or 8000-8010; of icmp its type, or nothing for all.
        sources: the blocks that may come, smallest list, sorted.
    """

    proto: str
    port: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Machine:
    """A host to harden.

    Attributes:
        name: its name.
        address: where it is reached.
        port: the port of its SSH.
        user: the account to sign in as.
        system: the system it belongs to.
        level: that system's level.
        zone: the zone it stands in; None where the site does not say.
        roles: its roles, sorted.
        groups: the groups it is in, as KIND/NAME.
        together: hosts that stand in for it have the same; None where none does.
        openings: the ports that flows to its zone need, sorted.
        fingerprints: of its host keys, where the site has them recorded.
        cloud: the site's name of the cloud that it is a server of; None where it is none.
    """

    name: str
    address: str
    port: int
    user: str
    system: str
    level: int
    zone: str | None
    roles: tuple[str, ...]
    groups: frozenset[str]
    together: str | None
    openings: tuple[Opening, ...]
    fingerprints: tuple[str, ...]
    cloud: str | None


@dataclass(frozen=True, slots=True)
class Estate:
    """The hosts of a site and how they are reached.

    Attributes:
        machines: by name, in the order of the files.
        management: the blocks that hosts are administered from, sorted.
        jump: the host through which the others are reached.
    """

    machines: Mapping[str, Machine]
    management: tuple[str, ...]
    jump: Machine | None

    @property
    def groups(self) -> dict[str, frozenset[str]]:
        """The groups of each host, to select by."""
        return {name: machine.groups for name, machine in self.machines.items()}

    def way(self, machine: Machine) -> Machine | None:
        """The host that another is reached through; None where it is reached directly."""
        return None if self.jump is None or self.jump.name == machine.name else self.jump

    def address_of(self, word: str) -> str:
        """The address of a host of the site by its name; any other word as it is."""
        return self.machines[word].address if word in self.machines else word


def estate(site: Site) -> Estate:
    """Derive a site's hosts.

    Args:
        site: a site that `gcloud.plan.check` has found right.
    """
    given = addresses(site)
    blocks = {name: divided.block for name, divided in given.zones.items()}
    ground = _Ground(
        site,
        {system.name: system.level for system in site.systems},
        groups_of(site.servers, site.hosts),
        traffic(site, blocks),
    )
    machines = {
        **{
            instance: ground.of_server(server, instance, str(given.servers[instance].network_address))
            for server in site.servers
            for instance in server.instances
        },
        **{host.name: ground.of_host(host) for host in site.hosts},
    }
    jump = site.hardening.jump_host
    return Estate(machines, _management(site, blocks), None if jump is None else machines[jump])


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all hosts of a site are made from."""

    site: Site
    levels: Mapping[str, int]
    groups: Mapping[str, frozenset[str]]
    allowed: Traffic

    def of_server(self, server: Server, instance: str, address: str) -> Machine:
        zone = next(zone for zone in self.site.zones if zone.name == server.zone)
        return Machine(
            name=instance,
            address=address,
            port=SSH_PORT,
            user=self.site.hardening.operator,
            system=server.system,
            level=self.levels[server.system],
            zone=server.zone,
            roles=tuple(sorted(server.roles)),
            groups=self.groups[instance],
            together=server.name if server.anti_affinity else None,
            openings=_openings(self.allowed, server.zone),
            fingerprints=(),
            cloud=self.site.cloud_of(zone).name,
        )

    def of_host(self, host: Host) -> Machine:
        return Machine(
            name=host.name,
            address=str(host.address),
            port=host.port,
            user=host.user or self.site.hardening.operator,
            system=host.system,
            level=self.levels[host.system],
            zone=host.zone,
            roles=tuple(sorted(host.roles)),
            groups=self.groups[host.name],
            together=host.group,
            openings=_openings(self.allowed, host.zone) if host.zone else (),
            fingerprints=host.host_keys,
            cloud=None,
        )


def _openings(allowed: Traffic, zone: str) -> tuple[Opening, ...]:
    found = (
        Opening(channel.protocol, _port(channel), _blocks(remote.blocks))
        for (where, direction, channel), remote in allowed.items()
        if where == zone and direction == "ingress" and remote.blocks
    )
    return tuple(sorted(found, key=lambda one: (one.proto, one.port, one.sources)))


def _port(channel: Channel) -> str:
    if channel.low < 0:
        return ""
    return str(channel.low) if channel.low == channel.high else f"{channel.low}-{channel.high}"


def _management(site: Site, blocks: Mapping[str, Network]) -> tuple[str, ...]:
    named = site.hardening.management or tuple(
        zone.name for zone in site.zones if zone.kind == "device-management"
    )
    places = {**{one.name: one.cidr for one in site.ranges}, **blocks}
    return _blocks(places[name] for name in named if name in places)


def _blocks(blocks: Iterable[Network]) -> tuple[str, ...]:
    every = list(blocks)
    merged: list[Network] = []
    for version in (4, 6):
        of_version = [block for block in every if block.version == version]
        merged += collapse_addresses(of_version)  # type: ignore[type-var]  # all of one version
    return tuple(str(block) for block in merged)
