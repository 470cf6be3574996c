"""``govcloud up``: make the cloud what the site describes."""

from pathlib import Path

import click

from gcloud.cli.changes import show_changes
from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.interrupt import stoppable
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.preview import preview
from gcloud.cli.progress import progress
from gcloud.cli.results import show_results, verdict
from gcloud.cli.scope import scope_options
from gcloud.cli.surface import Surface
from gcloud.cli.wish import exact, wish_options
from gcloud.deploy.bounds import within_bounds
from gcloud.deploy.outcome import Collector, Outcome
from gcloud.deploy.session import Session, Wish, session


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
    that failed in part is continued by the same command.
    """
    if file is not None:
        from gcloud.deploy.saved_plan import scope_of  # noqa: PLC0415 - read by who has one

        wish = exact(wish, scope_of(file))
    with session(wish, changes=True, recorded=True) as opened:
        intended = preview(surface, opened)
        surface.text(f"{opened.target.stack}, by the {opened.engine.name} engine:")
        surface.text()
        show_changes(surface, intended)
        if file is not None:
            from gcloud.deploy.saving import hold  # noqa: PLC0415 - as above

            hold(opened, wish, intended, file)
        within_bounds(intended, opened.loaded.site.max_deletes if max_deletes is None else max_deletes)
        result = {**opened.about(), "plan": intended.as_json(), "run": None}
        if intended.nothing_to_do:
            return surface.finish(result)
        # What differs only in the state changes nothing in the cloud: nobody need be asked.
        if intended.pending and not confirmed(surface, "Make these changes?", yes=yes):
            raise DeclinedError
        outcome = _apply(surface, opened, intended)
        show_results(surface, outcome)
        code, error = verdict(outcome, f"govcloud up {wish.site}")
        return surface.finish({**result, "run": outcome.as_json()}, code, error=error)


def _apply(surface: Surface, opened: Session, intended: Outcome) -> Outcome:
    # A replacement is two steps.
    total = intended.pending + intended.counts.get("replace", 0)
    counted = Collector(opened.target.program.packages).real
    with stoppable() as cancel, progress(surface, "Applying", total, counted) as display:
        return opened.engine.up(display, cancel, opened.scope)
