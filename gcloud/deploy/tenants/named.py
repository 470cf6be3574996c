"""A tenant by its name."""

from gcloud.errors import InputError
from gcloud.model.near import suggest
from gcloud.model.site import Site
from gcloud.model.tenants.tenant import GrantedTenant


def tenant_named(site: Site, name: str) -> GrantedTenant:
    """Give a tenant of a site.

    Args:
        site: the site.
        name: the tenant's.

    Raises:
        InputError: there is none of that name; says which is near.
    """
    names = {one.name: one for one in site.tenants}
    if name not in names:
        hint = suggest(name, names.keys(), "See `govcloud tenant list`.")
        raise InputError(f"There is no tenant {name}.", hint=hint)
    return names[name]
