"""Projects that have a tenant's name and are not ours: found before anything is made.

Keystone would refuse the second project of a name, but only when its turn comes, with
other tenants half made. And nobody's project is ever taken for a tenant's silently: what
is in it is not ours to rule. A project that this site made says so by its tags; that one
the engine looks into itself.
"""

from collections import defaultdict
from collections.abc import Collection

from gcloud.cloud.gate import Gate
from gcloud.deploy.outcome import Outcome
from gcloud.deploy.stacks import TENANTS
from gcloud.engine.state import urn as urns
from gcloud.errors import InputError
from gcloud.model.place import Cloud
from gcloud.model.site import Site
from gcloud.plan.tenants.tags import is_of_site

PROJECT = "openstack:identity/project:Project"


class StrangerError(InputError):
    """Projects of tenants' names are there and are not ours."""


def require_no_strangers(outcome: Outcome, site: Site, gate: Gate | None = None) -> None:
    """Refuse to make tenants whose names the cloud's projects of somebody else have.

    Args:
        outcome: what a preview found.
        site: the site.
        gate: what all API calls of the run go through.

    Raises:
        StrangerError: names every such project.
        CloudError: the cloud can't be asked.
    """
    wanted = {
        step.name
        for step in outcome.planned
        if step.op == "create" and step.type == PROJECT and urns.parse(step.urn).project == TENANTS.project
    }
    by_cloud: dict[str, list[str]] = defaultdict(list)
    for tenant in site.tenants:
        if tenant.name in wanted:
            by_cloud[site.cloud_of(tenant).name].append(tenant.name)
    found = [
        stranger
        for cloud in site.clouds
        if cloud.name in by_cloud
        for stranger in _strangers(cloud, site, by_cloud[cloud.name], gate)
    ]
    if found:
        names = ", ".join(f"{name} ({id_})" for name, id_ in found)
        raise StrangerError(
            f"The cloud has projects of tenants' names that this site did not make: {names}.",
            hint="Have them renamed, or ask for the tenants by other names. Nothing was made.",
            data={"projects": [{"name": name, "id": id_} for name, id_ in found]},
        )


def _strangers(cloud: Cloud, site: Site, names: Collection[str], gate: Gate | None) -> list[tuple[str, str]]:
    from gcloud.cloud.tenants.projects import domain_of, projects_named  # noqa: PLC0415 - half a second
    from gcloud.deploy.readiness import first_look  # noqa: PLC0415 - as above

    connection = first_look(cloud.cloud, cloud.region, gate)
    try:
        there = projects_named(connection, names, domain_of(connection, site.tenancy.domain))
    finally:
        connection.close()
    return sorted(
        (project["name"], project["id"])
        for project in there
        if not is_of_site(project.get("tags"), site.name)
    )
