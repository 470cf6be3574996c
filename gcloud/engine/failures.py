"""How a step ends that does not succeed, and what is then known."""

from typing import Final

from gcloud.engine.state.resource import ResourceState
from gcloud.errors import ExitCode, GovCloudError, UnansweredError

_SERVER_ERROR: Final = 500


class NotTriedError(GovCloudError):
    """A step was not tried: the run is being stopped, or what had to come before it failed."""


class StoppedError(NotTriedError):
    """The run was stopped by its user."""

    exit_code = ExitCode.INTERRUPTED


class StepFailedError(GovCloudError):
    """A step failed and has been reported.

    Args:
        cause: why.
        kept: the object's state, if it exists nevertheless.
        gone: the state that it had, if it turned out to be gone.
    """

    def __init__(
        self,
        cause: GovCloudError,
        kept: ResourceState | None = None,
        gone: ResourceState | None = None,
    ) -> None:
        super().__init__(cause.message, hint=cause.hint, data=cause.data)
        self.kept = kept
        self.gone = gone


def is_unanswered(error: Exception) -> bool:
    """Tell whether an error leaves open what the call has done.

    A refusal does not; a call that was sent and not answered does, and so do a server's own
    failure and an error that nobody foresaw.
    """
    if isinstance(error, UnansweredError) or not isinstance(error, GovCloudError):
        return True
    status = error.data.get("status")
    return isinstance(status, int) and status >= _SERVER_ERROR
