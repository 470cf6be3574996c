"""A tenant's networks, its router, and how much its ports may send."""

from ipaddress import ip_address, ip_network

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.tenants.model import TenantNetworkPlan, TenantPlan
from stacks.components.ground import Ground
from stacks.components.refusal import RefusedError


class Network(pulumi.ComponentResource):
    """The networks of one tenant.

    Creates each network with one subnet in the agency's slice, a router that joins
    them, with a gateway in the external network only where the tenant has a way
    outside, and a QoS policy on all networks. The policy belongs to the
    administrator's project and is not shared, so the tenant can neither change it nor
    take it off its networks and ports.

    Refuses a gateway or a pool outside a network's block, and a pool that holds the
    gateway.

    Args:
        plan: the tenant.
        project: the id of its project.
        ground: the cloud.
        opts: parent, and what must be there before.

    Raises:
        RefusedError: see above.

    Source: Neutron administration guide, "Quality of Service (QoS)": a policy that is
    not shared can't be detached by a project.
    """

    def __init__(
        self, plan: TenantPlan, project: pulumi.Input[str], ground: Ground, opts: pulumi.ResourceOptions
    ) -> None:
        for network in plan.networks:
            _judge(network)
        super().__init__("govcloud:tenants:Network", plan.name, None, opts)
        self._project = project
        self._within = pulumi.ResourceOptions(parent=self, depends_on=opts.depends_on)
        self.summary: dict[str, pulumi.Input[str]] = {}
        if plan.networks:
            limit = self._limit(plan)
            subnets = {network.name: self._network(network, limit) for network in plan.networks}
            self._router(plan, subnets, ground)
        self.register_outputs({"networks": self.summary})

    def _limit(self, plan: TenantPlan) -> openstack.networking.QosPolicy:
        policy = openstack.networking.QosPolicy(
            plan.name,
            name=plan.name,
            description=f"{plan.bandwidth_kbps} kbit/s a port",
            opts=self._within,
        )
        openstack.networking.QosBandwidthLimitRule(
            plan.name,
            qos_policy_id=policy.id,
            direction="egress",
            max_kbps=plan.bandwidth_kbps,
            opts=self._within,
        )
        return policy

    def _network(
        self, plan: TenantNetworkPlan, limit: openstack.networking.QosPolicy
    ) -> openstack.networking.Subnet:
        network = openstack.networking.Network(
            plan.name,
            name=plan.name,
            tenant_id=self._project,
            admin_state_up=True,
            qos_policy_id=limit.id,
            opts=self._within,
        )
        self.summary[plan.name] = network.id
        return openstack.networking.Subnet(
            plan.name,
            name=plan.name,
            tenant_id=self._project,
            network_id=network.id,
            cidr=plan.cidr,
            ip_version=ip_network(plan.cidr).version,
            gateway_ip=plan.gateway,
            allocation_pools=[
                openstack.networking.SubnetAllocationPoolArgs(start=plan.pool[0], end=plan.pool[1])
            ],
            opts=self._within,
        )

    def _router(
        self, plan: TenantPlan, subnets: dict[str, openstack.networking.Subnet], ground: Ground
    ) -> None:
        router = openstack.networking.Router(
            plan.name,
            name=plan.name,
            tenant_id=self._project,
            admin_state_up=True,
            external_network_id=ground.external_network if plan.outside else None,
            opts=self._within,
        )
        for name, subnet in subnets.items():
            openstack.networking.RouterInterface(
                name, router_id=router.id, subnet_id=subnet.id, opts=self._within
            )


def _judge(plan: TenantNetworkPlan) -> None:
    block = ip_network(plan.cidr)
    first, last, gateway = (ip_address(text) for text in (*plan.pool, plan.gateway))
    if first not in block or last not in block or int(first) > int(last):
        raise RefusedError(f"the network {plan.name} has a pool {first}-{last} that is not in {block}")
    if gateway not in block or int(first) <= int(gateway) <= int(last):
        raise RefusedError(
            f"the network {plan.name} has a gateway {gateway} outside its block or in its pool"
        )
