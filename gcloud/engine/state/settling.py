"""What follows for the states when people say what became of an unanswered operation."""

from dataclasses import replace
from typing import Final

from gcloud.engine.state.checkpoint import now
from gcloud.engine.state.replay import Unanswered
from gcloud.engine.state.resource import Key, ResourceState

_INTERRUPTED: Final = "its {} was interrupted"


def told(
    operation: Unanswered, id_: str | None, before: ResourceState | None
) -> tuple[tuple[ResourceState, ...], tuple[Key, ...]]:
    """Give the states that follow from an operation, and the keys of those that go.

    Nobody has read the object: its outputs are what was sent, and the next run completes it.

    Args:
        operation: what was sent.
        id_: the object that it has happened to; None if it has not happened.
        before: the live state of the same URN; what a replacement was made for waits to be deleted.
    """
    if id_ is None:
        return (), ()
    state = operation.state
    if operation.operation == "delete":
        return (), (state.key,)
    if operation.operation == "update":
        return (replace(state, init_errors=(_INTERRUPTED.format("update"),), modified=now()),), ()
    moment = now()
    made = replace(
        state,
        id=id_,
        outputs={key: value for key, value in state.inputs.items() if key != "__defaults"},
        init_errors=(_INTERRUPTED.format("creation"),),
        created=moment,
        modified=moment,
    )
    return ((made,) if before is None else (made, replace(before, delete=True))), ()
