"""Takes over objects that are in the cloud already.

A resource with the option `import_` is not made: the object of that id is read,
and if it is as the program wants it, it becomes the resource. If it differs, the
differences are named and nothing is touched: importing never changes an object,
so that what is taken over by mistake is not damaged by it. Once the state knows
the resource the option does nothing, unless it names another object: that one
then takes the old one's place, which is deleted as a replaced one is.

Source: pkg/resource/deploy/step_generator.go and step.go (ImportStep). The
official engine changes an imported object that differs at once; this one asks
for a second run.
"""

from collections.abc import Mapping
from dataclasses import replace

from gcloud.engine import generator, states
from gcloud.engine.generator import Decision
from gcloud.engine.goal import Goal
from gcloud.engine.interface import PropertyChange, Provider
from gcloud.engine.marks import secret_names
from gcloud.engine.reporter import shown
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import UNKNOWN_TEXT
from gcloud.errors import InputError


class NotThereError(InputError):
    """The object that is to be taken over doesn't exist."""


class MismatchError(InputError):
    """The object that is to be taken over is not as the program wants it."""


def is_wanted(goal: Goal, old: ResourceState | None) -> bool:
    """Tell whether a goal names an object that is not the resource's already."""
    if not goal.custom or not goal.import_id:
        return False
    # The id that an object is imported by may have another form than its own.
    return old is None or old.external or (old.import_id or old.id) != goal.import_id


def predecessor(state: ResourceState, old: ResourceState | None, *, gone: bool) -> ResourceState | None:
    """Give the state whose object has to go when another one takes its place; None if there is none.

    Args:
        state: the resource with the object that is to be its own.
        old: the resource's state until now.
        gone: its object was deleted in this run already.
    """
    if old is None or old.external or old.pending_replacement or gone or old.id == state.id:
        return None
    return old


def refuse_replacement(goal: Goal, decision: Decision) -> None:
    """Refuse to replace an object that the program still names by its id: a new one has another id.

    Raises:
        InputError: that is what was decided.
    """
    if goal.import_id and decision.verdict == "replace":
        why = ", ".join(change.path for change in decision.changes if change.replaces) or decision.reason
        raise InputError(
            f"{goal.name} would have to be replaced ({why}), but the program names the object "
            f"{goal.import_id} that it is to be",
            hint="Take back the change, or remove import_ from the resource first: once it is imported, "
            "it is not needed any more.",
        )


def take_over(
    goal: Goal, id_: str, reference: str, provider: Provider, old: ResourceState | None = None
) -> ResourceState:
    """Read an object and give the state that it has as the program's resource.

    Args:
        goal: the resource as the program wants it.
        id_: the object's id.
        reference: its provider's, for the state.
        provider: who reads it.
        old: the state that it takes the place of.

    Raises:
        NotThereError: there is no such object.
        MismatchError: it is not as the program wants it; every difference is named.
        GovCloudError: it can't be read.
    """
    live = look(goal, id_, reference, provider, old)
    decision = generator.decide(goal, live, provider)
    if decision.verdict != "same":
        raise _mismatch(goal, id_, decision, provider)
    return replace(live, inputs=dict(decision.inputs))


def look(
    goal: Goal, id_: str, reference: str, provider: Provider, old: ResourceState | None = None
) -> ResourceState:
    """Read an object and give the state that it has as it is, whatever the program wants of it.

    Raises:
        NotThereError: there is no such object.
        GovCloudError: it can't be read.
    """
    found = provider.read(goal.type, goal.urn, id_, None, None)
    if found is None:
        raise NotThereError(
            f"{goal.type} with the id {id_}, which {goal.name} is to take over, is not there",
            hint="Correct the id, or leave it out so that the resource is made.",
            data={"id": id_},
        )
    wanted = replace(states.wanted(goal, found.inputs, reference, old), extra={})
    secrets = states.secret_outputs(wanted, provider)
    return states.created(wanted, found.id, found.outputs, secrets)


def _mismatch(goal: Goal, id_: str, decision: Decision, provider: Provider) -> MismatchError:
    secrets = provider.secret_outputs(goal.type) | secret_names(decision.inputs)
    differences = [_words(change, secrets) for change in decision.changes]
    return MismatchError(
        f"{goal.name} can't take over {goal.type} {id_}, which is not as the program wants it: "
        + ("; ".join(differences) or decision.reason),
        hint="Write in the program what the object is, or name those properties in ignore_changes; "
        "change it in a second run, once it is imported.",
        data={"id": id_, "differences": differences, "properties": [one.path for one in decision.changes]},
    )


def _words(change: PropertyChange, secrets: frozenset[str]) -> str:
    told = shown(change, secrets)
    if told.new == UNKNOWN_TEXT:
        return f"{told.path} comes from what is not there yet, so it can't be the object's"
    return f"{told.path} is {_value(told.old)}, not {_value(told.new)}"


def _value(value: object) -> str:
    if value is None:
        return "not set"
    return repr(value) if not isinstance(value, Mapping) else str(dict(value))
