"""How full the province is: what is promised to tenants and servers, against what the machines hold.

A quota is a promise: all of it may be used at once, so all of it counts, and so do
the data centre's own servers. Processors, memory and addresses of the external
network are counted by pool of machines; storage by its kind, since one kind is one
backend wherever its users' servers run.

What a tenant's quota does not bind to a kind of storage counts for the kind of the
lowest level that may serve it; a tenant that may choose between several is so counted
once, and not once for each.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from gcloud.model.place import Cloud
from gcloud.model.tenants.capacity import CapacityPool
from gcloud.model.tenants.tenant import Tenant, TenantService
from gcloud.plan.tenants.ground import Ground

What = Literal["vcpus", "ram_mb", "floating_ips", "gigabytes"]

DATACENTER: Final = "(data centre)"
"""Who the servers of the site itself are counted for; no tenant can be called so."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How full something is.

    Attributes:
        cloud: the cloud.
        pool: the pool of machines; of storage, the pools that it is declared in, joined by a comma.
        levels: levels of the systems that it is for.
        what: virtual processors, memory in MiB, addresses of the external network, storage in GiB.
        volume_type: the kind of storage, else empty.
        there: what may be promised: what there is, times the declared overcommit.
        promised: who → how much is promised, `DATACENTER` for the site's own servers.
    """

    cloud: str
    pool: str
    levels: tuple[int, ...]
    what: What
    volume_type: str
    there: int
    promised: Mapping[str, int]

    @property
    def datacenter(self) -> int:
        """What the site's own servers have."""
        return self.promised.get(DATACENTER, 0)

    @property
    def total(self) -> int:
        """All that is promised."""
        return sum(self.promised.values())

    @property
    def tenants(self) -> int:
        """What is promised to tenants."""
        return self.total - self.datacenter

    @property
    def free(self) -> int:
        """What is left to promise; below 0 where more is promised than there is."""
        return self.there - self.total

    @property
    def share(self) -> int:
        """Percent promised, rounded down; 100 where nothing is there and something is promised."""
        if self.there == 0:
            return 100 if self.total else 0
        return self.total * 100 // self.there


def capacity(base: Ground) -> tuple[Fill, ...]:
    """How full every pool and every kind of storage is.

    Args:
        base: the site.

    Returns:
        One row for each pool and what it holds, in the order of the files, then the storage.
        What runs on machines that nobody declared is not in it: the check tells that.
    """
    counted = _Counted()
    for tenant in base.site.tenants:
        if base.is_there(tenant):
            _count_tenant(base, tenant, counted)
    _count_servers(base, counted)
    return (*_machines(base, counted), *_storage(base, counted))


@dataclass(frozen=True, slots=True)
class _Counted:
    """Who has been promised how much: pool and what → who; cloud and kind of storage → who."""

    machines: dict[tuple[str, What], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    storage: dict[tuple[str, str], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def promise(self, pool: CapacityPool | None, what: What, who: str, amount: int) -> None:
        if pool is not None and amount:
            held = self.machines[pool.name, what]
            held[who] = held.get(who, 0) + amount

    def store(self, cloud: Cloud, kind: str, who: str, gigabytes: int) -> None:
        if gigabytes:
            held = self.storage[cloud.name, kind]
            held[who] = held.get(who, 0) + gigabytes


def _count_tenant(base: Ground, tenant: Tenant, counted: _Counted) -> None:
    cloud = base.cloud_of(tenant)
    if cloud is None:
        return
    quota, pool = base.granted(tenant, cloud), base.pool_of(tenant)
    # Its router has an address of the external network, too.
    router = 1 if TenantService.OUTSIDE in tenant.services and tenant.networks else 0
    counted.promise(pool, "vcpus", tenant.name, quota.get("compute", "cores"))
    counted.promise(pool, "ram_mb", tenant.name, quota.get("compute", "ram"))
    counted.promise(pool, "floating_ips", tenant.name, quota.get("network", "floatingip") + router)
    left = quota.get("volume", "gigabytes")
    home = ""
    for kind in base.kinds_of(tenant):
        if kind in quota.volume_types:
            share = min(left, quota.volume_types[kind])
            counted.store(cloud, kind, tenant.name, share)
            left -= share
        else:
            home = home or kind
    if home:
        counted.store(cloud, home, tenant.name, left)


def _count_servers(base: Ground, counted: _Counted) -> None:
    site = base.site
    levels = {system.name: system.level for system in site.systems}
    zones = {zone.name: zone for zone in site.zones}
    sizes = {flavor.name: flavor for flavor in site.catalogue.flavors}
    for server in site.servers:
        cloud, many = site.cloud_of(zones[server.zone]), len(server.instances)
        pool = base.shared.get((cloud.name, levels[server.system]))
        counted.promise(pool, "vcpus", DATACENTER, sizes[server.flavor].vcpus * many)
        counted.promise(pool, "ram_mb", DATACENTER, sizes[server.flavor].ram_mb * many)
        counted.promise(pool, "floating_ips", DATACENTER, many if server.public else 0)
        for volume in server.volumes:
            counted.store(cloud, volume.type, DATACENTER, volume.size_gb * many)


def _machines(base: Ground, counted: _Counted) -> Iterator[Fill]:
    for pool in base.site.capacity:
        cloud = base.cloud_of(pool)
        if cloud is None:
            continue
        hosts = pool.hypervisors
        there: tuple[tuple[What, int], ...] = (
            ("vcpus", int(sum(host.vcpus for host in hosts) * pool.vcpu_overcommit)),
            ("ram_mb", int(sum(host.ram_mb for host in hosts) * pool.ram_overcommit)),
            ("floating_ips", pool.floating_ips),
        )
        for what, amount in there:
            held = counted.machines.get((pool.name, what), {})
            yield Fill(cloud.name, pool.name, tuple(sorted(pool.levels)), what, "", amount, held)


def _storage(base: Ground, counted: _Counted) -> Iterator[Fill]:
    backends: dict[tuple[str, str], list[tuple[CapacityPool, float]]] = {}
    for pool in base.site.capacity:
        cloud = base.cloud_of(pool)
        for one in pool.storage if cloud else ():
            there = one.gigabytes * pool.storage_overcommit
            backends.setdefault((cloud.name if cloud else "", one.volume_type), []).append((pool, there))
    for (cloud_name, kind), pools in backends.items():
        yield Fill(
            cloud=cloud_name,
            pool=", ".join(dict.fromkeys(pool.name for pool, _ in pools)),
            levels=tuple(sorted({level for pool, _ in pools for level in pool.levels})),
            what="gigabytes",
            volume_type=kind,
            there=int(sum(there for _, there in pools)),
            promised=counted.storage.get((cloud_name, kind), {}),
        )
