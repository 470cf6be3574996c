"""The administrator's connection to the lab's own cloud."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gcloud.lab.context import Lab
from gcloud.lab.services.common import IDENTITY


@contextmanager
def connect(lab: Lab) -> Iterator[Any]:
    """An openstacksdk connection that is closed at the end."""
    import openstack  # noqa: PLC0415 - takes a second, which `lab status` and `lab env` need not wait for

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
    try:
        yield connection
    finally:
        connection.close()
