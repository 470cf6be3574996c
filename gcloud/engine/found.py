"""The state of an object that was there before its resource was.

It is read twice: as what the program says it is, and as a stranger. What the
cloud reports counts; what it can't report (a password, the path of a file, the
address that was asked for) is taken to be as the program says, so that taking
an object over never replaces it for a thing that nobody can see.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from gcloud.engine import states
from gcloud.engine.interface import Provider, ReadResult
from gcloud.engine.marks import mark_like, plain
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import Value, contains_unknown

_NOTHING: Final[tuple[Value, ...]] = (None, "", [], {})


def found(wanted: ResourceState, id_: str, provider: Provider) -> ResourceState | None:
    """Read an object as a resource's own; None if there is none of that id.

    Args:
        wanted: what the program wants; its inputs may hold `UNKNOWN`.
        id_: the object's id.
        provider: who reads it.
    """
    known = {key: value for key, value in wanted.inputs.items() if not contains_unknown(value)}
    given = plain(known)
    ours = provider.read(wanted.type, wanted.urn, id_, given, None)
    strange = None if ours is None else provider.read(wanted.type, wanted.urn, id_, None, None)
    if ours is None or strange is None:
        return None
    inputs, outputs = dict(given), dict(ours.outputs)
    for name, value in given.items():
        if outputs.get(name) != value and name in ours.inputs:
            inputs[name] = ours.inputs[name]
    for name in _repeated(wanted.type, given, ours, strange, provider):
        outputs[name] = strange.outputs[name]
        inputs[name] = strange.inputs.get(name, strange.outputs[name])
    for name in wanted.inputs.keys() - known.keys():
        if outputs.get(name) not in _NOTHING:
            inputs[name] = strange.inputs.get(name, outputs[name])
    marked = mark_like(inputs, wanted.inputs)
    secrets = states.secret_outputs(wanted, provider)
    return states.created(replace(wanted, inputs=marked), ours.id, outputs, secrets)


def _repeated(
    type_: str, given: Mapping[str, Any], ours: ReadResult, strange: ReadResult, provider: Provider
) -> list[str]:
    """Name the properties that are read back as the program says, although the object has another value."""

    def differing(outputs: Mapping[str, Any]) -> set[str]:
        difference = provider.diff(type_, ours.id, {}, outputs, given, ())
        return {change.path.partition(".")[0].partition("[")[0] for change in difference.changes}

    told = {name: value for name, value in strange.outputs.items() if value not in _NOTHING}
    denied = differing({**ours.outputs, **told}) - differing(ours.outputs)
    return sorted(
        name for name in denied if name in told and name in given and not covers(told[name], given[name])
    )


def covers(live: Value, asked: Value) -> bool:
    """Tell whether a live value is what was asked for, where the asking left things open.

    An address was asked for by its subnet alone: whatever address of that subnet there is covers it.
    """
    match live, asked:
        case Mapping(), Mapping():
            firm = {key: value for key, value in asked.items() if value not in _NOTHING and key[:2] != "__"}
            # What a stranger's part does not say is no contradiction.
            return all(live.get(key) in _NOTHING or covers(live[key], value) for key, value in firm.items())
        case list(), list():
            return len(live) == len(asked) and all(any(covers(one, item) for one in live) for item in asked)
        case _:
            return bool(live == asked)
