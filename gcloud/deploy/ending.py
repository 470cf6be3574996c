"""How a run of the embedded engine ended, for its record and for whoever reads its outcome."""

from collections.abc import Iterator

from gcloud.engine.events import StepFailed
from gcloud.engine.reporter import Failure
from gcloud.engine.result import Result
from gcloud.engine.state import urn as urns


def word_of(result: Result) -> str:
    """Say in the word of the run's record how it ended."""
    if result.summary.interrupted:
        return "interrupted"
    return "succeeded" if result.ok else "failed"


def untold(failures: tuple[Failure, ...]) -> Iterator[StepFailed]:
    """Tell as events what failed and was no step: the program itself."""
    for failure in failures:
        if failure.op == "same":
            parts = urns.parse(failure.urn)
            yield StepFailed(
                urn=failure.urn,
                type=parts.type,
                name=parts.name,
                op=failure.op,
                error=failure.error.message,
                hint=failure.error.hint,
                exit_code=int(failure.error.exit_code),
                position=failure.position,
            )
