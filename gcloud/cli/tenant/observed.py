"""An observation of a site's tenants, for the commands that need one."""

from datetime import datetime

from gcloud.cli.progress import progress
from gcloud.cli.surface import Surface
from gcloud.model.site import Site
from gcloud.plan.tenants.observation import Observation


def observed(surface: Surface, site: Site, now: datetime) -> Observation:
    """Look at the clouds of a site.

    Args:
        surface: the command's surface, for its progress.
        site: the site.
        now: the time of the observation.

    Raises:
        CloudError: a cloud can't be reached.
    """
    # Half a second of openstacksdk, which a wrong option need not pay.
    from gcloud.deploy.readiness import first_look  # noqa: PLC0415 - as said
    from gcloud.deploy.tenants.observing import observe  # noqa: PLC0415

    with progress(surface, "Looking at what the tenants use", None, lambda _: False):
        return observe(site, lambda cloud: first_look(cloud.cloud, cloud.region), now)
