"""``govcloud plan``: what would `up` do?"""

from dataclasses import replace
from pathlib import Path

import click

from gcloud.cli.changes import show_changes
from gcloud.cli.options import common, example
from gcloud.cli.preview import preview
from gcloud.cli.scope import scope_options
from gcloud.cli.surface import Surface
from gcloud.cli.wish import exact, wish_options
from gcloud.deploy.session import Wish, session
from gcloud.errors import ExitCode


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
@click.option("--exit-code", is_flag=True, help="Exit with 3 if there is something to change.")
@common
def plan(
    surface: Surface,
    wish: Wish,
    file: Path | None,
    *,
    details: bool,
    exit_code: bool,
) -> int:
    """Show what `up` would change in the cloud, and change nothing.

    What is deleted, replaced or changed is listed one by one, each property with
    its old and new value; what is new is grouped by zone and server.
    """
    if file is not None:
        wish = exact(wish, replace(wish.scope, verify=True))
    with session(wish, changes=False, recorded=False) as opened:
        outcome = preview(surface, opened)
        surface.text(f"{opened.target.stack}, by the {opened.engine.name} engine:")
        surface.text()
        show_changes(surface, outcome, details=details)
        if file is not None:
            from gcloud.deploy.saving import save  # noqa: PLC0415 - hashing is paid for by who saves

            saved = save(opened, wish, outcome, file)
            surface.text(f"Saved as {file} (plan {saved.plan[:8]}): govcloud up {wish.site} --plan {file}")
        code = ExitCode.CHANGES if exit_code and outcome.pending else ExitCode.OK
        return surface.finish(
            {**opened.about(), "plan": outcome.as_json(), "saved": str(file) if file else None}, code
        )
