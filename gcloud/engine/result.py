"""What a preview found, and how a run ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gcloud.engine.events import StepPlanned, Summary
from gcloud.engine.reporter import Failure
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.state.resource import ResourceState
from gcloud.errors import ExitCode, GovCloudError


class DeploymentFailedError(GovCloudError):
    """A run did not do all that it should; what was done stands, and the next run continues."""

    def __init__(self, message: str, *, failures: tuple[Failure, ...], hint: str) -> None:
        super().__init__(
            message,
            hint=hint,
            data={
                "failures": [{"urn": one.urn, "op": one.op, "error": one.error.message} for one in failures]
            },
        )
        codes = {one.error.exit_code for one in failures}
        # One kind of trouble keeps its own exit code; a mixture is the cloud's.
        self.exit_code = codes.pop() if len(codes) == 1 else ExitCode.REFUSED  # type: ignore[misc]  # this one's own


class PlanOutdatedError(GovCloudError):
    """What was planned is not what would be done any more."""

    exit_code = ExitCode.FINDINGS

    def __init__(self) -> None:
        super().__init__(
            "The cloud or the state changed between the plan and its execution. Nothing was changed.",
            hint="Make the plan again.",
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What `up` (or `destroy`) would do.

    Args:
        base: the states that the program was compared with.
        steps: what would be done to each resource.
        failures: why it can't be done; if there are any, nothing must be.
        touched: anything would be different afterwards, be it only in the state.
        summary: counts, time, outputs.
        scope: what the run is about.
        wanted: the states as they would be afterwards, as far as a preview can know.
        believed: what the state had said, by URN, where the cloud was found to be otherwise.
        before: the states before the cloud was looked at.
    """

    base: tuple[ResourceState, ...]
    steps: tuple[StepPlanned, ...]
    failures: tuple[Failure, ...]
    touched: bool
    summary: Summary
    scope: Scope = WHOLE
    wanted: tuple[ResourceState, ...] = ()
    believed: Mapping[str, ResourceState] = field(default_factory=dict)
    before: tuple[ResourceState, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Resources by what would be done to them."""
        return self.summary.counts

    @property
    def ok(self) -> bool:
        """Whether it can be done."""
        return not self.failures

    def error(self) -> GovCloudError | None:
        """Give why it can't be done as one error; None if it can."""
        if not self.failures:
            return None
        return DeploymentFailedError(
            _listed(self.failures),
            failures=self.failures,
            hint=self.failures[0].error.hint if len(self.failures) == 1 else "Nothing was changed.",
        )


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended.

    Args:
        failures: what went wrong.
        summary: counts, time, outputs.
    """

    failures: tuple[Failure, ...]
    summary: Summary

    @property
    def ok(self) -> bool:
        """Whether all was done."""
        return not self.failures and not self.summary.skipped and not self.summary.interrupted

    def error(self) -> GovCloudError | None:
        """Give what went wrong as one error; None if nothing did (an interruption is no error)."""
        if not self.failures:
            return None
        return DeploymentFailedError(
            _listed(self.failures),
            failures=self.failures,
            hint="What was done is kept in the state; mend the cause and run again to continue.",
        )


def _listed(failures: tuple[Failure, ...]) -> str:
    if len(failures) == 1:
        return failures[0].error.message
    return f"{len(failures)} things failed; the first: {failures[0].error.message}"
