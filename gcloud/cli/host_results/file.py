"""A file of results that a person named."""

from pathlib import Path

import click

from gcloud.errors import InputError
from gcloud.plan.hardening.documents import results_from
from gcloud.plan.hardening.results import Results

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def read_results(file: Path) -> Results:
    """What came of a run.

    Raises:
        InputError: the file can't be read, or holds something else.
    """
    try:
        text = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} can't be read: {error.strerror}.") from error
    return results_from(text, str(file))
