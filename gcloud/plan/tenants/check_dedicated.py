"""Machines of a tenant's own: who must have them, and whether they are there."""

from collections.abc import Iterator

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Path, Problem
from gcloud.model.tenants.tenant import Tenant
from gcloud.plan.profiles.rows import Source
from gcloud.plan.profiles.table import PROFILES
from gcloud.plan.tenants.ground import Ground


def physical(base: Ground, level: int) -> Source | None:
    """Where it stands that systems of a level have machines of their own; None if they need none."""
    rules = PROFILES[base.site.profile].separations
    return next((rule.source for rule in rules if rule.level == level and rule.kind == "physical"), None)


def dedicated_problems(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    """Judge where a tenant's servers and volumes run.

    Args:
        loaded: the site with its positions.
        base: what its tenants stand on.
        path: the way to the tenant's description.
        tenant: the tenant.
    """
    level = tenant.system.level
    source = physical(base, level)
    if source is not None and not tenant.dedicated:
        yield loaded.problem(
            (*path, "system", "level"),
            "tenant.dedicated",
            f"a system of level {level} has machines and storage of its own: {source}",
            f"write dedicated: true, and in capacity a pool with tenant: {tenant.name}",
        )
    cloud = base.cloud_of(tenant)
    declared = cloud is not None and any(base.cloud_of(pool) == cloud for pool in base.site.capacity)
    if tenant.dedicated:
        yield from _own(loaded, base, path, tenant)
    elif declared and cloud is not None and (cloud.name, level) not in base.shared and source is None:
        yield loaded.problem(
            (*path, "system", "level"),
            "capacity.level",
            f"no pool of the cloud {cloud.name} that tenants share serves level {level}",
            f"add {level} to the levels of a pool in capacity, or add a pool",
        )


def catalogue_problems(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    """A level for which the catalogue has no server or no storage.

    Args:
        loaded: the site with its positions.
        base: what its tenants stand on.
        path: the way to the tenant's description.
        tenant: the tenant.
    """
    catalogue, level = base.site.catalogue, tenant.system.level
    way = (*path, "system", "level")
    if catalogue.flavors and all(one.levels and level not in one.levels for one in catalogue.flavors):
        yield loaded.problem(
            way,
            "tenant.no-flavor",
            f"no size of server is for level {level}",
            f"add {level} to the levels of a flavor, or add a flavor",
        )
    if catalogue.volume_types and base.asked(tenant).get("volume", "gigabytes") and not base.kinds_of(tenant):
        yield loaded.problem(
            way,
            "tenant.no-storage",
            f"it asks for storage, and no kind of storage is for level {level}",
            f"add a volume type with level: {level}, or write volume: {{gigabytes: 0}} in its quota",
        )


def _own(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    pool = base.own.get(tenant.name)
    if pool is None:
        yield loaded.problem(
            (*path, "dedicated"),
            "tenant.no-pool",
            f"the tenant {tenant.name} shall have machines of its own, and no pool is declared for it",
            f"add to capacity a pool with tenant: {tenant.name}",
        )
        return
    level = tenant.system.level
    where: Path = ("capacity", base.site.capacity.index(pool))
    if level not in pool.levels:
        yield loaded.problem(
            (*where, "levels"),
            "capacity.level",
            f"the pool {pool.name} is for the tenant {tenant.name} of level {level}, and serves others",
            f"write levels: [{level}]",
        )
    if base.cloud_of(pool) != base.cloud_of(tenant):
        yield loaded.problem(
            (*where, "cloud"),
            "capacity.cloud",
            f"the pool {pool.name} is for the tenant {tenant.name}, which is on another cloud",
            f"write cloud: {tenant.cloud or base.site.clouds[0].name}",
        )
    serving = [
        one
        for one in pool.storage
        if (kind := base.kinds.get(one.volume_type)) is not None
        and (kind.level is None or kind.level >= level)
    ]
    if not serving:
        yield loaded.problem(
            (*where, "storage"),
            "capacity.storage",
            f"the pool {pool.name} has no storage of its own for level {level}",
            "add to its storage a volume type of that level, on a backend that nobody else uses",
        )
