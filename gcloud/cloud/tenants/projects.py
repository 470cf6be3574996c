"""How a site's tenants are found on a cloud: the domain, projects by name, and those that bear its tags."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

import openstack

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError, explained
from gcloud.cloud.tenants.kinds import Json
from gcloud.plan.tenants.tags import tags_of_site

FEW: Final = 8
"""Up to so many names are asked for one by one; for more the domain's projects are listed."""


def domain_of(connection: openstack.connection.Connection, name: str) -> str:
    """Give the id of a domain.

    Args:
        connection: to the cloud, as somebody who may list domains.
        name: the domain's.

    Raises:
        NotFoundError: there is none of that name.
        CloudError: the cloud refuses.
    """
    doing = f"looking for domain {name}"
    found = next(_listed(connection, "/domains", "domains", doing, {"name": name}), None)
    if found is None:
        raise NotFoundError(f"There is no domain {name}.", hint="Create it, or correct tenancy.domain.")
    return str(found["id"])


def tenant_projects(connection: openstack.connection.Connection, site: str) -> Mapping[str, str]:
    """Find the projects of a site's tenants by their tags, in one list, whatever else has their names.

    Args:
        connection: to the cloud, as somebody who may list projects.
        site: the site's name.

    Returns:
        Tenant → its project's id.

    Raises:
        CloudError: the cloud refuses.
    """
    doing, tags = "listing the tenants' projects", ",".join(tags_of_site(site))
    found = _listed(connection, "/projects", "projects", doing, {"tags": tags})
    return {project["name"]: project["id"] for project in found}


def projects_named(
    connection: openstack.connection.Connection, names: Collection[str], domain: str
) -> tuple[Json, ...]:
    """Find projects by their names, whosever they are.

    Args:
        connection: to the cloud, as somebody who may list projects.
        names: which.
        domain: the id of the domain in which they are.

    Raises:
        CloudError: the cloud refuses.
    """
    few = [{"name": name} for name in sorted(names)] if len(names) <= FEW else [{}]
    doing = f"looking for {'project' if len(names) == 1 else 'projects'} {', '.join(sorted(names)[:FEW])}"
    return tuple(
        project
        for query in few
        for project in _listed(connection, "/projects", "projects", doing, {**query, "domain_id": domain})
        if project["name"] in names
    )


def _listed(
    connection: openstack.connection.Connection, path: str, key: str, doing: str, query: Mapping[str, str]
) -> Iterator[Json]:
    with explained(doing):
        identity = connection.identity
    return rest.listing(identity, path, key, doing=doing, params=query)
