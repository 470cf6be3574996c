"""`--results`: what came of a run, also as a file."""

import functools
from collections.abc import Callable
from pathlib import Path

import click

from gcloud.cli.output_file import write_text
from gcloud.plan.hardening.documents import results_text
from gcloud.plan.hardening.results import Results

_FILE = click.Path(dir_okay=False, path_type=Path)


def report_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options; the command gets those that were given as `reports`."""

    @click.option("--results", type=_FILE, metavar="FILE", help="Write the results as JSON too.")
    @functools.wraps(function)
    def wrapper(*arguments: object, results: Path | None, **others: object) -> int:
        asked = {"results": results}
        reports = {name: file for name, file in asked.items() if file is not None}
        return function(*arguments, reports=reports, **others)

    return wrapper


def write_reports(reports: dict[str, Path], results: Results) -> None:
    """Write what was asked for.

    Args:
        reports: the files, by option.
        results: what came of the run.

    Raises:
        InputError: a file can't be written.
    """
    makers = {"results": results_text}
    for name, file in reports.items():
        write_text(file, makers[name](results))
