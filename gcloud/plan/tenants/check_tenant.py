"""What is wrong with one tenant, whether it holds already or is only asked for."""

from collections.abc import Iterator, Sequence

from gcloud.model.load import LoadedSite
from gcloud.model.near import suggest
from gcloud.model.place import CloudService
from gcloud.model.problem import Path, Problem
from gcloud.model.tenants.tenant import Tenant, TenantService
from gcloud.plan.tenants.check_dedicated import dedicated_problems
from gcloud.plan.tenants.check_quota import quota_problems
from gcloud.plan.tenants.ground import Ground


def judge(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    """Everything that is wrong with a tenant by itself; what it shares with others is judged elsewhere.

    Args:
        loaded: the site with its positions.
        base: what its tenants stand on.
        path: the way to the tenant's description.
        tenant: the tenant.
    """
    yield from _agency(loaded, base, path, tenant)
    yield from _cloud(loaded, base, path, tenant)
    yield from _services(loaded, base, path, tenant)
    yield from _twice(loaded, (*path, "networks"), "network", [one.name for one in tenant.networks])
    yield from _twice(loaded, (*path, "members"), "member", [one.name for one in tenant.members])
    yield from quota_problems(loaded, base, path, tenant)
    yield from dedicated_problems(loaded, base, path, tenant)


def _agency(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    for way, name in (
        (("agency",), tenant.agency),
        (("system", "owner"), tenant.system.owner),
        (("system", "operator"), tenant.system.operator),
    ):
        if name not in base.organisations:
            otherwise = f"add the organisation {name}, or name one that there is"
            yield loaded.problem(
                (*path, *way),
                "reference.unknown",
                f"there is no organisation {name}",
                suggest(name, set(base.organisations), otherwise),
            )
    agency = base.organisations.get(tenant.agency)
    if agency is not None and agency.kind == "company":
        yield loaded.problem(
            (*path, "agency"),
            "tenant.company",
            f"{tenant.agency} is a company: it may operate a system, and has no tenant of its own",
            "name the agency that hires it; the company is system.operator",
        )
    if tenant.backup is not None and tenant.backup not in base.policies:
        otherwise = f"add the backup policy {tenant.backup}, or name one that there is"
        yield loaded.problem(
            (*path, "backup"),
            "reference.unknown",
            f"there is no backup policy {tenant.backup}",
            suggest(tenant.backup, set(base.policies), otherwise),
        )


def _cloud(loaded: LoadedSite, base: Ground, path: Path, tenant: Tenant) -> Iterator[Problem]:
    cloud = base.cloud_of(tenant)
    own = sorted(one.name for one in base.clouds.values() if one.administrator)
    if cloud is None and tenant.cloud is None:
        yield loaded.problem(
            path,
            "tenant.cloud",
            f"the site has {len(base.clouds)} clouds, and the tenant {tenant.name} names none",
            "write cloud: with one of: " + ", ".join(own or sorted(base.clouds)),
        )
    elif cloud is None:
        yield loaded.problem(
            (*path, "cloud"),
            "reference.unknown",
            f"there is no cloud {tenant.cloud}",
            suggest(tenant.cloud or "", set(base.clouds), "name a cloud of the site"),
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
    if TenantService.DNS in tenant.services and base.site.tenancy.dns_zone is None:
        yield loaded.problem(
            (*path, "services"),
            "tenant.dns-zone",
            "it asks for dns, and the site has no zone in which it could have one",
            "write dns_zone in the section tenancy, for example cloud.hatinh.example.",
        )


def _twice(loaded: LoadedSite, path: Path, word: str, names: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield loaded.problem(
                (*path, index, "name"),
                "name.twice",
                f"the tenant has another {word} {name}",
                "choose another name, or remove one of the two",
            )
        seen.add(name)
