"""``govcloud refresh``: make the state what the cloud is."""

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.drift import look, show_drift
from gcloud.cli.interrupt import stoppable
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.progress import progress
from gcloud.cli.results import show_results, verdict
from gcloud.cli.scope import target_option
from gcloud.cli.surface import Surface
from gcloud.cli.wish import wish_options
from gcloud.deploy.bounds import forgetting_within
from gcloud.deploy.outcome import Collector, Outcome
from gcloud.deploy.session import Session, session
from gcloud.deploy.wish import Wish
from gcloud.errors import ExitCode, GovCloudError


class NotSeenError(GovCloudError):
    """A part of the cloud could not be looked at."""

    exit_code = ExitCode.INCOMPLETE


@click.command(
    epilog=example(
        "govcloud refresh examples/ha-tinh", "govcloud refresh examples/ha-tinh --target dmz --yes"
    )
)
@wish_options
@target_option
@yes_option
@click.option(
    "--max-deletes",
    type=click.IntRange(min=0),
    metavar="N",
    help="Refuse if more than N vanished resources would leave the state.  [default: the site's max_deletes]",
)
@common
def refresh(surface: Surface, wish: Wish, max_deletes: int | None, *, yes: bool) -> int:
    """Make the state what the cloud is; the cloud is only looked at.

    Shows what was changed or deleted behind our back and asks before the state
    takes it over. Usually `up --verify` is what you want: it puts the cloud right
    instead. Nothing is taken over if anything could not be seen (exit code 7).
    """
    with session(wish, changes=True, recorded=False) as opened:
        found = look(surface, opened)
        result = {**opened.about(), "run": None}
        ours = [one for one in found.unseen if one.what.startswith("urn:")]
        show_drift(surface, found)
        if ours:
            error = NotSeenError("Not all could be seen, so nothing was taken over.", hint=ours[0].error.hint)
            return surface.finish(result, ExitCode.INCOMPLETE, error=error)
        vanished = sum(one.kind == "missing" for one in found.drifted)
        forgetting_within(vanished, opened.loaded.site.max_deletes if max_deletes is None else max_deletes)
        if found.drifted and not confirmed(surface, "Take this over into the state?", yes=yes):
            raise DeclinedError
        outcome = _take_over(surface, opened, len(found.drifted))
        show_results(surface, outcome)
        code, failure = verdict(outcome, f"govcloud refresh {wish.site}")
        return surface.finish({**result, "run": outcome.as_json()}, code, error=failure)


def _take_over(surface: Surface, opened: Session, total: int) -> Outcome:
    counted = Collector(opened.packages).real
    with stoppable() as cancel, progress(surface, "Taking over", total, counted) as display:
        return opened.engine.refresh(display, cancel, opened.scope)
