"""A tenant's quota that says too little, contradicts itself, or can't hold what the tenant asks for."""

from collections.abc import Iterator

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Path, Problem
from gcloud.model.tenants.tenant import Tenant, TenantService
from gcloud.plan.tenants.check_classes import keys_text
from gcloud.plan.tenants.ground import Ground
from gcloud.plan.tenants.quotas import ALWAYS, IMAGE, KEYS, Quota, field_of, services_of


def quota_problems(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    """Judge a tenant's quota.

    Args:
        loaded: the site with its positions.
        base: what its tenants stand on.
        path: the way to the tenant's description.
        tenant: the tenant.
    """
    way: Path = (*path, "quota")
    yield from _missing(loaded, base, way, tenant)
    yield from _unused(loaded, way, tenant)
    quota = base.asked(tenant)
    yield from _storage(loaded, base, way, tenant, quota)
    yield from _own_parts(loaded, way, tenant, quota)
    yield from _backups(loaded, base, path, tenant, quota)


def _missing(loaded: LoadedSite, base: Ground, way: Path, tenant: Tenant) -> Iterator[Problem]:
    """Keys that nobody says; of a class, that is told at the class."""
    cloud = base.cloud_of(tenant)
    if tenant.quota.class_name is not None or cloud is None:
        return
    asked = {*ALWAYS, IMAGE, *tenant.services}
    services = [one for one in services_of(cloud, base.site.tenancy.unified_limits) if one in asked]
    if missing := base.asked(tenant).missing(services):
        yield loaded.problem(
            way,
            "quota.missing",
            f"the tenant {tenant.name} has no class, and its quota leaves out {keys_text(missing)}",
            "write class: with the name of a class, or each of them",
        )


def _unused(loaded: LoadedSite, way: Path, tenant: Tenant) -> Iterator[Problem]:
    for service in TenantService:
        if service.value in KEYS and service not in tenant.services:
            section = getattr(tenant.quota, field_of(service.value))
            if any(getattr(section, key) for key in section.model_fields_set):
                yield loaded.problem(
                    (*way, field_of(service.value)),
                    "quota.service",
                    f"it has figures for {service.value}, and the tenant does not ask for that service",
                    f"add {service.value} to services, or remove the figures",
                )


def _storage(loaded: LoadedSite, base: Ground, way: Path, tenant: Tenant, quota: Quota) -> Iterator[Problem]:
    """Kinds of storage with a limit, which the tenant may not use or which exceeds all of its storage."""
    own = {kind.name: index for index, kind in enumerate(tenant.quota.volume_types)}
    every = quota.get("volume", "gigabytes")
    closed = base.closed(tenant)
    for name, gigabytes in quota.volume_types.items():
        place: Path = (*way, "volume_types", own[name]) if name in own else (*way, "class")
        kind = base.kinds.get(name)
        if kind is not None and name in closed and gigabytes:
            why = (
                f"is for systems up to level {kind.level}, and this one has level {tenant.system.level}"
                if kind.level is not None and kind.level < tenant.system.level
                else "is not on the machines of its own"
            )
            yield loaded.problem(
                place,
                "quota.volume-type",
                f"{gigabytes} GiB of {name} can't be used: that storage {why}",
                "name storage that serves it, or write gigabytes: 0",
            )
        elif gigabytes > every:
            yield loaded.problem(
                place,
                "quota.volume-type-size",
                f"{gigabytes} GiB of {name} are more than the {every} GiB of all its storage",
                f"write volume: {{gigabytes: {gigabytes}}} or more, or a smaller limit",
            )


def _own_parts(loaded: LoadedSite, way: Path, tenant: Tenant, quota: Quota) -> Iterator[Problem]:
    """What the tenant's own stack makes in its project counts against its quota, too."""
    many = len(tenant.networks)
    # Two groups, Neutron's own and ours, with its 4 rules and our 5 for each network and 1 for metadata.
    needs = {"security_group": 2, "security_group_rule": 5 * many + 5}
    if many:
        # A router's port and a port for metadata in each network, then at least one for a server.
        needs |= {"network": many, "subnet": many, "port": 2 * many + 1, "router": 1}
    said = quota.figures["network"]
    short = [
        f"{key} {said[key]} where {need} {'is' if need == 1 else 'are'} needed"
        for key, need in needs.items()
        if said.get(key, need) < need
    ]
    if short:
        yield loaded.problem(
            way,
            "quota.networks",
            f"what the tenant begins with does not fit: {', '.join(short)}",
            "raise these figures" + (", or ask for fewer networks" if many else ""),
        )
    if TenantService.DNS in tenant.services and quota.figures["dns"].get("zones", 1) < 1:
        yield loaded.problem(
            way, "quota.dns", "its own zone does not fit: dns.zones is 0", "write dns: {zones: 1} or more"
        )


def _backups(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant, quota: Quota) -> Iterator[Problem]:
    policy = base.policies.get(tenant.backup or "")
    if policy is not None and quota.get("volume", "backups") < policy.keep:
        yield loaded.problem(
            (*path, "backup"),
            "quota.backup",
            f"the policy {policy.name} keeps {policy.keep} backups of each volume, and the quota has room for"
            f" {quota.get('volume', 'backups')}",
            f"write volume: {{backups: {policy.keep}}} or more, or name another policy",
        )
