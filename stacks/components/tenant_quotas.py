"""How much a tenant may use, at each service."""

from collections.abc import Callable
from typing import Final

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.tenants.model import QuotaPlan, TenantPlan
from stacks.components.ground import Ground
from stacks.components.key_manager_quota import KeyManagerQuota
from stacks.components.refusal import RefusedError

LIMITS: Final = {
    "compute": {
        "cores": "class:VCPU",
        "instances": "servers",
        "key_pairs": "server_key_pairs",
        "metadata_items": "server_metadata_items",
        "ram": "class:MEMORY_MB",
        "server_group_members": "server_group_members",
        "server_groups": "server_groups",
    },
    "image": {
        name: name
        for name in ("image_count_total", "image_count_uploading", "image_size_total", "image_stage_total")
    },
}
"""What Keystone calls a quota's keys, by service, where it keeps them.

Source: Nova administration guide, "Manage Unified Limits Quotas"; Glance administration
guide, "Quotas".
"""


class Quotas(pulumi.ComponentResource):
    """The quotas of one tenant.

    Sets what the plan says, every key by its name; where Keystone keeps a service's
    limits, there. Deleting a quota changes nothing in the cloud: whoever ends a tenant
    sets its figures to zero first.

    Refuses a service that it knows no quota of, and a service named twice.

    Args:
        plan: the tenant.
        project: the id of its project.
        ground: the cloud.
        opts: parent, and what must be there before.

    Raises:
        RefusedError: see above.
    """

    def __init__(
        self, plan: TenantPlan, project: pulumi.Input[str], ground: Ground, opts: pulumi.ResourceOptions
    ) -> None:
        made_by: dict[str, Callable[[QuotaPlan], object]] = {
            # A service's module is imported only when it is named here.
            "compute": lambda quota: self._plainly(openstack.compute.QuotaSetV2, quota),
            "network": lambda quota: self._plainly(openstack.networking.QuotaV2, quota),
            "volume": self._volume,
            "load-balancer": lambda quota: self._plainly(openstack.loadbalancer.Quota, quota),
            "dns": lambda quota: self._plainly(openstack.dns.QuotaV2, quota),
            "key-manager": self._key_manager,
            **dict.fromkeys(set(plan.unified) & LIMITS.keys(), self._unified),
        }
        _judge(plan, set(made_by))
        super().__init__("govcloud:tenants:Quotas", plan.name, None, opts)
        self._name = plan.name
        self._project = project
        self._ground = ground
        self._within = pulumi.ResourceOptions(parent=self, depends_on=opts.depends_on)
        made = {quota.service: made_by[quota.service](quota) for quota in plan.quotas}
        self.network, self.dns = (
            [one for one in (made.get(service),) if isinstance(one, pulumi.Resource)]
            for service in ("network", "dns")
        )
        self.register_outputs({})

    def _plainly(self, kind: Callable[..., pulumi.Resource], quota: QuotaPlan) -> pulumi.Resource:
        return kind(self._name, project_id=self._project, **dict(quota.figures), opts=self._within)

    def _volume(self, quota: QuotaPlan) -> openstack.blockstorage.QuoteSetV3:
        of_types = {key: str(limit) for key, limit in quota.of_types}
        return openstack.blockstorage.QuoteSetV3(
            self._name,
            project_id=self._project,
            volume_type_quota=of_types or None,
            **dict(quota.figures),
            opts=self._within,
        )

    def _key_manager(self, quota: QuotaPlan) -> KeyManagerQuota:
        cloud = self._ground.cloud
        return KeyManagerQuota(
            self._name, cloud.cloud, cloud.region, self._project, dict(quota.figures), self._within
        )

    def _unified(self, quota: QuotaPlan) -> None:
        for key, limit in quota.figures:
            openstack.identity.LimitV3(
                f"{self._name}.{key}",
                project_id=self._project,
                service_id=self._ground.service(quota.service),
                resource_name_=LIMITS[quota.service][key],
                resource_limit=limit,
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
