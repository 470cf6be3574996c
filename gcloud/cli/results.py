"""What a run has done, as people read it at its end.

A failure is told with what failed, why and what to do next; what was not tried
because of it is counted, not listed, for it needs no action of its own.
"""

from gcloud.cli.surface import Surface
from gcloud.cli.words import DOING_WORDS, count, duration, type_word
from gcloud.deploy.outcome import Outcome
from gcloud.errors import CloudError, ExitCode, GovCloudError


def show_results(surface: Surface, outcome: Outcome) -> None:
    """Write a run's summary, and each failure.

    Args:
        surface: where to.
        outcome: the run's outcome.
    """
    for step in outcome.failed:
        surface.text()
        head = f"Failed {DOING_WORDS[step.op]} {type_word(step.type)} {step.name}: {step.error}"
        surface.text(head, fg="red")
        if step.hint:
            surface.text(f"  {step.hint}")
    surface.text()
    failed = f", {len(outcome.failed)} failed" if outcome.failed else ""
    skipped = f", {len(outcome.skipped)} not tried" if outcome.skipped else ""
    done = (
        f"Done in {duration(outcome.elapsed)}: {count(outcome.finished, 'step')} succeeded{failed}{skipped}."
    )
    surface.text(done, bold=True)


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
    codes = {step.exit_code for step in outcome.failed}
    code = ExitCode(codes.pop()) if len(codes) == 1 else ExitCode.REFUSED
    return code, CloudError(
        f"{count(len(outcome.failed), 'resource')} could not be brought to what the site describes.",
        hint=f"Mend what is named above, then: {command}",
    )
