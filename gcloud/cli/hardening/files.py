"""`--results`, `--html`, `--junit`: what came of a run, also as files for machines, people and CI systems."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from gcloud.cli.output_file import write_text
from gcloud.plan.hardening.documents import results_text
from gcloud.plan.hardening.results import Results
from gcloud.render.hardening.words import Language

_FILE = click.Path(dir_okay=False, path_type=Path)

html_option = click.option(
    "--html", type=_FILE, metavar="FILE", help="Write a page for people too, in both languages."
)
page_language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(["vi", "en"]),
    envvar="GOVCLOUD_LANG",
    default="vi",
    show_default=True,
    help="The language that the page opens in (also: the variable GOVCLOUD_LANG).",
)
junit_option = click.option("--junit", type=_FILE, metavar="FILE", help="Write the results as JUnit XML too.")


@dataclass(frozen=True)
class Reports:
    """The files that were asked for.

    Args:
        results: the results as JSON, for `govcloud results`.
        html: the page.
        junit: JUnit XML.
        language: the one that the page opens in.
    """

    results: Path | None
    html: Path | None
    junit: Path | None
    language: Language


def report_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options; the command gets them as `reports`."""

    @click.option("--results", type=_FILE, metavar="FILE", help="Write the results as JSON too.")
    @html_option
    @junit_option
    @page_language_option
    @functools.wraps(function)
    def wrapper(
        *arguments: object,
        results: Path | None,
        html: Path | None,
        junit: Path | None,
        language: Language,
        **others: object,
    ) -> int:
        return function(*arguments, reports=Reports(results, html, junit, language), **others)

    return wrapper


def write_reports(reports: Reports, results: Results) -> None:
    """Write what was asked for.

    Args:
        reports: the files.
        results: what came of the run.

    Raises:
        InputError: a file can't be written.
    """
    if reports.results is not None:
        write_text(reports.results, results_text(results))
    if reports.html is not None:
        # Templates cost every command that writes no page.
        from gcloud.render.hardening.page import results_page  # noqa: PLC0415

        write_text(reports.html, results_page(results, reports.language))
    if reports.junit is not None:
        from gcloud.render.hardening.cases import cases  # noqa: PLC0415 - as above
        from gcloud.render.junit import junit  # noqa: PLC0415

        write_text(reports.junit, junit(results.run, cases(results)))
