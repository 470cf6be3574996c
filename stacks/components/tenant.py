"""A tenant: an agency's project on the cloud, with all that it is given."""

from ipaddress import ip_network
from itertools import combinations

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.tenants.model import TenantPlan
from stacks.components.ground import Ground
from stacks.components.refusal import RefusedError
from stacks.components.tenant_access import Access
from stacks.components.tenant_network import Network
from stacks.components.tenant_people import People
from stacks.components.tenant_policy import Policy
from stacks.components.tenant_quotas import Quotas


class Tenant(pulumi.ComponentResource):
    """One tenant.

    Creates the project and, once that is there, its people, quotas, networks,
    security group, access to restricted flavors and volume types, and its zone of names.
    So where the
    project's name is taken by somebody else's, nothing at all is made.

    A suspended tenant's project is disabled: Keystone gives nobody a token for it and
    takes back those that it gave, while its machines run on. An administrator works on
    it from a project of the own, so everything can still be changed.

    The project of a tenant that is not suspended is protected: it goes only after it
    was disabled, in a run of its own.

    Refuses a tenant with two networks of one name, or of blocks that overlap.

    Args:
        plan: the tenant.
        ground: the cloud that it is on.

    Raises:
        RefusedError: see above.
    """

    def __init__(self, plan: TenantPlan, ground: Ground) -> None:
        _judge(plan)
        here = pulumi.ResourceOptions(provider=ground.provider)
        super().__init__("govcloud:tenants:Tenant", plan.name, {"agency": plan.agency}, here)
        self.project = openstack.identity.Project(
            plan.name,
            name=plan.name,
            description=plan.description,
            domain_id=ground.domain,
            enabled=plan.enabled,
            tags=list(plan.tags),
            opts=pulumi.ResourceOptions(parent=self, protect=plan.enabled),
        )
        within = pulumi.ResourceOptions(parent=self, depends_on=[self.project])
        people = People(plan, self.project.id, ground, within)
        quotas = Quotas(plan, self.project.id, ground, within)
        # A limit may have to rise before what needs it can be made.
        limited = pulumi.ResourceOptions(parent=self, depends_on=[self.project, *quotas.network])
        network = Network(plan, self.project.id, ground, limited)
        policy = Policy(plan, self.project.id, limited)
        Access(plan, self.project.id, ground, within)
        if plan.dns_zone:
            openstack.dns.Zone(
                plan.name,
                name=plan.dns_zone,
                email=f"hostmaster@{plan.dns_zone.removesuffix('.')}",
                description=plan.description,
                project_id=self.project.id,
                opts=pulumi.ResourceOptions(parent=self, depends_on=[self.project, *quotas.dns]),
            )
        self.summary = {
            "request": plan.request,
            "project": self.project.id,
            "networks": network.summary,
            "security_group": policy.group.id,
            "service_user": people.service_user,
        }
        self.register_outputs({"project_id": self.project.id})


def _judge(plan: TenantPlan) -> None:
    for one, other in combinations(plan.networks, 2):
        if one.name == other.name or ip_network(one.cidr).overlaps(ip_network(other.cidr)):
            raise RefusedError(f"the networks {one.name} and {other.name} of {plan.name} overlap")
