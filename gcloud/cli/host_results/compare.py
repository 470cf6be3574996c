"""``govcloud results compare``: what got better and what got worse between two runs."""

from pathlib import Path

import click

from gcloud.cli.hardening.files import html_option, page_language_option
from gcloud.cli.host_results.file import FILE, read_results
from gcloud.cli.options import common, example
from gcloud.cli.output_file import write_text
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.errors import ExitCode
from gcloud.plan.hardening.compare import compare
from gcloud.plan.hardening.documents import comparison_json
from gcloud.render.hardening.comparison import COLUMNS, comparison_page, figure, lines, rows
from gcloud.render.hardening.words import Language


@click.command(
    name="compare",
    epilog=example(
        "govcloud results compare monday.json tuesday.json",
        "govcloud results compare monday.json tuesday.json --html changes.html",
    ),
)
@click.argument("earlier", type=FILE, metavar="EARLIER")
@click.argument("later", type=FILE, metavar="LATER")
@html_option
@page_language_option
@common
def compare_(surface: Surface, earlier: Path, later: Path, html: Path | None, language: Language) -> int:
    """Say what got better, worse, new or is gone, for each host.

    Exit code 6 if a control that held on a host does not hold any more, or can't be checked any more.
    """
    now = read_results(later)
    found = compare(read_results(earlier), now)
    for line in lines(found):
        surface.text(line)
    show_table(surface, COLUMNS, rows(found))
    surface.text(
        f"{found.count('worse')} worse, {found.count('better')} better; "
        f"score {figure(found.before)} → {figure(found.after)}.",
        bold=True,
    )
    if html is not None:
        write_text(html, comparison_page(found, now, language))
    return surface.finish(
        {"files": [str(earlier), str(later)], "comparison": comparison_json(found)},
        ExitCode.FINDINGS if found.worse else ExitCode.OK,
    )
