"""What is wrong with one tenant beside what the model knows: whether its cloud can give what it asks for."""

from collections.abc import Iterator
from typing import Final

from gcloud.model.load import LoadedSite
from gcloud.model.place import CloudService
from gcloud.model.problem import Path, Problem
from gcloud.model.tenants.tenant import Tenant, TenantService
from gcloud.plan.tenants.check_dedicated import catalogue_problems, dedicated_problems
from gcloud.plan.tenants.check_quota import quota_problems
from gcloud.plan.tenants.ground import Ground
from gcloud.plan.tenants.people import PIPELINE

ZONE_LENGTH: Final = 254
"""Characters of a zone's name with its last dot (RFC 1035, 2.3.4: 255 octets on the wire)."""


def judge(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    """Everything that is wrong with a tenant by itself; what it shares with others is judged elsewhere.

    Args:
        loaded: the site with its positions.
        base: what its tenants stand on.
        path: the way to the tenant's description.
        tenant: the tenant.
    """
    yield from _cloud(loaded, base, path, tenant)
    yield from _services(loaded, base, path, tenant)
    yield from _members(loaded, base, path, tenant)
    yield from quota_problems(loaded, base, path, tenant)
    yield from catalogue_problems(loaded, base, path, tenant)
    yield from dedicated_problems(loaded, base, path, tenant)


def _cloud(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    cloud = base.cloud_of(tenant)
    own = sorted(one.name for one in base.clouds.values() if one.administrator)
    if cloud is None:
        yield loaded.problem(
            path,
            "tenant.cloud",
            f"the site has {len(base.clouds)} clouds, and the tenant {tenant.name} names none",
            "write cloud: with one of: " + ", ".join(own or sorted(base.clouds)),
        )
    elif not cloud.administrator:
        yield loaded.problem(
            (*path, "cloud") if tenant.cloud else path,
            "tenant.hired-cloud",
            f"on the hired cloud {cloud.name} nobody of the province can make projects and quotas",
            f"name a cloud of our own: {', '.join(own)}" if own else "give it to a cloud of our own",
        )


def _services(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    cloud = base.cloud_of(tenant)
    if cloud is None:
        return
    for service in sorted(tenant.services - {TenantService.OUTSIDE}):
        if CloudService(service) not in cloud.services:
            yield loaded.problem(
                (*path, "services"),
                "tenant.service",
                f"the cloud {cloud.name} has no {service}",
                f"remove {service}, or add it to the services of the cloud, once it is there",
            )
    zone = base.site.tenancy.dns_zone
    if (
        TenantService.DNS in tenant.services
        and zone is not None
        and len(f"{tenant.name}.{zone}") > ZONE_LENGTH
    ):
        yield loaded.problem(
            (*path, "name"),
            "tenant.dns-length",
            f"its zone would have {len(f'{tenant.name}.{zone}')} characters, and DNS holds {ZONE_LENGTH}",
            "choose a shorter name, or a shorter dns_zone in the section tenancy",
        )
    if TenantService.DNS in tenant.services and zone is None:
        yield loaded.problem(
            (*path, "services"),
            "tenant.dns-zone",
            "it asks for dns, and the site has no zone in which it could have one",
            "write dns_zone in the section tenancy, for example cloud.hatinh.example.",
        )


def _members(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    """An account that is called like the pipeline's would be the pipeline's."""
    for index, member in enumerate(tenant.members):
        if member.name == PIPELINE and base.site.tenancy.accounts.kind == "local":
            yield loaded.problem(
                (*path, "members", index, "name"),
                "name.reserved",
                f"{PIPELINE} is the account of the tenant's pipeline, which it has anyhow",
                "name a person, or remove the entry",
            )
