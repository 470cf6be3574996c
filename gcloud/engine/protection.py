"""Protected resources are neither deleted nor replaced."""

from collections.abc import Iterable

from gcloud.engine.goal import Goal
from gcloud.engine.reporter import Reporter
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.errors import InputError


class ProtectedError(InputError):
    """A protected resource would have to be deleted."""


def refuse_protected(goal: Goal, old: ResourceState, why: str) -> None:
    """Refuse to replace a resource that is protected and is to stay so.

    Args:
        goal: what the program wants.
        old: its state.
        why: why it would be replaced, in words.

    Raises:
        ProtectedError: it is protected.
    """
    if old.protect and goal.protect:
        raise ProtectedError(
            f"{goal.name} must be replaced ({why}), but it is protected",
            hint="Take back the change, or remove `protect` from it in the program first.",
        )


def refuse_protected_deletes(reporter: Reporter, going: Iterable[ResourceState]) -> None:
    """Report each protected resource among those that would be deleted as a failure."""
    for state in going:
        if state.protect and not state.delete:
            error = ProtectedError(
                f"{urns.parse(state.urn).name} would be deleted, but it is protected",
                hint="Remove `protect` from it in the program and run `up` first.",
            )
            reporter.failed(state.urn, "delete", error)
