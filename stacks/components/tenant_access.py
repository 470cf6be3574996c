"""What a tenant may use that others may not: flavors, volume types, hosts."""

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.tenants.model import TenantPlan
from stacks.components.ground import Ground
from stacks.components.refusal import RefusedError


class Access(pulumi.ComponentResource):
    """Access of one tenant.

    Lets the project use restricted flavors and volume types, which the data-centre
    stack makes. A tenant on hosts of its own has a host aggregate: Nova's filter
    AggregateMultiTenancyIsolation lets nobody else's servers onto them.

    Refuses an aggregate without hosts, and hosts without an aggregate.

    Args:
        plan: the tenant.
        project: the id of its project.
        ground: the cloud.
        opts: parent, and what must be there before.

    Raises:
        RefusedError: see above.

    Source: Nova administration guide, "Tenant isolation with placement" and
    "AggregateMultiTenancyIsolation".
    """

    def __init__(
        self, plan: TenantPlan, project: pulumi.Input[str], ground: Ground, opts: pulumi.ResourceOptions
    ) -> None:
        if bool(plan.aggregate) != bool(plan.hosts):
            raise RefusedError(f"the tenant {plan.name} must have hosts exactly if it has an aggregate")
        super().__init__("govcloud:tenants:Access", plan.name, None, opts)
        within = pulumi.ResourceOptions(parent=self, depends_on=opts.depends_on)
        for name in plan.flavors:
            openstack.compute.FlavorAccess(
                f"{plan.name}-{name}", flavor_id=ground.flavor(name), tenant_id=project, opts=within
            )
        for name in plan.volume_types:
            openstack.blockstorage.VolumeTypeAccessV3(
                f"{plan.name}-{name}",
                volume_type_id=ground.volume_type(name),
                project_id=project,
                opts=within,
            )
        if plan.aggregate:
            openstack.compute.AggregateV2(
                plan.name,
                name=plan.aggregate,
                hosts=list(plan.hosts),
                metadata={"filter_tenant_id": project},
                opts=within,
            )
        self.register_outputs({})
