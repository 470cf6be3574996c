"""From a live object back to the inputs that would make it.

After a refresh the inputs follow the cloud for what the program had given, so
that the next plan shows what drifted; what it had left out stays left out.
Without earlier inputs (an import) everything counts as given that isn't empty
and that the cloud doesn't fill in by itself. Both as the official bridge does.
"""

from collections.abc import Mapping
from typing import Any

from gcloud.engine.values import Value
from gcloud.provider.diff import plain, same
from gcloud.provider.schema import DEFAULTS, Kind, Property, Schema, zero


def inputs_of(schema: Schema, inputs: Mapping[str, Any] | None, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """Give the inputs that belong to live outputs.

    Args:
        schema: the type's schema.
        inputs: the inputs in the state; None for an object that the state didn't know.
        outputs: the live object's outputs.
    """
    if inputs is None:
        return _imported(schema, outputs)
    return _followed(schema.inputs(), inputs, outputs)


def _imported(schema: Schema, outputs: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {DEFAULTS: []}
    for name, facts in schema.inputs().items():
        value = outputs.get(name)
        wanted = facts.required or facts.autoname or not facts.computed
        if wanted and value is not None and value != zero(facts):
            found[name] = _levels(facts, value)
    return found


def _levels(facts: Property, value: Value) -> Value:
    match facts.kind, value:
        case ((Kind.LIST | Kind.SET), list()) if facts.element is not None:
            return [_levels(facts.element, item) for item in value]
        case Kind.OBJECT, dict():
            inside = {
                name: _levels(inner, value[name])
                for name, inner in facts.fields.items()
                if not inner.output and value.get(name) not in (None, "")
            }
            return {DEFAULTS: [], **inside}
        case _:
            return value


def _followed(
    fields: Mapping[str, Property], inputs: Mapping[str, Any], outputs: Mapping[str, Any]
) -> dict[str, Any]:
    followed: dict[str, Any] = {}
    for name, old in inputs.items():
        if name == DEFAULTS:
            if old:
                followed[name] = old
        elif outputs.get(name) is not None:
            followed[name] = _follow(fields.get(name), old, outputs[name])
    return followed


def _follow(facts: Property | None, old: Value, live: Value) -> Value:
    match old, live:
        case dict(), dict() if facts is not None and facts.kind is Kind.OBJECT:
            return _followed(facts.fields, old, live)
        case list(), list() if facts is not None and facts.element is not None:
            return _followed_list(facts, facts.element, old, live)
        case dict(), dict() if facts is not None and facts.foreign is not None:
            return {key: item for key, item in live.items() if key in old or not facts.foreign(key)}
        case _:
            return plain(live)


def _followed_list(facts: Property, element: Property, old: list[Any], live: list[Any]) -> list[Any]:
    """Keep of a list what the program gave; what somebody added is no input of the program's.

    The next plan sees it all the same: it compares with the outputs.
    """
    if facts.kind is Kind.SET and len(old) != len(live):
        return [one for one in old if any(same(element, one, other) for other in live)]
    return [_follow(element, one, other) for one, other in zip(old, live, strict=False)]


def kept_empty(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Give outputs after a change in which a collection that nobody gave is empty if it was, not null.

    Null is what a creation leaves, empty what a read finds; a change leaves either as it was.
    """
    return {
        name: before[name] if value is None and before.get(name) in ([], {}) else value
        for name, value in after.items()
    }
