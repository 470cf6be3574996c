"""A server: its port, its instance, its data disks, its outside address."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.model import ServerPlan
from stacks.components.edge import Outside
from stacks.components.refusal import RefusedError
from stacks.components.zone import Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a server is put into; all of one cloud.

    Attributes:
        zone: the zone.
        security_group: the id of the zone's security group.
        flavor: the flavor's id.
        image: the image's id.
        volume_types: the names of volume types, by the plan's names.
        server_group: the id of the group that keeps it apart from its like, or None.
        outside: the way to it from the outside, or None.
    """

    zone: Zone
    security_group: pulumi.Input[str]
    flavor: pulumi.Input[str]
    image: pulumi.Input[str]
    volume_types: dict[str, pulumi.Input[str]]
    server_group: pulumi.Input[str] | None
    outside: Outside | None


class Server(pulumi.ComponentResource):
    """One instance.

    Creates a port with the plan's fixed address and the zone's security group, an
    instance on it, volumes and their attachments in the plan's order, and joins the
    floating address to the port where the server is public. The instance is
    configured by config drive, so it needs no metadata service and no rule for one.

    A changed flavor resizes it, a changed image rebuilds it: the system disk is made
    anew, port, address and volumes stay. Moved to another zone it is made anew.

    Refuses an address outside its zone's block or inside the cloud's pool, another
    zone than the plan's, a public server without a floating address or the reverse,
    a server group where the plan has none or the reverse.

    Args:
        plan: the instance.
        around: what it is put into.
        site: the site's name, noted on the instance.
        opts: the provider of the cloud.

    Raises:
        RefusedError: see above.
    """

    def __init__(
        self, plan: ServerPlan, around: Surroundings, site: str, opts: pulumi.ResourceOptions
    ) -> None:
        _judge(plan, around)
        super().__init__(
            "govcloud:datacenter:Server", plan.name, {"system": plan.system, "zone": plan.zone}, opts
        )
        within = pulumi.ResourceOptions(parent=self)
        labels = {"site": site, "system": plan.system, "level": str(plan.level)}
        self.port = openstack.networking.Port(
            plan.name,
            name=plan.name,
            description=plan.purpose,
            network_id=around.zone.network.id,
            admin_state_up=True,
            fixed_ips=[
                openstack.networking.PortFixedIpArgs(subnet_id=around.zone.subnet.id, ip_address=plan.address)
            ],
            security_group_ids=[around.security_group],
            opts=within,
        )
        # No security_groups here: they are the port's, and the provider would see a change at each plan.
        self.instance = openstack.compute.Instance(
            plan.name,
            name=plan.name,
            flavor_id=around.flavor,
            image_id=around.image,
            networks=[openstack.compute.InstanceNetworkArgs(port=self.port.id)],
            config_drive=True,
            metadata=labels,
            scheduler_hints=[openstack.compute.InstanceSchedulerHintArgs(group=around.server_group)]
            if around.server_group is not None
            else None,
            # A port and a disk serve one server at a time, so the old one goes before the new one comes.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self._volumes(plan, around, labels)
        if around.outside is not None:
            openstack.networking.FloatingIpAssociate(
                plan.name,
                floating_ip=around.outside.address,
                port_id=self.port.id,
                opts=pulumi.ResourceOptions(parent=self, depends_on=[around.outside.through]),
            )
        self.summary = {
            "zone": plan.zone,
            "address": plan.address,
            "outside": around.outside.address if around.outside else None,
            "instance": self.instance.id,
        }
        self.register_outputs({"instance_id": self.instance.id})

    def _volumes(self, plan: ServerPlan, around: Surroundings, labels: dict[str, str]) -> None:
        before: list[pulumi.Resource] = []
        for volume in plan.volumes:
            disk = openstack.blockstorage.Volume(
                volume.name,
                name=volume.name,
                size=volume.size_gb,
                volume_type=around.volume_types[volume.type],
                metadata=labels,
                enable_online_resize=True,
                opts=pulumi.ResourceOptions(parent=self),
            )
            attached = openstack.compute.VolumeAttach(
                volume.name,
                instance_id=self.instance.id,
                volume_id=disk.id,
                # One after the other, so that the devices have the plan's order.
                opts=pulumi.ResourceOptions(parent=self, depends_on=list(before), delete_before_replace=True),
            )
            before = [attached]


def _judge(plan: ServerPlan, around: Surroundings) -> None:
    zone = around.zone.plan
    if zone.name != plan.zone:
        raise RefusedError(f"the server {plan.name} belongs into the zone {plan.zone}, not into {zone.name}")
    address = ip_address(plan.address)
    first, last = (int(ip_address(end)) for end in zone.pool)
    if address not in ip_network(zone.cidr) or first <= int(address) <= last:
        raise RefusedError(
            f"the server {plan.name} has the address {address}, which is no server's in {zone.name}"
            f" ({zone.cidr}, pool from {zone.pool[0]})"
        )
    if plan.floating != (around.outside is not None):
        raise RefusedError(f"the server {plan.name} must have a floating address exactly if it is public")
    if (plan.server_group is None) != (around.server_group is None):
        raise RefusedError(f"the server {plan.name} must have a server group exactly if the plan names one")
