"""What a fleet says of a stack that could not be worked on as planned."""

from gcloud.deploy.members import Member
from gcloud.deploy.outcome import Outcome
from gcloud.engine.events import Diagnostic, StepFailed
from gcloud.engine.state import urn as urns
from gcloud.errors import ExitCode, GovCloudError


class WorsePlanError(GovCloudError):
    """What a stack needs has changed, and by that its plan, for the worse."""

    exit_code = ExitCode.FINDINGS


def as_step(member: Member, error: GovCloudError) -> StepFailed:
    """Tell as a step's failure why a whole stack could not be worked on."""
    return StepFailed(
        urn=urns.root(member.stack, member.project),
        type=urns.ROOT_TYPE,
        name=f"{member.project}-{member.stack}",
        op="same",
        error=error.message,
        hint=error.hint,
        exit_code=int(error.exit_code),
    )


def later(member: Member, outcome: Outcome) -> Outcome:
    """Put off a plan that can not be made before what it needs is up; then it may destroy nothing."""
    text = (
        f"{member.project}/{member.stack} is planned when what it needs is up; now: {outcome.failed[0].error}"
    )
    return Outcome(warnings=(Diagnostic("warning", text),), touched=True)


def worse(member: Member, more: int) -> WorsePlanError:
    """Say that a stack's plan has come to destroy so many resources more than was shown."""
    return WorsePlanError(
        f"{member.project}/{member.stack} would now delete or replace {more} resources more than planned. "
        "Nothing of it was touched.",
        hint="Run the same command again to see its plan.",
    )
