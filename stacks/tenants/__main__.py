"""The tenants of one shard of a site: each an agency's own part of the cloud."""

import pulumi
import pulumi_openstack as openstack

from stacks.components.ground import Ground
from stacks.components.tenant import Tenant
from stacks.sharded import sharded
from stacks.sites import told

shard = sharded(pulumi.Config(), stack=pulumi.get_stack(), preview=pulumi.runtime.is_dry_run())
grounds = {
    cloud.name: Ground(cloud, shard, openstack.Provider(cloud.name, cloud=cloud.cloud, region=cloud.region))
    for cloud in shard.clouds
}
with told():
    tenants = {plan.name: Tenant(plan, grounds[plan.cloud]) for plan in shard.tenants}

pulumi.export("tenants", {name: tenant.summary for name, tenant in tenants.items()})
