"""The clouds.yaml of a lab: one cloud, under as many names as its users have for it."""

from collections.abc import Iterable

import yaml

from gcloud.lab.context import Lab
from gcloud.lab.files import write
from gcloud.lab.services.common import IDENTITY

NAME = "lab"


def names(lab: Lab) -> tuple[str, ...]:
    """Names that the file has; empty when there is none."""
    path = lab.settings.clouds_file
    return tuple(yaml.safe_load(path.read_text())["clouds"]) if path.is_file() else ()


def write_clouds(lab: Lab, aliases: Iterable[str]) -> None:
    """Write it with `lab`, the names it has and these; and the passphrase of the lab's stacks."""
    wanted = dict.fromkeys((NAME, *names(lab), *aliases))
    clouds = {name: _cloud(lab) for name in wanted}
    write(lab.settings.clouds_file, yaml.safe_dump({"clouds": clouds}, sort_keys=False))
    write(lab.settings.passphrase_file, f"{lab.credentials.passphrase}\n")


def _cloud(lab: Lab) -> dict[str, object]:
    return {
        "auth": {
            "auth_url": IDENTITY.url,
            "username": "admin",
            "password": lab.credentials.admin,
            "project_name": "admin",
            "user_domain_name": "Default",
            "project_domain_name": "Default",
        },
        "region_name": lab.settings.region,
        "identity_api_version": "3",
    }
