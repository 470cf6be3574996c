"""The edge: the router between the zones and the outside, and the outside's addresses."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.model import EdgePlan, ServerPlan
from stacks.components.refusal import RefusedError
from stacks.components.zone import Zone


@dataclass(frozen=True, slots=True)
class Outside:
    """A way from the outside to one server.

    Attributes:
        address: the floating address.
        through: the router's interface in the server's zone; without it the address leads nowhere.
    """

    address: pulumi.Output[str]
    through: pulumi.Resource


class Edge(pulumi.ComponentResource):
    """The one way between the zones, and between them and the outside.

    Creates a router with its gateway in the external network, an interface in each
    routed zone, and a floating address for each public instance. The external
    network is looked up by name and never made.

    Refuses a zone that it was not given, and one that is not routed. It opens
    nothing: what passes is decided by the zones' policies.

    Args:
        plan: the router.
        zones: the zones of this cloud, by name.
        opts: the provider of the cloud.

    Raises:
        RefusedError: see above.
    """

    def __init__(self, plan: EdgePlan, zones: Mapping[str, Zone], opts: pulumi.ResourceOptions) -> None:
        for name in plan.zones:
            if name not in zones or not zones[name].plan.routed:
                raise RefusedError(
                    f"the edge {plan.name} can't join {name}: no such zone, or it is not routed"
                )
        super().__init__("govcloud:datacenter:Edge", plan.name, {"zones": list(plan.zones)}, opts)
        within = pulumi.ResourceOptions(parent=self)
        external = openstack.networking.get_network_output(
            name=plan.external_network, external=True, opts=pulumi.InvokeOutputOptions(parent=self)
        )
        self.router = openstack.networking.Router(
            plan.name, name=plan.name, admin_state_up=True, external_network_id=external.id, opts=within
        )
        self.interfaces = {
            name: openstack.networking.RouterInterface(
                name, router_id=self.router.id, subnet_id=zones[name].subnet.id, opts=within
            )
            for name in plan.zones
        }
        self.floating = {
            instance: openstack.networking.FloatingIp(
                instance, pool=plan.external_network, description=instance, opts=within
            )
            for instance in plan.floating
        }
        self.register_outputs({"router_id": self.router.id})

    def outside(self, server: ServerPlan) -> Outside | None:
        """The way from the outside to a server; None for one that is not public."""
        if server.name not in self.floating:
            return None
        return Outside(self.floating[server.name].address, self.interfaces[server.zone])
