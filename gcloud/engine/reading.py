"""Reads objects that a program names by their ids and that nobody of ours manages.

Such a resource is in the state as an external one, with the properties that the
program gave as its inputs; nothing is ever done to it. If the state manages an
object under that name already, it is let go of when it is the very same, and is
deleted as a replaced one is when it is another.

Source: pkg/resource/deploy/step_generator.go (GenerateReadSteps), step.go (ReadStep).
"""

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
        old: the resource's state.

    Raises:
        InputError: it isn't there.
        GovCloudError: it can't be read.
    """
    found = provider.read(goal.type, goal.urn, id_, plain(goal.inputs) or None, None)
    if found is None:
        raise InputError(
            f"{goal.type} with the id {id_} is not there", hint=f"Correct the id given for {goal.name}."
        )
    wanted = replace(
        states.wanted(goal, goal.inputs, reference, old),
        # What nobody of ours manages is not ours to protect or to keep.
        protect=False,
        retain_on_delete=False,
        deleted_with="",
        external=True,
    )
    secrets = states.secret_outputs(wanted, provider)
    state = states.unchanged(wanted, replace(wanted, id=found.id, outputs=found.outputs), secrets)
    differs = old is not None and (state.inputs, state.outputs) != (old.inputs, old.outputs)
    return replace(state, modified=states.now()) if differs else state
