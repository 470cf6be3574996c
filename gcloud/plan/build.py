"""From a site to its plan.

The one entrance of this layer for whoever wants to run something. It refuses a
site that `gcloud.plan.check` finds fault with in its addresses, because there
is no plan without addresses; every other finding is the check's business.
"""

from gcloud.model.errors import SiteInvalid
from gcloud.model.load import LoadedSite
from gcloud.model.place import Cloud
from gcloud.model.server import Server
from gcloud.model.site import Site
from gcloud.model.zone import Zone
from gcloud.plan.addresses import Addresses, addresses
from gcloud.plan.catalogue import flavors, images, volume_types
from gcloud.plan.check_addresses import address_problems
from gcloud.plan.layout import Layout
from gcloud.plan.levels import separations
from gcloud.plan.model import (
    CloudPlan,
    EdgePlan,
    Plan,
    ServerGroupPlan,
    ServerPlan,
    VolumePlan,
    ZonePlan,
)
from gcloud.plan.policy import security


def build(loaded: LoadedSite) -> Plan:
    """Plan a site.

    Args:
        loaded: the site with its positions.

    Returns:
        The plan; the same for the same site, on any machine and any day.

    Raises:
        SiteInvalid: an address can't be given or a recorded one can't stand.
    """
    site = loaded.site
    given = addresses(site)
    if problems := tuple(address_problems(loaded, given)):
        raise SiteInvalid(str(loaded.folder), problems)
    return Plan(
        site=site.name,
        province=site.province,
        profile=site.profile,
        max_deletes=site.max_deletes,
        clouds=tuple(_cloud(site, cloud, given) for cloud in site.clouds),
        separations=separations(site),
        unrecorded=given.unrecorded,
    )


def _cloud(site: Site, cloud: Cloud, given: Addresses) -> CloudPlan:
    zones = [zone for zone in site.zones if site.cloud_of(zone).name == cloud.name]
    here = {zone.name for zone in zones}
    servers = [server for server in site.servers if server.zone in here]
    levels = {system.name: system.level for system in site.systems}
    security_groups, address_groups = security(
        site, cloud, {name: divided.block for name, divided in given.zones.items()}
    )
    instances = tuple(
        _server(server, instance, levels[server.system], given)
        for server in servers
        for instance in server.instances
    )
    routed = tuple(sorted(zone.name for zone in zones if zone.routed))
    edge = EdgePlan(
        name=f"{cloud.name}-edge",
        external_network=cloud.external_network,
        zones=routed,
        floating=tuple(sorted(instance.name for instance in instances if instance.floating)),
    )
    return CloudPlan(
        name=cloud.name,
        cloud=cloud.cloud,
        region=cloud.region,
        external_network=cloud.external_network,
        administrator=cloud.administrator,
        zones=tuple(sorted((_zone(zone, given.zones[zone.name]) for zone in zones), key=lambda z: z.name)),
        edge=edge if routed else None,
        address_groups=address_groups,
        security_groups=security_groups,
        flavors=flavors(site.catalogue, cloud, servers),
        images=images(site.catalogue, cloud, servers),
        volume_types=volume_types(site.catalogue, cloud, servers),
        server_groups=_server_groups(servers),
        servers=tuple(sorted(instances, key=lambda s: s.name)),
    )


def _zone(zone: Zone, divided: Layout) -> ZonePlan:
    return ZonePlan(
        name=zone.name,
        label=zone.label,
        kind=zone.kind,
        cidr=str(divided.block),
        ip_version=divided.block.version,
        gateway=str(divided.gateway) if zone.routed else None,
        pool=(str(divided.pool[0]), str(divided.pool[1])),
        dns=tuple(str(address) for address in zone.dns),
        routed=zone.routed,
    )


def _server(server: Server, instance: str, level: int, given: Addresses) -> ServerPlan:
    return ServerPlan(
        name=instance,
        system=server.system,
        level=level,
        zone=server.zone,
        flavor=server.flavor,
        image=server.image,
        address=str(given.servers[instance].network_address),
        server_group=server.name if server.anti_affinity else None,
        volumes=tuple(
            VolumePlan(name=f"{instance}.{volume.name}", size_gb=volume.size_gb, type=volume.type)
            for volume in server.volumes
        ),
        floating=server.public,
        purpose=server.purpose,
    )


def _server_groups(servers: list[Server]) -> tuple[ServerGroupPlan, ...]:
    apart = [server for server in servers if server.anti_affinity]
    return tuple(
        ServerGroupPlan(name=server.name, members=server.instances)
        for server in sorted(apart, key=lambda s: s.name)
    )
