"""Where a tenant is on its cloud: its project and its people, and that they are the tenant's.

An id in a file may be anybody's. So what is about to be emptied or counted must be
called like the tenant, stand in the site's domain and bear the tags that only the
tenant's stack gives.
"""

from collections.abc import Callable
from dataclasses import dataclass

import openstack

from gcloud.cloud import rest
from gcloud.cloud.connect import connect
from gcloud.cloud.errors import NotFoundError
from gcloud.errors import CloudError, InputError
from gcloud.model.load import LoadedSite
from gcloud.model.place import Cloud
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.tenants.people import accounts


class NotOursError(CloudError):
    """The project is not the tenant's."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A tenant on its cloud.

    Attributes:
        tenant: the tenant.
        cloud: the cloud.
        connection: to it, as an administrator.
        domain: the id of the domain of projects and people.
    """

    tenant: GrantedTenant
    cloud: Cloud
    connection: openstack.connection.Connection
    domain: str

    def inside(self, project: str) -> openstack.connection.Connection:
        """Connect as ourselves in a project, by its id."""
        return connect(self.cloud.cloud, region=self.cloud.region, project=project)


def whereabouts(
    loaded: LoadedSite,
    name: str,
    connection_to: Callable[[Cloud], openstack.connection.Connection],
) -> Whereabouts:
    """Find the cloud of a tenant.

    Args:
        loaded: the site, without problems.
        name: the tenant's name.
        connection_to: connects to a cloud.

    Raises:
        InputError: there is no such tenant.
        CloudError: the cloud can't be used, or has no such domain.
    """
    tenant = next((one for one in loaded.site.tenants if one.name == name), None)
    if tenant is None:
        raise InputError(f"There is no tenant {name}.", hint="See `govcloud tenant list`.")
    cloud = loaded.site.cloud_of(tenant)
    connection = connection_to(cloud)
    domain = loaded.site.tenancy.domain
    found = rest.call(
        connection.identity, "GET", "/domains", doing=f"looking for domain {domain}", params={"name": domain}
    )["domains"]
    if not found:
        raise NotFoundError(
            f"There is no domain {domain}.", hint="Create it, or correct tenancy.domain.", data={}
        )
    return Whereabouts(tenant, cloud, connection, found[0]["id"])


def project_named(where: Whereabouts, name: str) -> str | None:
    """Give the id of a project of the site's domain by its name; None if there is none."""
    found = rest.call(
        where.connection.identity,
        "GET",
        "/projects",
        doing=f"looking for project {name}",
        params={"name": name, "domain_id": where.domain},
    )["projects"]
    return str(found[0]["id"]) if found else None


def project_of(where: Whereabouts, site: str, id_: str) -> dict[str, object] | None:
    """Give a tenant's project; None if it is gone.

    Args:
        where: the tenant.
        site: the site's name.
        id_: the project's id.

    Raises:
        NotOursError: it is somebody else's.
    """
    answer = rest.lookup(where.connection.identity, f"/projects/{id_}", doing=f"reading project {id_}")
    if answer is None:
        return None
    project: dict[str, object] = answer["project"]
    tags = project.get("tags")
    ours = isinstance(tags, list) and {"govcloud", f"site={site}"} <= set(tags)
    if not ours or project["name"] != where.tenant.name or project["domain_id"] != where.domain:
        raise NotOursError(
            f"Project {id_} ({project['name']}) is not that of tenant {where.tenant.name} of site {site}.",
            hint="Correct project_id, or the project's name and tags if somebody has changed them.",
            data={"project": id_, "name": project["name"]},
        )
    return project


def people_of(where: Whereabouts, loaded: LoadedSite) -> dict[str, str]:
    """Give the tenant's own accounts that are there: name and id. Those of a directory are nobody's here."""
    found: dict[str, str] = {}
    for account in accounts(where.tenant, loaded.site.tenancy.accounts):
        if account.local:
            users = rest.call(
                where.connection.identity,
                "GET",
                "/users",
                doing=f"looking for user {account.name}",
                params={"name": account.name, "domain_id": where.domain},
            )["users"]
            found |= {user["name"]: str(user["id"]) for user in users}
    return found
