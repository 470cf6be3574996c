"""Is every cloud of the site there and whole, before anything is touched?

Asked once for each cloud, all clouds at once, so that a wrong password, a
service that is down and a network that is missing are told together.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from gcloud.cloud.connect import connect
from gcloud.cloud.gate import Gate
from gcloud.cloud.patience import Patience
from gcloud.cloud.preflight import require
from gcloud.errors import CloudError, GovCloudError
from gcloud.model.place import Cloud
from gcloud.model.site import Site

FIRST_LOOK = Patience(attempts=2, first=0.3, connect=5.0, answer=60.0)
"""A person waits: nobody there is told in seconds. A busy cloud that answers late is still there."""


def first_look(cloud: str | None, region: str | None, gate: Gate | None = None) -> Any:  # noqa: ANN401 - openstacksdk carries no types
    """Connect as one does to plan: what only reads is soon repeated by whoever asked for it."""
    return connect(cloud, region=region, patience=FIRST_LOOK, gate=gate)


class CloudsNotReadyError(CloudError):
    """Several clouds can't be used; each is told."""


def ready(site: Site, gate: Gate | None = None) -> None:
    """Sign in to the site's clouds and ask each service for something small.

    Args:
        site: a valid site.
        gate: what all API calls of the run go through.

    Raises:
        CloudError: a cloud is unreachable, refuses, or lacks something; everything that was found is in it.
    """
    with ThreadPoolExecutor(max_workers=len(site.clouds)) as pool:
        problems = [
            problem for problem in pool.map(partial(_problem, gate), site.clouds) if problem is not None
        ]
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise CloudsNotReadyError(
            "\n".join(problem.message for problem in problems),
            hint=" ".join(dict.fromkeys(problem.hint for problem in problems if problem.hint)),
            data={"clouds": [problem.data for problem in problems]},
        )


def _problem(gate: Gate | None, cloud: Cloud) -> GovCloudError | None:
    try:
        connection = first_look(cloud.cloud, cloud.region, gate)
        try:
            require(connection, external_network=cloud.external_network)
        finally:
            connection.close()
    except CloudError as error:
        return error
    return None
