"""What runs now, told in the site's words, from the state alone.

The state knows objects; the site's files know which system and level a server
is of. A server that is in the state and no longer in the files is shown too,
without system: it is what the next `up` deletes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import displayed
from gcloud.model.site import Site

NETWORK = "openstack:networking/network:Network"
SUBNET = "openstack:networking/subnet:Subnet"
INSTANCE = "openstack:compute/instance:Instance"
FLOATING = "openstack:networking/floatingIp:FloatingIp"
ASSOCIATION = "openstack:networking/floatingIpAssociate:FloatingIpAssociate"


@dataclass(frozen=True)
class ZoneNow:
    """A zone as it runs: its network, its block, how many servers are in it."""

    name: str
    label: str
    kind: str
    cidr: str
    servers: int


@dataclass(frozen=True)
class ServerNow:
    """A server as it runs.

    Args:
        name: the instance's name.
        system: the information system it belongs to; empty if the files do not know it.
        level: that system's level, None likewise.
        zone: the network it is on.
        address: its address there.
        public: its address of the external network; empty if it has none.
        flavor: its size.
        id: the object's id.
    """

    name: str
    system: str
    level: int | None
    zone: str
    address: str
    public: str
    flavor: str
    id: str


@dataclass(frozen=True)
class Inventory:
    """All of it.

    Args:
        zones: by name.
        servers: by zone and name.
        systems: name → level, of the systems that have a server running.
        resources: how many objects of which type.
        outputs: the stack's outputs as shown.
        changed: when the state was last changed (RFC 3339, UTC); empty if never.
    """

    zones: tuple[ZoneNow, ...] = ()
    servers: tuple[ServerNow, ...] = ()
    systems: Mapping[str, int] = field(default_factory=dict)
    resources: Mapping[str, int] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    changed: str = ""

    @property
    def total(self) -> int:
        """How many objects there are."""
        return sum(self.resources.values())


def inventory(site: Site, resources: Iterable[ResourceState], packages: tuple[str, ...]) -> Inventory:
    """Read a stack's resources as a data centre.

    Args:
        site: what the files say.
        resources: what the state holds.
        packages: the provider packages whose resources are counted.
    """
    held = [resource for resource in resources if not resource.delete]
    real = [resource for resource in held if resource.custom and resource.type.split(":")[0] in packages]
    servers = tuple(_servers(site, real))
    roots = [resource for resource in held if resource.is_root]
    return Inventory(
        zones=tuple(_zones(site, real, servers)),
        servers=servers,
        systems={server.system: server.level for server in servers if server.level is not None},
        resources=dict(Counter(resource.type for resource in real).most_common()),
        outputs=displayed(dict(roots[0].outputs)) if roots else {},
        changed=max((resource.modified for resource in held), default=""),
    )


def _servers(site: Site, real: list[ResourceState]) -> list[ServerNow]:
    owners = {instance: server for server in site.servers for instance in server.instances}
    levels = {system.name: system.level for system in site.systems}
    # A floating address names its port itself, or another resource joins the two.
    public = {
        state.outputs.get("fixedIp"): state.outputs.get(key, "")
        for state in real
        for type_, key in ((ASSOCIATION, "floatingIp"), (FLOATING, "address"))
        if state.type == type_ and state.outputs.get("fixedIp")
    }
    found = []
    for state in real:
        if state.type != INSTANCE:
            continue
        name = str(state.outputs.get("name", ""))
        network = (state.outputs.get("networks") or [{}])[0]
        address = str(network.get("fixedIpV4") or state.outputs.get("accessIpV4") or "")
        owner = owners.get(name)
        found.append(
            ServerNow(
                name=name,
                system=owner.system if owner else "",
                level=levels.get(owner.system) if owner else None,
                zone=str(network.get("name", "")),
                address=address,
                public=str(public.get(address, "")),
                flavor=str(state.outputs.get("flavorName", "")),
                id=state.id,
            )
        )
    return sorted(found, key=lambda server: (server.zone, server.name))


def _zones(site: Site, real: list[ResourceState], servers: tuple[ServerNow, ...]) -> list[ZoneNow]:
    known = {zone.name: zone for zone in site.zones}
    blocks = {
        state.outputs.get("networkId"): str(state.outputs.get("cidr", ""))
        for state in real
        if state.type == SUBNET
    }
    population = Counter(server.zone for server in servers)
    found = []
    for state in real:
        if state.type != NETWORK:
            continue
        name = str(state.outputs.get("name", ""))
        zone = known.get(name)
        found.append(
            ZoneNow(
                name=name,
                label=zone.label if zone else "",
                kind=str(zone.kind) if zone else "",
                cidr=blocks.get(state.id, ""),
                servers=population[name],
            )
        )
    return sorted(found, key=lambda zone: zone.name)
