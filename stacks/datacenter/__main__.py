"""A province's data centre: everything that its site describes, on its clouds."""

from pathlib import Path

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.model import CloudPlan
from stacks.components.catalogue import Catalogue
from stacks.components.edge import Edge
from stacks.components.server import Server, Surroundings
from stacks.components.server_group import ServerGroup
from stacks.components.zone import Zone
from stacks.components.zone_policy import ZonePolicy
from stacks.planned import planned_or_given

config = pulumi.Config()
folder = Path(config.require("site"))
plan = planned_or_given(config, stack=pulumi.get_stack(), preview=pulumi.runtime.is_dry_run())
zones: dict[str, Zone] = {}
servers: dict[str, Server] = {}
catalogues: dict[str, Catalogue] = {}


def deploy(cloud: CloudPlan) -> None:
    """Everything on one cloud."""
    provider = openstack.Provider(cloud.name, cloud=cloud.cloud, region=cloud.region)
    here = pulumi.ResourceOptions(provider=provider)
    zones.update({zone.name: Zone(zone, here) for zone in cloud.zones})
    edge = Edge(cloud.edge, zones, here) if cloud.edge else None
    policies = {group.zone: ZonePolicy(group, cloud.address_groups, here) for group in cloud.security_groups}
    # All that is ours on a cloud is in one project; the cloud itself says which.
    project = zones[cloud.zones[0].name].network.tenant_id if cloud.zones else None
    catalogue = catalogues[cloud.name] = Catalogue(cloud, folder, project, here)
    apart = {group.name: ServerGroup(group, here).group.id for group in cloud.server_groups}
    for server in cloud.servers:
        around = Surroundings(
            zone=zones[server.zone],
            security_group=policies[server.zone].group.id,
            flavor=catalogue.flavors[server.flavor],
            image=catalogue.images[server.image],
            volume_types=catalogue.volume_types,
            server_group=apart[server.server_group] if server.server_group else None,
            outside=edge.outside(server) if edge else None,
        )
        servers[server.name] = Server(server, around, plan.site, here)


for part in plan.clouds:
    deploy(part)

pulumi.export("zones", {name: zone.summary for name, zone in zones.items()})
pulumi.export("servers", {name: server.summary for name, server in servers.items()})
# By cloud: the same name means another thing on each.
pulumi.export("flavors", {name: one.flavors for name, one in catalogues.items()})
pulumi.export("volume_types", {name: one.volume_type_ids for name, one in catalogues.items()})
