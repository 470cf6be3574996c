"""What a run has done, as people read it at its end.

A failure is told with what failed, why and what to do next; what was not tried
because of it is counted, not listed, for it needs no action of its own.
"""

from dataclasses import asdict

from gcloud.cli.surface import Surface
from gcloud.cli.words import DOING_WORDS, count, duration, type_word
from gcloud.deploy.outcome import Outcome
from gcloud.engine.state.urn import ROOT_TYPE
from gcloud.errors import CloudError, ExitCode, GovCloudError


class PlanFailedError(GovCloudError):
    """What the site describes can't be carried out; found before anything was touched."""

    def __init__(self, planned: Outcome) -> None:
        super().__init__(
            f"{count(len(planned.failed), 'problem')} found while planning. Nothing was changed.",
            hint="Mend what is named above, then run the same command again.",
            data={"failed": [asdict(step) for step in planned.failed]},
        )
        self.exit_code = _one_code(planned)  # type: ignore[misc]  # this error's own, by its causes


def show_results(surface: Surface, outcome: Outcome) -> None:
    """Write a run's summary, and each failure.

    Args:
        surface: where to.
        outcome: the run's outcome.
    """
    show_failures(surface, outcome)
    surface.text()
    failed = f", {len(outcome.failed)} failed" if outcome.failed else ""
    skipped = f", {len(outcome.skipped)} not tried" if outcome.skipped else ""
    done = (
        f"Done in {duration(outcome.elapsed)}: {count(outcome.finished, 'step')} succeeded{failed}{skipped}."
    )
    surface.text(done, bold=True)


def show_failures(surface: Surface, outcome: Outcome) -> None:
    """Write each failure: what failed, where in the program if it is known, why, what to do next."""
    for step in outcome.failed:
        surface.text()
        what = (
            "the program"
            if step.type == ROOT_TYPE
            else f"{DOING_WORDS[step.op]} {type_word(step.type)} {step.name}"
        )
        where = f" ({step.position})" if step.position else ""
        surface.text(f"Failed: {what}{where}: {step.error}", fg="red")
        if step.hint:
            surface.text(f"  {step.hint}")


def require_sound(surface: Surface, planned: Outcome) -> None:
    """End a command whose plan can't be carried out; nothing has been touched.

    Raises:
        PlanFailedError: it can't.
    """
    if planned.failed:
        show_failures(surface, planned)
        raise PlanFailedError(planned)


def verdict(outcome: Outcome, command: str) -> tuple[ExitCode, GovCloudError | None]:
    """Say how a run ended: its exit code, and the error that goes with it.

    Args:
        outcome: the run's outcome.
        command: the command line that continues it.
    """
    if outcome.interrupted:
        return ExitCode.INTERRUPTED, GovCloudError(
            "Interrupted. What was done is in the state.", hint=f"To go on: {command}"
        )
    if not outcome.failed and not outcome.skipped:
        return ExitCode.OK, None
    return _one_code(outcome), CloudError(
        f"{count(len(outcome.failed), 'resource')} could not be brought to what the site describes.",
        hint=f"Mend what is named above, then: {command}",
    )


def _one_code(outcome: Outcome) -> ExitCode:
    # One kind of trouble keeps its own exit code; a mixture is the cloud's.
    codes = {step.exit_code for step in outcome.failed}
    return ExitCode(codes.pop()) if len(codes) == 1 else ExitCode.REFUSED
