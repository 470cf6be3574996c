"""Loads the baselines of a folder: one frozen value, or all that is wrong with its files."""

from pathlib import Path

from gcloud.model.baseline.catalogue import Baselines
from gcloud.model.baseline.check_controls import check_controls
from gcloud.model.baseline.check_profiles import check_profiles
from gcloud.model.baseline.check_roles import check_roles
from gcloud.model.baseline.draft import draft_of
from gcloud.model.baseline.read import read_files
from gcloud.model.errors import BaselineInvalid


def load_baselines(folder: Path) -> Baselines:
    """The baselines of a folder with controls/, profiles/ and roles/.

    Raises:
        BaselineInvalid: with all problems at once.
        InputError: there is no such folder.
    """
    read = read_files(folder)
    draft = draft_of(read)
    problems = (
        *read.problems,
        *check_controls(draft),
        *check_profiles(draft),
        *check_roles(draft),
    )
    if problems:
        raise BaselineInvalid(str(folder), problems)
    return Baselines(
        controls={placed.value.id: placed.value for placed in draft.controls},
        profiles={placed.value.profile: placed.value for placed in draft.profiles},
        roles={placed.value.role: placed.value for placed in draft.roles},
    )
