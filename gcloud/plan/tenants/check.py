"""What is wrong with a site's tenants, and with tenants that somebody asks for.

Both are judged by the same rules: what would be refused once it holds is refused
before anybody signs it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Path, Problem
from gcloud.model.site import Site
from gcloud.model.tenants.tenant import GrantedTenant, Tenant
from gcloud.plan.addresses import addresses
from gcloud.plan.tenants.capacity import Fill, What, capacity
from gcloud.plan.tenants.check_capacity import capacity_problems, capacity_remarks, thing
from gcloud.plan.tenants.check_classes import class_problems
from gcloud.plan.tenants.check_tenant import judge
from gcloud.plan.tenants.ground import ground


def tenant_problems(loaded: LoadedSite) -> Iterator[Problem]:
    """Everything that is wrong with the tenants that hold, their classes and their machines.

    Args:
        loaded: the site with its positions.

    Yields:
        A problem at the tenant, the class or the pool that it concerns. Addresses are judged with all others.
    """
    base = ground(loaded.site)
    yield from class_problems(loaded, base)
    for index, tenant in enumerate(loaded.site.tenants):
        if base.is_there(tenant):
            yield from judge(loaded, base, ("tenants", index), tenant)
    yield from capacity_problems(loaded, base)


def tenant_remarks(loaded: LoadedSite) -> Iterator[Problem]:
    """What somebody should look at, and what keeps nobody from using the site.

    Args:
        loaded: the site with its positions.
    """
    base = ground(loaded.site)
    yield from capacity_remarks(loaded, base)
    for index, tenant in enumerate(loaded.site.tenants):
        if base.is_there(tenant) and not tenant.members:
            yield loaded.problem(
                ("tenants", index),
                "tenant.nobody",
                f"nobody works in the tenant {tenant.name}",
                "name at least an administrator under members, or retire it",
            )


def wish_problems(loaded: LoadedSite, path: Path, tenants: Sequence[Tenant]) -> Iterator[Problem]:
    """Everything that would be wrong if tenants were as somebody asks for.

    Args:
        loaded: the site with its positions.
        path: the way to the list of tenants: `("requests", 3, "tenants")`.
        tenants: each one whole, as it shall be; they replace those of the same name, all at once.

    Yields:
        A problem at the tenant that it concerns. What is wrong with the site already is not repeated.
    """
    before = ground(loaded.site)
    site = _as_wished(loaded.site, tenants)
    after = ground(site)
    there = [(index, tenant) for index, tenant in enumerate(tenants) if after.is_there(tenant)]
    for index, tenant in there:
        yield from judge(loaded, after, (*path, index), tenant)
    held = {(fill.pool, fill.what, fill.volume_type): fill for fill in capacity(before)}
    over = [fill for fill in capacity(after) if fill.free < 0]
    for index, tenant in there:
        yield from _beyond(loaded, held, over, (*path, index, "quota"), tenant)
    yield from _addresses(loaded, site, path, tenants)


def _as_wished(site: Site, tenants: Sequence[Tenant]) -> Site:
    wished = {
        one.name: GrantedTenant.model_construct(**{**dict(one), "request": site.name}) for one in tenants
    }
    kept = tuple(wished.pop(one.name, one) for one in site.tenants)
    return site.model_copy(update={"tenants": (*kept, *wished.values())})


def _beyond(
    loaded: LoadedSite,
    before: Mapping[tuple[str, What, str], Fill],
    over: Iterable[Fill],
    path: Path,
    tenant: Tenant,
) -> Iterator[Problem]:
    """Machines that don't hold what a tenant asks for beyond what it has."""
    for fill in over:
        old = before[fill.pool, fill.what, fill.volume_type].promised.get(tenant.name, 0)
        new = fill.promised.get(tenant.name, 0)
        if new > old:
            has = f"{new} instead of {old}" if old else f"{new}"
            yield loaded.problem(
                path,
                "capacity.beyond",
                f"it asks for {has} {thing(fill)}; of the {fill.there} of {fill.pool}"
                f" {max(0, fill.free + new)} are left for it",
                "ask for less, or have it approved with the reason for an override",
            )


def _addresses(loaded: LoadedSite, site: Site, path: Path, tenants: Sequence[Tenant]) -> Iterator[Problem]:
    """Networks that would find no place, or would be renumbered."""
    known = {(one.owner, one.reason) for one in addresses(loaded.site).conflicts}
    agencies = {tenant.agency: index for index, tenant in enumerate(tenants)}
    names = {tenant.name: index for index, tenant in enumerate(tenants)}
    for conflict in addresses(site).conflicts:
        kind, _, name = conflict.owner.partition("/")
        if (conflict.owner, conflict.reason) in known:
            continue
        index = (
            agencies.get(name.partition(".")[0]) if kind == "agency" else names.get(name.partition("/")[0])
        )
        if index is None:
            continue
        if conflict.reason == "resized":
            yield loaded.problem(
                (*path, index, "networks"),
                "addresses.resized",
                f"{conflict.owner} has {conflict.block}, and now wants a /{conflict.wanted}:"
                " that would renumber all that is in it",
                "keep its prefix_length; if that is too little, add a network",
            )
        else:
            yield loaded.problem(
                (*path, index, "networks"),
                "addresses.agencies-full",
                f"the ranges for agencies have no free /{conflict.wanted} for {tenants[index].agency}",
                "add a range with purpose: agencies, or ask for smaller networks",
            )
