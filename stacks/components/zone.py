"""A zone: one network, one subnet."""

from ipaddress import ip_address, ip_network

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.model import ZonePlan
from stacks.components.refusal import RefusedError


class Zone(pulumi.ComponentResource):
    """A network area of its own.

    Creates a network and one subnet, with the plan's block, gateway and pool. The
    pool is the cloud's own part of the block (DHCP, metadata); servers have
    addresses outside it, so the two never meet.

    Refuses a gateway or a pool outside the block, a pool that holds the gateway,
    and a gateway where the zone is not routed.

    Args:
        plan: the zone.
        opts: the provider of its cloud.

    Raises:
        RefusedError: see above.
    """

    def __init__(self, plan: ZonePlan, opts: pulumi.ResourceOptions) -> None:
        _judge(plan)
        super().__init__("govcloud:datacenter:Zone", plan.name, {"kind": plan.kind, "cidr": plan.cidr}, opts)
        within = pulumi.ResourceOptions(parent=self)
        self.plan = plan
        self.network = openstack.networking.Network(
            plan.name, name=plan.name, description=plan.label, admin_state_up=True, opts=within
        )
        self.subnet = openstack.networking.Subnet(
            plan.name,
            name=plan.name,
            description=plan.label,
            network_id=self.network.id,
            cidr=plan.cidr,
            ip_version=plan.ip_version,
            gateway_ip=plan.gateway,
            no_gateway=None if plan.routed else True,
            allocation_pools=[
                openstack.networking.SubnetAllocationPoolArgs(start=plan.pool[0], end=plan.pool[1])
            ],
            dns_nameservers=list(plan.dns) or None,
            # Not the old one first: ports move from one subnet to the other while servers run, and
            # blocks that overlap are refused by Neutron before anything is taken away.
            opts=within,
        )
        self.summary = {"kind": plan.kind, "cidr": plan.cidr, "network": self.network.id}
        self.register_outputs({"network_id": self.network.id, "subnet_id": self.subnet.id})


def _judge(plan: ZonePlan) -> None:
    block = ip_network(plan.cidr)
    first, last = (ip_address(end) for end in plan.pool)
    if first not in block or last not in block or int(first) > int(last):
        raise RefusedError(f"the zone {plan.name} has a pool {first}-{last} that is not in its block {block}")
    if plan.routed != (plan.gateway is not None):
        raise RefusedError(f"the zone {plan.name} must have a gateway exactly if it is routed")
    if plan.gateway is None:
        return
    gateway = ip_address(plan.gateway)
    if gateway not in block or int(first) <= int(gateway) <= int(last):
        raise RefusedError(
            f"the zone {plan.name} has a gateway {gateway} outside its block or inside its pool"
        )
