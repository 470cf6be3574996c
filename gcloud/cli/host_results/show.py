"""``govcloud results show``: what came of a run, once more, and as a page."""

from pathlib import Path

import click

from gcloud.cli.hardening.files import Reports, html_option, junit_option, page_language_option, write_reports
from gcloud.cli.hardening.shown import show_controls, show_hosts, summary
from gcloud.cli.host_results.file import FILE, read_results
from gcloud.cli.options import common, example
from gcloud.cli.surface import Surface
from gcloud.errors import ExitCode
from gcloud.plan.hardening.documents import results_json
from gcloud.plan.hardening.gather import unmet, unseen
from gcloud.render.hardening.words import Language

_NAMED = 5


@click.command(
    epilog=example(
        "govcloud results show audit.json",
        "govcloud results show audit.json --html audit.html --junit audit.xml",
    )
)
@click.argument("results", type=FILE, metavar="RESULTS")
@html_option
@junit_option
@page_language_option
@common
def show(surface: Surface, results: Path, html: Path | None, junit: Path | None, language: Language) -> int:
    """Show what came of a run over hosts, from its file; no host is asked.

    Exit code 6 if a control fails or a waiver had expired, 7 if something could not be seen.
    """
    found = read_results(results)
    show_controls(surface, found.hosts, most=_NAMED)
    show_hosts(surface, found.hosts)
    surface.text(summary(found.hosts), bold=True)
    write_reports(Reports(None, html, junit, language), found)
    code = ExitCode.INCOMPLETE if unseen(found.hosts) else ExitCode.OK
    return surface.finish(
        {"file": str(results), "results": results_json(found)},
        ExitCode.FINDINGS if unmet(found.hosts) else code,
    )
