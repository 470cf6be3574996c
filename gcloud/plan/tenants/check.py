"""What is wrong with a site's tenants, their classes and their machines."""

from collections.abc import Iterator

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Problem
from gcloud.plan.tenants.check_capacity import capacity_problems, capacity_remarks
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
