"""Which projects are a site's tenants: those that carry its tags, whatever else has their names."""

from collections.abc import Mapping

import openstack

from gcloud.cloud import rest
from gcloud.cloud.errors import explained


def tenant_projects(connection: openstack.connection.Connection, site: str) -> Mapping[str, str]:
    """Find the projects of a site's tenants, in one list.

    Args:
        connection: to the cloud, as somebody who may list projects.
        site: the site's name.

    Returns:
        Tenant → its project's id.

    Raises:
        CloudError: the cloud refuses.
    """
    doing = "listing the tenants' projects"
    with explained(doing):
        identity = connection.identity
    found = rest.listing(
        identity, "/projects", "projects", doing=doing, params={"tags": f"govcloud,site={site}"}
    )
    return {project["name"]: project["id"] for project in found}
