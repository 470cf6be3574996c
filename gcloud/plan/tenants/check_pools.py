"""What is declared of the machines, where it contradicts itself."""

from collections.abc import Iterator

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Path, Problem
from gcloud.model.tenants.capacity import CapacityPool
from gcloud.plan.tenants.check_classes import no_such_kind
from gcloud.plan.tenants.ground import Ground

_Pools = list[tuple[Path, str, CapacityPool]]


def pool_problems(loaded: LoadedSite, base: Ground) -> Iterator[Problem]:
    """Pools that count machines twice, serve what another serves, or belong to nobody.

    Args:
        loaded: the site with its positions.
        base: what its tenants stand on.
    """
    pools: _Pools = []
    for index, pool in enumerate(base.site.capacity):
        path: Path = ("capacity", index)
        cloud = base.cloud_of(pool)
        if cloud is not None:
            pools.append((path, cloud.name, pool))
        elif pool.cloud is None:
            yield loaded.problem(
                path,
                "capacity.cloud",
                f"the site has {len(base.clouds)} clouds, and the pool {pool.name} names none",
                "write cloud: with one of: " + ", ".join(sorted(base.clouds)),
            )
    yield from _hosts(loaded, pools)
    yield from _levels(loaded, pools)
    yield from _owners(loaded, base, pools)
    yield from _backends(loaded, base, pools)


def _hosts(loaded: LoadedSite, pools: _Pools) -> Iterator[Problem]:
    taken: dict[tuple[str, str], str] = {}
    for path, cloud, pool in pools:
        for index, host in enumerate(pool.hypervisors):
            if (other := taken.get((cloud, host.name))) is not None:
                yield loaded.problem(
                    (*path, "hypervisors", index, "name"),
                    "capacity.host-twice",
                    f"{host.name} is counted already, in the pool {other}",
                    "leave it in one place",
                )
            taken[cloud, host.name] = pool.name


def _levels(loaded: LoadedSite, pools: _Pools) -> Iterator[Problem]:
    taken: dict[tuple[str, int], str] = {}
    for path, cloud, pool in pools:
        for index, level in enumerate(pool.levels if pool.tenant is None else ()):
            if (other := taken.get((cloud, level))) is not None:
                yield loaded.problem(
                    (*path, "levels", index),
                    "capacity.level-twice",
                    f"level {level} is served by the pool {other} already; which is filled is not said",
                    "name each level once, or make one pool of the two",
                )
            taken[cloud, level] = pool.name


def _owners(loaded: LoadedSite, base: Ground, pools: _Pools) -> Iterator[Problem]:
    tenants = {one.name: one for one in base.site.tenants}
    taken: dict[str, str] = {}
    for path, _, pool in pools:
        if pool.tenant is None:
            continue
        way = (*path, "tenant")
        tenant = tenants.get(pool.tenant)
        if tenant is None:
            # Machines are set aside before the tenant's request can be approved.
            continue
        if not base.is_there(tenant) or not tenant.dedicated:
            what = "is not dedicated" if base.is_there(tenant) else "is gone"
            yield loaded.problem(
                way,
                "capacity.idle",
                f"the pool {pool.name} is kept for the tenant {pool.tenant}, which {what}: nobody uses it",
                "remove this line, so that the pool is shared, or name the tenant that is meant",
            )
        if (other := taken.get(pool.tenant)) is not None:
            yield loaded.problem(
                way,
                "capacity.tenant-twice",
                f"the tenant {pool.tenant} has the pool {other} already",
                "put the machines into that pool",
            )
        taken[pool.tenant] = pool.name


def _backends(loaded: LoadedSite, base: Ground, pools: _Pools) -> Iterator[Problem]:
    taken: dict[tuple[str, str], CapacityPool] = {}
    for path, cloud, pool in pools:
        for index, backend in enumerate(pool.storage):
            way, kind = (*path, "storage", index, "volume_type"), backend.volume_type
            if kind not in base.kinds:
                yield no_such_kind(loaded, base, way, kind)
            other = taken.setdefault((cloud, kind), pool)
            if other is not pool and (other.tenant or pool.tenant):
                alone = other if other.tenant else pool
                yield loaded.problem(
                    way,
                    "capacity.shared-storage",
                    f"{kind} is in the pool {other.name} already, and the pool {alone.name} is for the tenant"
                    f" {alone.tenant} alone",
                    "name a volume type on a backend of its own",
                )
