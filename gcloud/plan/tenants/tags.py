"""The tags of tenants' projects: whose they are, and what a bill or a search goes by."""

from collections.abc import Collection
from typing import Final

from gcloud.model.tenants.tenant import GrantedTenant

TAG_LENGTH: Final = 255
"""Characters of a project's tag (Keystone, API v3, "Project tags"); a comma and a slash it can't hold."""


def tags_of(site: str, tenant: GrantedTenant) -> tuple[str, ...]:
    """Every tag of a tenant's project, sorted.

    Args:
        site: the site's name.
        tenant: the tenant.
    """
    facts = {
        "agency": tenant.agency,
        "system": tenant.system.name,
        "level": str(tenant.system.level),
        "budget": tenant.budget,
    }
    told = (_tag(key, value) for key, value in facts.items())
    return tuple(sorted((*tags_of_site(site), *told)))


def tags_of_site(site: str) -> tuple[str, ...]:
    """The tags that say of a project that it is a tenant's of a site.

    Args:
        site: the site's name.
    """
    return ("govcloud", _tag("site", site))


def is_of_site(tags: Collection[str] | None, site: str) -> bool:
    """Whether a project is a tenant's of a site.

    Args:
        tags: the project's; None where the cloud tells none.
        site: the site's name.
    """
    return set(tags_of_site(site)) <= set(tags or ())


def _tag(key: str, value: str) -> str:
    return f"{key}={value}".replace("/", "-").replace(",", "-")[:TAG_LENGTH]
