"""`--junit FILE`: the results also as JUnit XML, for CI systems."""

from collections.abc import Iterable
from pathlib import Path

import click

from gcloud.cli.output_file import write_text
from gcloud.model.problem import Problem
from gcloud.render.junit import Case, junit

junit_option = click.option(
    "--junit",
    "report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the results as JUnit XML too.",
)


def write_report(file: Path | None, suite: str, cases: Iterable[Case]) -> None:
    """Write the report, if one was asked for.

    Args:
        file: where to.
        suite: the command.
        cases: its results.

    Raises:
        InputError: the file can't be written.
    """
    if file is not None:
        write_text(file, junit(suite, cases))


def problem_cases(problems: Iterable[Problem], *, sound: str) -> tuple[Case, ...]:
    """Problems as cases; one case that passed if there are none.

    Args:
        problems: what is wrong.
        sound: what was looked at.
    """
    found = tuple(
        Case(problem.rule or "problem", str(problem.position), "failed", problem.what, problem.instead)
        for problem in problems
    )
    return found or (Case("site", sound, "passed"),)
