"""Looks at what a site's tenants use, on all of its clouds."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from gcloud.cloud.tenants.idle import idle
from gcloud.cloud.tenants.kinds import OF_PROJECTS
from gcloud.cloud.tenants.projects import tenant_projects
from gcloud.cloud.tenants.usage import usage
from gcloud.model.place import Cloud
from gcloud.model.site import Site
from gcloud.plan.tenants.observation import Idle, Observation


def observe(site: Site, connect: Callable[[Cloud], Any], now: datetime) -> Observation:
    """Look at what tenants use.

    The number of calls is that of the clouds and of the kinds of objects, with their
    pages; it doesn't grow with the number of tenants.

    Args:
        site: the site.
        connect: makes a connection to a cloud, with an administrator's rights.
        now: the time of the observation.

    Raises:
        CloudError: a cloud can't be reached, or its projects can't be listed.
    """
    used: dict[str, dict[str, int]] = {}
    lying: dict[str, tuple[Idle, ...]] = {}
    unseen: dict[str, str] = {}
    services = {kind.name: kind.quotas for kind in OF_PROJECTS}
    for cloud in site.clouds:
        here = {tenant.name for tenant in site.tenants if site.cloud_of(tenant).name == cloud.name}
        if not here:
            continue
        connection = connect(cloud)
        try:
            projects = {
                name: id_ for name, id_ in tenant_projects(connection, site.name).items() if name in here
            }
            found = usage(connection, projects.values())
        finally:
            connection.close()
        for name, error in found.listings.unseen.items():
            unseen[services[name]] = error.message
        still = idle(found.listings, now)
        for tenant, project in projects.items():
            used[tenant] = {
                f"{service}.{key}": value for (service, key), value in found.projects.get(project, {}).items()
            }
            if project in still:
                lying[tenant] = still[project]
    return Observation(now, used, lying, unseen)
