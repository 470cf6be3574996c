"""The work of `up`: preview a site's stacks, ask, and bring about what was shown."""

from pathlib import Path

from gcloud.cli.changes import show_changes
from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.interrupt import stoppable
from gcloud.cli.preview import preview
from gcloud.cli.progress import progress
from gcloud.cli.results import show_results, verdict
from gcloud.cli.surface import Surface
from gcloud.deploy.bounds import within_bounds
from gcloud.deploy.outcome import Collector, Outcome
from gcloud.deploy.session import Session, session
from gcloud.deploy.tenants.lowering import below_usage
from gcloud.deploy.wish import Wish
from gcloud.engine.process import Start


def bring_up(
    surface: Surface, wish: Wish, file: Path | None, max_deletes: int | None, start: Start, *, yes: bool
) -> int:
    """Preview a site's stacks, ask, and bring about what was shown.

    Args:
        surface: the command's surface.
        wish: what it was asked for.
        file: the saved plan that alone is to be carried out; None: whatever is planned now.
        max_deletes: how many resources may be deleted or replaced; None takes the site's bound.
        start: starts the programs' processes.
        yes: do not ask.

    Returns:
        The command's exit code.

    Raises:
        PlanMovedError: the world is not what the saved plan was made for.
        BelowUsageError: the plan lowers a tenant's quota below what is used.
        TooDestructiveError: the plan deletes or replaces too much.
        DeclinedError: the user does not want it.
    """
    with session(wish, changes=True, recorded=True, sparing=True, start=start) as opened:
        intended = preview(surface, opened)
        surface.text(f"{opened.target.stack}, by the {opened.engine.name} engine:")
        surface.text()
        show_changes(surface, intended)
        if file is not None:
            from gcloud.deploy.saving import hold  # noqa: PLC0415 - hashing is paid for by who has a plan

            hold(opened, wish, intended, file)
        if reason := below_usage(opened.loaded.site, intended, opened.gate):
            raise reason
        within_bounds(intended, opened.loaded.site.max_deletes if max_deletes is None else max_deletes)
        result = {**opened.about(), "plan": intended.as_json(), "run": None}
        if intended.nothing_to_do:
            return surface.finish({**result, "api_calls": opened.calls})
        # What differs only in the state changes nothing in the cloud: nobody need be asked.
        if intended.pending and not confirmed(surface, "Make these changes?", yes=yes):
            raise DeclinedError
        outcome = _apply(surface, opened, intended)
        show_results(surface, outcome)
        code, error = verdict(outcome, f"govcloud up {wish.site}")
        done = {**result, "run": outcome.as_json(), "api_calls": opened.calls}
        return surface.finish(done, code, error=error)


def _apply(surface: Surface, opened: Session, intended: Outcome) -> Outcome:
    # A replacement is two steps.
    total = intended.pending + intended.counts.get("replace", 0)
    counted = Collector(opened.packages).real
    with stoppable() as cancel, progress(surface, "Applying", total, counted) as display:
        return opened.engine.up(display, cancel, opened.scope)
