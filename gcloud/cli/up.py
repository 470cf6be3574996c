"""``govcloud up``: make the cloud what the site describes."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, yes_option
from gcloud.cli.scope import scope_options
from gcloud.cli.surface import Surface
from gcloud.cli.unchanged import spared
from gcloud.cli.wish import exact, wish_options
from gcloud.deploy.starting import starting
from gcloud.deploy.wish import Wish


@click.command(
    epilog=example("govcloud up examples/ha-tinh", "govcloud up examples/ha-tinh --yes --output json")
)
@wish_options
@scope_options
@yes_option
@click.option(
    "--plan",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Carry out exactly this plan of `plan --save`, or refuse and say what moved since.",
)
@click.option(
    "--max-deletes",
    type=click.IntRange(min=0),
    metavar="N",
    help="Refuse to delete or replace more than N resources.  [default: the site's max_deletes]",
)
@common
def up(
    surface: Surface,
    wish: Wish,
    file: Path | None,
    max_deletes: int | None,
    *,
    yes: bool,
) -> int:
    """Make the cloud what the site describes.

    Shows the plan and asks before anything is changed. A run that was stopped or
    that failed in part is continued by the same command. A stack of which nothing has
    changed since its last `up` is not run: --verify looks at the cloud.
    """
    if file is not None:
        from gcloud.deploy.saved_plan import scope_of, stack_of  # noqa: PLC0415 - read by who has one

        wish = exact(wish, scope_of(file), wish.stacks or (stack_of(file),))
    code = spared(surface, wish, run=None)
    if code is not None:
        return code
    with starting(wish) as start:
        from gcloud.cli.applying import bring_up  # noqa: PLC0415 - a second of imports, which `spared` spares

        return bring_up(surface, wish, file, max_deletes, start, yes=yes)
