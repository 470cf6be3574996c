"""The playbooks and baselines, which lie beside the package, in a clone as in an installation."""

from pathlib import Path
from typing import Final

import gcloud
from gcloud.errors import GovCloudError
from gcloud.model.baseline.catalogue import Baselines
from gcloud.model.baseline.load import load_baselines

FOLDER: Final = Path(gcloud.__file__).resolve().parents[1] / "playbooks"


def playbook(name: str) -> Path:
    """A playbook by its name.

    Raises:
        GovCloudError: the installation is damaged.
    """
    file = FOLDER / f"{name}.yml"
    if not file.is_file():
        raise GovCloudError(
            f"The playbook {file} is missing.",
            hint="Install the project again: pip install --force-reinstall govcloud.",
        )
    return file


def baselines() -> Baselines:
    """The controls, profiles and host roles.

    Raises:
        BaselineInvalid: they have been changed, and are wrong now.
    """
    return load_baselines(FOLDER / "baselines")
