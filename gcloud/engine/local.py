"""Resources that exist in the state alone: components, and providers' own.

No provider is asked for them, so their new state follows from the goal at once.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from gcloud.engine import states
from gcloud.engine.generator import Decision, decide_component, decide_provider
from gcloud.engine.goal import Goal
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import Value, contains_unknown
from gcloud.errors import InputError

_PREVIEW_MARK: Final = "@isPulumiResource"
"""What the SDK adds, in previews, to an exported resource's properties."""


def component(goal: Goal, old: ResourceState | None) -> tuple[Decision, ResourceState]:
    """Give what is done to a component, and its state; its outputs stay until it registers new ones.

    Raises:
        InputError: it was a resource of its own, whose object nobody would look after.
    """
    if old is not None and old.custom:
        raise InputError(
            f"{goal.name} was a resource of its own and is now a component",
            hint="Give the component another name, so that the resource is deleted.",
        )
    decision = decide_component(goal, old)
    state = states.wanted(goal, decision.inputs, "", old)
    if old is None:
        moment = states.now()
        return decision, replace(state, created=moment, modified=moment)
    modified = states.now() if decision.verdict == "update" else old.modified
    return decision, replace(state, outputs=old.outputs, modified=modified)


def provider(goal: Goal, old: ResourceState | None, new_id: str) -> tuple[Decision, ResourceState]:
    """Give what is done to a provider's own resource, and its state.

    Args:
        goal: what the program wants.
        old: its old state.
        new_id: the id that it gets if it is new.
    """
    decision = decide_provider(goal, old)
    state = states.wanted(goal, decision.inputs, "", old)
    outputs = {key: value for key, value in decision.inputs.items() if key != "__internal"}
    secrets = goal.additional_secret_outputs
    if old is None:
        return decision, states.created(state, new_id, outputs, secrets)
    state = states.unchanged(state, replace(old, outputs=outputs), secrets)
    return decision, replace(state, modified=states.now()) if decision.verdict == "update" else state


def with_outputs(state: ResourceState, outputs: Mapping[str, Value], *, previewing: bool) -> ResourceState:
    """Give a component's state with the outputs that it has registered.

    In a real run what has failed leaves its outputs unknown; the old ones are better than none.
    """
    known = {key: value for key, value in outputs.items() if key != _PREVIEW_MARK}
    if not previewing:
        known = {
            key: state.outputs.get(key) if contains_unknown(value) else value
            for key, value in known.items()
            if not contains_unknown(value) or key in state.outputs
        }
    return replace(state, outputs=known)
