"""Where a tenant is on its cloud: its project and its people, and that they are the tenant's.

An id in a file may be anybody's. So what is about to be emptied or counted must be
called like the tenant, stand in the site's domain and bear the tags that only the
tenant's stack gives.
"""

from dataclasses import dataclass

import openstack

from gcloud.cloud import rest
from gcloud.cloud.connect import connect
from gcloud.cloud.tenants.kinds import Json
from gcloud.cloud.tenants.projects import domain_of, projects_named
from gcloud.deploy.tenants.named import tenant_named
from gcloud.errors import CloudError, InputError
from gcloud.model.load import LoadedSite
from gcloud.model.place import Cloud
from gcloud.model.site import Site
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.tenants.people import accounts
from gcloud.plan.tenants.tags import is_of_site


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


def whereabouts(loaded: LoadedSite, name: str) -> Whereabouts:
    """Find a tenant's cloud, and connect to it.

    Args:
        loaded: the site, without problems.
        name: the tenant's name.

    Raises:
        InputError: there is no such tenant.
        CloudError: the cloud can't be used, or has no such domain.
    """
    tenant = tenant_named(loaded.site, name)
    cloud = loaded.site.cloud_of(tenant)
    connection = connect(cloud.cloud, region=cloud.region)
    return Whereabouts(tenant, cloud, connection, domain_of(connection, loaded.site.tenancy.domain))


def project_named(where: Whereabouts, name: str) -> str | None:
    """Give the id of a project of the site's domain by its name; None if there is none."""
    found = projects_named(where.connection, (name,), where.domain)
    return str(found[0]["id"]) if found else None


def keeper_of(where: Whereabouts, site: Site) -> str:
    """Give the id of the province's own project that keeps backups of tenants' volumes.

    Args:
        where: a tenant on the cloud that is meant.
        site: the site.

    Raises:
        InputError: there is none.
    """
    name = site.tenancy.backup_project
    keeper = project_named(where, name) if name else None
    if keeper is None:
        raise InputError(
            "No project keeps backups of tenants' volumes.",
            hint="Make a project for backups and name it as tenancy.backup_project.",
        )
    return keeper


def project_of(where: Whereabouts, site: str, id_: str) -> Json | None:
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
    project: Json = answer["project"]
    ours = is_of_site(project.get("tags"), site)
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
