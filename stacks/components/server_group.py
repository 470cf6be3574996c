"""A server group: instances that fail apart."""

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.model import ServerGroupPlan
from stacks.components.refusal import RefusedError


class ServerGroup(pulumi.ComponentResource):
    """Instances of which no two share a physical host.

    Creates a server group with the strict policy `anti-affinity`: where there are too
    few hosts, an instance fails to start, which is what somebody must know. The
    lenient policy would say nothing.

    Refuses fewer than two members: there is nothing to keep apart.

    Args:
        plan: the group.
        opts: the provider of the cloud.

    Raises:
        RefusedError: see above.
    """

    def __init__(self, plan: ServerGroupPlan, opts: pulumi.ResourceOptions) -> None:
        if len(plan.members) < 2:  # noqa: PLR2004 - apart from whom
            raise RefusedError(f"the server group {plan.name} needs two members, it has {len(plan.members)}")
        super().__init__("govcloud:datacenter:ServerGroup", plan.name, {"members": list(plan.members)}, opts)
        self.group = openstack.compute.ServerGroup(
            plan.name, name=plan.name, policies="anti-affinity", opts=pulumi.ResourceOptions(parent=self)
        )
        self.register_outputs({"id": self.group.id})
