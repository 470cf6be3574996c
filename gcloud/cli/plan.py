"""``govcloud plan``: what would `up` do?"""

from dataclasses import replace
from pathlib import Path

import click

from gcloud.cli.options import common, example
from gcloud.cli.scope import scope_options
from gcloud.cli.surface import Surface
from gcloud.cli.unchanged import spared
from gcloud.cli.wish import exact, wish_options
from gcloud.deploy.starting import starting
from gcloud.deploy.wish import Wish


@click.command(epilog=example("govcloud plan examples/ha-tinh", "govcloud plan examples/ha-tinh --exit-code"))
@wish_options
@scope_options
@click.option("--details", is_flag=True, help="List every new resource instead of grouping them.")
@click.option(
    "--save",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Look at the cloud first (--verify), and save the plan for `up --plan FILE`; embedded engine.",
)
@click.option(
    "--comment",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the plan as Markdown too, as a comment beside a change.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 3 if there is something to change.")
@common
def plan(
    surface: Surface,
    wish: Wish,
    file: Path | None,
    comment: Path | None,
    *,
    details: bool,
    exit_code: bool,
) -> int:
    """Show what `up` would change in the cloud, and change nothing.

    What is deleted, replaced or changed is listed one by one, each property with
    its old and new value; what is new is grouped by zone and server. A stack of which
    nothing has changed since its last `up` is not run: --verify looks at the cloud.
    """
    if file is not None:
        wish = exact(wish, replace(wish.scope, verify=True))
    code = spared(surface, wish, saved=None) if comment is None else None
    if code is not None:
        return code
    with starting(wish) as start:
        from gcloud.cli.planning import show_plan  # noqa: PLC0415 - a second of imports, which `spared` spares

        return show_plan(surface, wish, file, comment, start, details=details, exit_code=exit_code)
