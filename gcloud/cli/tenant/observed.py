"""An observation of a site's tenants, for the commands that make one."""

from datetime import UTC, datetime

from gcloud.cli.progress import progress
from gcloud.cli.surface import Surface
from gcloud.deploy.tenants.observations import keep
from gcloud.model.load import LoadedSite
from gcloud.plan.tenants.observation import Observation


def observed(surface: Surface, loaded: LoadedSite) -> Observation:
    """Look at the clouds of a site now, and keep what was seen beside it.

    Args:
        surface: the command's surface, for its progress.
        loaded: the site.

    Raises:
        CloudError: a cloud can't be reached.
        InputError: the site's folder can't be written.
    """
    # Half a second of openstacksdk, which a wrong option need not pay.
    from gcloud.deploy.readiness import first_look  # noqa: PLC0415 - as said
    from gcloud.deploy.tenants.observing import observe  # noqa: PLC0415

    with progress(surface, "Looking at what the tenants use", None, lambda _: False):
        now = datetime.now(UTC)
        found = observe(loaded.site, lambda cloud: first_look(cloud.cloud, cloud.region), now)
    keep(loaded.folder, found)
    return found
