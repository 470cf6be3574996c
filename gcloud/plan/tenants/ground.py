"""What tenants stand on, looked up once for all of them: clouds, classes, machines.

A province has a thousand tenants; whatever is the same for all of them is found here
in one step, so that each tenant costs what it is itself and nothing more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gcloud.model.catalogue import VolumeType
from gcloud.model.organisation import Organisation
from gcloud.model.place import Cloud
from gcloud.model.site import Site
from gcloud.model.tenants.backup import BackupPolicy
from gcloud.model.tenants.capacity import CapacityPool
from gcloud.model.tenants.retirement import Step
from gcloud.model.tenants.tenant import Tenant
from gcloud.plan.tenants.access import volume_type_restricted, volume_types_closed, volume_types_for
from gcloud.plan.tenants.quotas import Quota, class_quotas, granted, nothing_left, quota_of, services_of
from gcloud.plan.tenants.retirement import steps_of


@dataclass(frozen=True, slots=True)
class Ground:
    """What tenants stand on.

    Attributes:
        site: the site.
        clouds: by name.
        organisations: by name.
        kinds: volume types by name.
        policies: backup policies by name.
        classes: what each quota class says.
        own: tenant → the pool that is its own.
        shared: cloud and level → the pool that serves it.
        steps: tenant → what its retirement has done.
    """

    site: Site
    clouds: Mapping[str, Cloud]
    organisations: Mapping[str, Organisation]
    kinds: Mapping[str, VolumeType]
    policies: Mapping[str, BackupPolicy]
    classes: Mapping[str, Quota]
    own: Mapping[str, CapacityPool]
    shared: Mapping[tuple[str, int], CapacityPool]
    steps: Mapping[str, frozenset[Step]]

    def is_there(self, tenant: Tenant) -> bool:
        """Whether the tenant has, or shall have, a project on its cloud; a disabled one goes."""
        return tenant.state != "gone" and Step.DISABLED not in self.steps.get(tenant.name, ())

    def is_emptied(self, tenant: Tenant) -> bool:
        """Whether its project holds nothing any more, so that nothing of it may be made again."""
        return Step.PURGED in self.steps.get(tenant.name, ())

    def cloud_of(self, placed: Tenant | CapacityPool) -> Cloud | None:
        """The cloud that something is on; None where that is not said, or unknown."""
        if placed.cloud is None:
            return self.site.clouds[0] if len(self.clouds) == 1 else None
        return self.clouds.get(placed.cloud)

    def own_pool(self, tenant: Tenant) -> CapacityPool | None:
        """The machines of a tenant's own."""
        return self.own.get(tenant.name) if tenant.dedicated else None

    def pool_of(self, tenant: Tenant) -> CapacityPool | None:
        """The machines that a tenant's servers run on; None where none are declared."""
        if tenant.dedicated:
            return self.own_pool(tenant)
        cloud = self.cloud_of(tenant)
        return self.shared.get((cloud.name, tenant.system.level)) if cloud else None

    def asked(self, tenant: Tenant) -> Quota:
        """What a tenant asks for, its class included."""
        return quota_of(tenant.quota, self.classes)

    def closed(self, tenant: Tenant) -> tuple[str, ...]:
        """The kinds of storage that a tenant may not use."""
        return volume_types_closed(self.site.catalogue, tenant.system.level, self.own_pool(tenant))

    def kinds_of(self, tenant: Tenant) -> tuple[str, ...]:
        """The kinds of storage that a tenant may use, the one of the lowest level first."""
        catalogue, level = self.site.catalogue, tenant.system.level
        named = self.asked(tenant).volume_types
        restricted = set(volume_types_for(catalogue, level, named, self.own_pool(tenant)))
        closed = self.closed(tenant)
        kinds = (
            kind
            for kind in catalogue.volume_types
            if kind.name not in closed and (kind.name in restricted or not volume_type_restricted(kind))
        )
        return tuple(kind.name for kind in sorted(kinds, key=lambda one: (one.level or 0, one.name)))

    def granted(self, tenant: Tenant, cloud: Cloud) -> Quota:
        """What a tenant can really use: every key of every service of its cloud.

        Args:
            tenant: the tenant.
            cloud: the cloud that it is on.
        """
        services = services_of(cloud, self.site.tenancy.unified_limits)
        quota = granted(tenant, self.asked(tenant), services, self.closed(tenant))
        return nothing_left(quota) if Step.ZEROED in self.steps.get(tenant.name, ()) else quota


def ground(site: Site) -> Ground:
    """What a site's tenants stand on.

    Args:
        site: the site.
    """
    base = Ground(
        site=site,
        clouds={one.name: one for one in site.clouds},
        organisations={one.name: one for one in site.organisations},
        kinds={one.name: one for one in site.catalogue.volume_types},
        policies={one.name: one for one in site.backup_policies},
        classes=class_quotas(site.quota_classes),
        own={one.tenant: one for one in reversed(site.capacity) if one.tenant is not None},
        shared={},
        steps=steps_of(site),
    )
    return replace(base, shared=_shared(base))


def _shared(base: Ground) -> dict[tuple[str, int], CapacityPool]:
    """Of two pools for one level, which the check refuses, the first."""
    found: dict[tuple[str, int], CapacityPool] = {}
    for pool in base.site.capacity:
        cloud = base.cloud_of(pool)
        if pool.tenant is None and cloud is not None:
            for level in pool.levels:
                found.setdefault((cloud.name, level), pool)
    return found
