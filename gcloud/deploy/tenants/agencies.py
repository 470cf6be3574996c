"""Tenants that go from one agency to another: who owns them changes, and nothing else by itself."""

from gcloud.deploy.tenants.asking import altered, wish_of
from gcloud.deploy.tenants.named import tenant_named
from gcloud.deploy.tenants.proposal import Present
from gcloud.model.node import Node


def given(site: Present, tenant: str, agency: str) -> Node:
    """A tenant as it is when another agency has it.

    The owner of its system goes along where it was the agency: a system that a third
    body owns stays that body's.

    Args:
        site: the site as it is.
        tenant: the tenant.
        agency: who gets it.

    Raises:
        InputError: there is no such tenant.
    """
    now = tenant_named(site.loaded.site, tenant)
    values: dict[str, str] = {"agency": agency}
    if now.system.owner == now.agency:
        values["system.owner"] = agency
    return altered(wish_of(site, tenant), values)


def tenants_of(site: Present, agency: str) -> tuple[str, ...]:
    """The tenants of an agency, by name; those on their way out stay whose they are until they are gone."""
    tenants = (one for one in site.loaded.site.tenants if one.state in {"active", "suspended"})
    return tuple(sorted(one.name for one in tenants if one.agency == agency))
