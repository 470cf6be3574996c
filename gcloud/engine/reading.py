"""Objects that a program names by their ids and that nobody of ours manages (`Resource.get`)."""

from dataclasses import replace

from gcloud.engine import states
from gcloud.engine.goal import Goal
from gcloud.engine.interface import Provider
from gcloud.engine.marks import plain
from gcloud.engine.state.resource import ResourceState
from gcloud.errors import InputError


def read(
    goal: Goal, id_: str, reference: str, provider: Provider, old: ResourceState | None
) -> ResourceState:
    """Read an object and give its state.

    Args:
        goal: the resource as the program names it.
        id_: the object's id.
        reference: its provider's, for the state.
        provider: who reads it.
        old: the state that it has already.

    Raises:
        InputError: there is no such object.
        GovCloudError: it can't be read.
    """
    found = provider.read(goal.type, goal.urn, id_, plain(goal.inputs) or None, None)
    if found is None:
        raise InputError(
            f"{goal.type} with the id {id_} is not there", hint=f"Correct the id given for {goal.name}."
        )
    wanted = states.wanted(goal, found.inputs, reference, old)
    live = replace(wanted, id=found.id, outputs=found.outputs)
    secrets = states.secret_outputs(wanted, provider)
    return replace(states.unchanged(wanted, live, secrets), external=True)
