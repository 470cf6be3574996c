"""What became of looking for a program's resources among what runs already."""

from dataclasses import dataclass

from gcloud.engine.events import StepPlanned
from gcloud.engine.reporter import Failure
from gcloud.engine.result import DeploymentFailedError
from gcloud.engine.state.resource import ResourceState
from gcloud.errors import GovCloudError, InputError


class UnfinishedError(InputError):
    """Something can't be taken over before what a killed run left open is settled."""

    def __init__(self, steps: int) -> None:
        super().__init__(
            f"A run was stopped in the middle: {steps} of its steps have no answer yet.",
            hint="Run `govcloud up` first: it finds out what became of them.",
        )


@dataclass(frozen=True, slots=True)
class Adopted:
    """A resource whose object was found.

    Args:
        urn: the resource.
        type: its type.
        name: its logical name.
        id: the object's id.
        next: what the next run would do to it.
    """

    urn: str
    type: str
    name: str
    id: str
    next: StepPlanned


@dataclass(frozen=True, slots=True)
class Missing:
    """A resource for which there is no object; the next run makes it.

    Args:
        urn: the resource.
        type: its type.
        name: its logical name.
        reason: one clause.
    """

    urn: str
    type: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A resource that several objects fit; nothing of ours can tell which is meant.

    Args:
        urn: the resource.
        type: its type.
        name: its logical name.
        ids: the objects' ids.
    """

    urn: str
    type: str
    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """A resource that could not be looked for.

    Args:
        urn: the resource.
        type: its type.
        name: its logical name.
        error: why.
    """

    urn: str
    type: str
    name: str
    error: GovCloudError


@dataclass(frozen=True, slots=True)
class Adoption:
    """Everything that was found, and the states that follow from it; nothing is written yet.

    Args:
        base: the states as they were.
        states: the states with what was found.
        adopted: found.
        missing: not there.
        ambiguous: to be settled by the user.
        unseen: not looked for, because the cloud refused or failed.
        failures: what was wrong with the request or the program.
    """

    base: tuple[ResourceState, ...]
    states: tuple[ResourceState, ...]
    adopted: tuple[Adopted, ...] = ()
    missing: tuple[Missing, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it may be written: nothing failed, nothing is open, everything was seen."""
        return not (self.failures or self.ambiguous or self.unseen)

    def error(self) -> GovCloudError | None:
        """Give what was wrong as one error; None if nothing was."""
        if not self.failures:
            return None
        first = self.failures[0].error
        more = f" ({len(self.failures) - 1} more)" if len(self.failures) > 1 else ""
        return DeploymentFailedError(
            first.message + more, failures=self.failures, hint=first.hint or "Nothing was changed."
        )
