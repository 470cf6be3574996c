"""The first half of `plan` and `up`: work out what is to change, or say why it can't be done."""

import click

from gcloud.cli.interrupt import PLANNING, stoppable
from gcloud.cli.progress import progress
from gcloud.cli.results import require_sound
from gcloud.cli.surface import Surface
from gcloud.deploy.outcome import Outcome
from gcloud.deploy.planning import planned
from gcloud.deploy.session import Session


def preview(surface: Surface, opened: Session) -> Outcome:
    """Preview a stack with a display of its progress; nothing is changed.

    Args:
        surface: the command's surface.
        opened: the stack.

    Raises:
        CloudError: a cloud can't be used.
        PlanFailedError: what the site describes can't be carried out.
        click.Abort: the user has stopped it.
    """
    if opened.idle:
        # No stack is worked on, so no cloud need be there.
        return opened.engine.preview()
    with (
        stoppable(PLANNING) as cancel,
        progress(surface, "Working out what is to change", None, lambda _: False) as display,
    ):
        outcome = planned(opened.engine, opened.loaded.site, display, cancel, opened.scope, gate=opened.gate)
    if cancel.is_set():
        raise click.Abort
    require_sound(surface, outcome)
    return outcome
