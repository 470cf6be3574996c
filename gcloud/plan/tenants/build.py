"""From a site to what shall run for its tenants, shard by shard.

Everything that a shard's program needs is in its plan, and nothing of other tenants:
a tenant's change changes one shard's plan.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from gcloud.model.errors import SiteInvalid
from gcloud.model.load import LoadedSite
from gcloud.model.place import Cloud
from gcloud.model.site import Site
from gcloud.model.tenants.tenant import GrantedTenant, TenantService
from gcloud.plan.addresses import addresses
from gcloud.plan.check_addresses import address_problems
from gcloud.plan.layout import Layout
from gcloud.plan.tenants.access import flavors_for, volume_types_for
from gcloud.plan.tenants.digest import tenant_digest
from gcloud.plan.tenants.ground import Ground, ground
from gcloud.plan.tenants.model import ShardPlan, TenantCloud, TenantNetworkPlan, TenantPlan
from gcloud.plan.tenants.people import accounts, groups
from gcloud.plan.tenants.quotas import quota_plans
from gcloud.plan.tenants.shards import shard_of
from gcloud.plan.tenants.tags import tags_of

KBIT: Final = 1000


def shard_plans(loaded: LoadedSite) -> tuple[ShardPlan, ...]:
    """Plan all tenants of a site.

    Args:
        loaded: the site with its positions.

    Returns:
        One plan for each shard that has tenants, by number; the same for the same site.

    Raises:
        SiteInvalid: an address can't be given or a recorded one can't stand.
    """
    site = loaded.site
    by_shard: dict[int, list[TenantPlan]] = defaultdict(list)
    for plan in tenant_plans(loaded):
        by_shard[shard_of(plan.name, site.tenancy.shards)].append(plan)
    return tuple(
        ShardPlan(site=site.name, shard=shard, clouds=_clouds(site, plans), tenants=tuple(plans))
        for shard, plans in sorted(by_shard.items())
    )


def tenant_plans(loaded: LoadedSite) -> tuple[TenantPlan, ...]:
    """Plan each tenant that is there, sorted by name.

    Args:
        loaded: the site with its positions.

    Raises:
        SiteInvalid: an address can't be given or a recorded one can't stand.
    """
    site = loaded.site
    given = addresses(site)
    if problems := tuple(address_problems(loaded, given)):
        raise SiteInvalid(str(loaded.folder), problems)
    base = ground(site)
    return tuple(_tenant(base, given.networks, tenant) for tenant in _present(base))


def present(site: Site) -> tuple[GrantedTenant, ...]:
    """The tenants that have a project, sorted by name: those that are gone have none any more."""
    return _present(ground(site))


def _present(base: Ground) -> tuple[GrantedTenant, ...]:
    there = (tenant for tenant in base.site.tenants if base.is_there(tenant))
    return tuple(sorted(there, key=lambda one: one.name))


def _tenant(base: Ground, networks: Mapping[str, Layout], tenant: GrantedTenant) -> TenantPlan:
    site = base.site
    tenancy, cloud, level = site.tenancy, site.cloud_of(tenant), tenant.system.level
    everybody = accounts(tenant, tenancy.accounts)
    # What was purged must not be made again by the next run.
    bare = base.is_emptied(tenant)
    pool = None if bare else base.own_pool(tenant)
    subzone = TenantService.DNS in tenant.services and tenancy.dns_zone is not None
    return TenantPlan(
        name=tenant.name,
        label=tenant.label,
        agency=tenant.agency,
        system=tenant.system.name,
        level=level,
        cloud=cloud.name,
        enabled=tenant.state == "active",
        tags=tags_of(site.name, tenant),
        description=f"{tenant.label} ({base.organisations[tenant.agency].label}), level {level}",
        groups=groups(tenant, everybody),
        accounts=everybody,
        quotas=quota_plans(base.granted(tenant, cloud)),
        unified=tuple(sorted(tenancy.unified_limits)),
        networks=tuple(
            _network(f"{tenant.name}.{network.name}", networks[f"{tenant.name}/{network.name}"])
            for network in sorted(tenant.networks, key=lambda one: one.name)
            if not bare
        ),
        outside=TenantService.OUTSIDE in tenant.services and not bare,
        bandwidth_kbps=tenant.bandwidth_mbps * KBIT,
        flavors=() if bare else flavors_for(site.catalogue, level),
        volume_types=()
        if bare
        else volume_types_for(site.catalogue, level, base.asked(tenant).volume_types, pool),
        dns_zone=f"{tenant.name}.{tenancy.dns_zone}" if subzone and not bare else None,
        aggregate=pool.name if pool else None,
        hosts=tuple(sorted(host.name for host in pool.hypervisors)) if pool else (),
        request=tenant.request,
        digest=tenant_digest(tenant),
    )


def _network(name: str, divided: Layout) -> TenantNetworkPlan:
    # An agency's servers get their addresses from the cloud, so all but the few kept for devices is its pool.
    return TenantNetworkPlan(
        name=name,
        cidr=str(divided.block),
        gateway=str(divided.gateway),
        pool=(str(divided.servers[0]), str(divided.pool[1])),
    )


def _clouds(site: Site, plans: list[TenantPlan]) -> tuple[TenantCloud, ...]:
    used = {plan.cloud for plan in plans}
    return tuple(_cloud(site, cloud) for cloud in site.clouds if cloud.name in used)


def _cloud(site: Site, cloud: Cloud) -> TenantCloud:
    return TenantCloud(
        name=cloud.name,
        cloud=cloud.cloud,
        region=cloud.region,
        external_network=cloud.external_network,
        domain=site.tenancy.domain,
        directory=site.tenancy.accounts.domain,
    )
