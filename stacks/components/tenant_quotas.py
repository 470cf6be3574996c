"""How much a tenant may use, at each service."""

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.tenants.model import QuotaPlan, TenantPlan
from stacks.components.refusal import RefusedError


class Quotas(pulumi.ComponentResource):
    """The quotas of one tenant.

    Sets what the plan says, every key by its name. Deleting a quota changes nothing in
    the cloud: whoever ends a tenant sets its figures to zero first.

    Refuses a service that it knows no quota of, and a service named twice.

    Args:
        plan: the tenant.
        project: the id of its project.
        opts: parent, and what must be there before.

    Raises:
        RefusedError: see above.
    """

    def __init__(self, plan: TenantPlan, project: pulumi.Input[str], opts: pulumi.ResourceOptions) -> None:
        made_by = {
            "compute": self._compute,
            "network": self._network,
            "volume": self._volume,
        }
        _judge(plan, set(made_by))
        super().__init__("govcloud:tenants:Quotas", plan.name, None, opts)
        self._name = plan.name
        self._project = project
        self._within = pulumi.ResourceOptions(parent=self, depends_on=opts.depends_on)
        made = {quota.service: made_by[quota.service](quota) for quota in plan.quotas}
        self.network = [made["network"]] if "network" in made else []
        self.register_outputs({})

    def _compute(self, quota: QuotaPlan) -> openstack.compute.QuotaSetV2:
        return openstack.compute.QuotaSetV2(
            self._name, project_id=self._project, **dict(quota.figures), opts=self._within
        )

    def _network(self, quota: QuotaPlan) -> openstack.networking.QuotaV2:
        return openstack.networking.QuotaV2(
            self._name, project_id=self._project, **dict(quota.figures), opts=self._within
        )

    def _volume(self, quota: QuotaPlan) -> openstack.blockstorage.QuoteSetV3:
        of_types = {f"gigabytes_{name}": str(limit) for name, limit in quota.volume_types}
        return openstack.blockstorage.QuoteSetV3(
            self._name,
            project_id=self._project,
            volume_type_quota=of_types or None,
            **dict(quota.figures),
            opts=self._within,
        )


def _judge(plan: TenantPlan, known: set[str]) -> None:
    seen: set[str] = set()
    for quota in plan.quotas:
        if quota.service not in known:
            raise RefusedError(f"the tenant {plan.name} has a quota of {quota.service}, which is not known")
        if quota.service in seen:
            raise RefusedError(f"the tenant {plan.name} has two quotas of {quota.service}")
        seen.add(quota.service)
