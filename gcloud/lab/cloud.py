"""The administrator's questions to the lab's own cloud."""

from collections.abc import Callable
from typing import Any, TypeVar

import tenacity

from gcloud.lab.context import Lab
from gcloud.lab.errors import StepError
from gcloud.lab.services.common import IDENTITY

ATTEMPTS, PAUSE = 6, 2.0
Answer = TypeVar("Answer")


def ask(lab: Lab, step: str, question: Callable[[Any], Answer]) -> Answer:
    """Ask with an openstacksdk connection; again for a while when the answer is an error.

    An API that has just started, and that others ask at once, may answer wrongly
    before it has read its policy.

    Args:
        lab: whose cloud.
        step: what an error is named after.
        question: idempotent; gets the connection.

    Raises:
        StepError: every answer was an error, or the start was given up.
    """
    import openstack  # noqa: PLC0415 - takes a second, which `lab status` and `lab env` need not wait for
    from keystoneauth1.exceptions import ClientException  # noqa: PLC0415
    from openstack.exceptions import SDKException  # noqa: PLC0415

    connection = openstack.connect(
        auth_url=IDENTITY.url,
        username="admin",
        password=lab.credentials.admin,
        project_name="admin",
        user_domain_name="Default",
        project_domain_name="Default",
        region_name=lab.settings.region,
        identity_api_version="3",
        load_yaml_config=False,
        load_envvars=False,
    )
    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(ATTEMPTS) | tenacity.stop_when_event_set(lab.cancel),
        wait=tenacity.wait_fixed(PAUSE),
        retry=tenacity.retry_if_exception_type((SDKException, ClientException)),
        reraise=True,
    )
    try:
        return retrying(question, connection)
    except (SDKException, ClientException) as error:
        raise StepError(step, f"the lab's own cloud refuses: {error}") from error
    finally:
        connection.close()
