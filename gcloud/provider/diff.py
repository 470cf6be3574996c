"""Compare what a state holds with what a program wants now.

The rules are the official bridge's, so that a stack shows the same changes
under either engine:

- what the state's outputs hold is compared with the new inputs (after a refresh
  this finds drift), not old inputs with new ones;
- a property that the program leaves out is no difference if the cloud fills it
  in, else it is to become empty; empty, zero, false and absent are the same;
- a value that is not known yet is a change.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gcloud.engine.interface import DiffResult, PropertyChange
from gcloud.engine.values import UNKNOWN, Value, contains_unknown
from gcloud.provider.schema import DEFAULTS, Kind, Property, Schema, zero


def diff(
    schema: Schema,
    old_inputs: Mapping[str, Any],
    old_outputs: Mapping[str, Any],
    new_inputs: Mapping[str, Any],
    ignore_changes: Sequence[str] = (),
) -> DiffResult:
    """Find every property that differs.

    Args:
        schema: the type's schema.
        old_inputs: the state's inputs; they stand in for outputs that the state lacks.
        old_outputs: the state's outputs.
        new_inputs: checked inputs; may hold `UNKNOWN`.
        ignore_changes: paths whose changes don't count.
    """
    found: list[PropertyChange] = []
    for name, facts in schema.inputs().items():
        old = old_outputs.get(name)
        if old is None:
            old = old_inputs.get(name)
        found += _compare(facts, name, old, new_inputs.get(name), replaces=False)
    return DiffResult(tuple(change for change in found if not _ignored(change.path, ignore_changes)))


def same(facts: Property, one: Value, other: Value) -> bool:
    """Tell whether two values of a property mean the same."""
    return not any(True for _ in _compare(facts, "", one, other, replaces=False))


def _ignored(path: str, ignore_changes: Sequence[str]) -> bool:
    return any(path == item or path.startswith((f"{item}.", f"{item}[")) for item in ignore_changes)


def _compare(
    facts: Property, path: str, old: Value, new: Value, *, replaces: bool
) -> Iterator[PropertyChange]:
    if facts.output or (new is None and facts.computed):
        return
    replaces = replaces or facts.replaces
    if new is UNKNOWN:
        yield PropertyChange(path, old, UNKNOWN, replaces)
        return
    before = zero(facts) if old is None else old
    after = zero(facts) if new is None else new
    match facts.kind, before, after:
        case ((Kind.LIST | Kind.SET), list(), []) if facts.computed:
            return
        case Kind.LIST, list(), list():
            yield from _lists(facts, path, before, after, replaces=replaces)
        case Kind.MAP, dict(), dict():
            yield from _maps(facts, path, before, after, replaces=replaces)
        case Kind.OBJECT, dict(), dict():
            yield from _objects(facts, path, before, after, replaces=replaces)
        case _:
            if not _same_value(facts, before, after):
                yield PropertyChange(path, old, plain(new), replaces)


def _same_value(facts: Property, old: Value, new: Value) -> bool:
    if facts.kind is Kind.SET and isinstance(old, list) and isinstance(new, list):
        return _same_sets(facts, old, new)
    if facts.canonical is None:
        return bool(old == new)
    return bool(facts.canonical(old) == facts.canonical(new))


def _lists(
    facts: Property, path: str, old: list[Any], new: list[Any], *, replaces: bool
) -> Iterator[PropertyChange]:
    if facts.element is None:
        return
    for index in range(max(len(old), len(new))):
        where = f"{path}[{index}]"
        if index >= len(new):
            yield PropertyChange(where, old[index], None, replaces)
        elif index >= len(old):
            yield PropertyChange(where, None, plain(new[index]), replaces)
        else:
            yield from _compare(facts.element, where, old[index], new[index], replaces=replaces)


def _objects(
    facts: Property, path: str, old: Mapping[str, Any], new: Mapping[str, Any], *, replaces: bool
) -> Iterator[PropertyChange]:
    for name, inner in facts.fields.items():
        where = f"{path}.{name}" if path else name
        yield from _compare(inner, where, old.get(name), new.get(name), replaces=replaces)


def _same_sets(facts: Property, old: list[Any], new: list[Any]) -> bool:
    if facts.element is None or contains_unknown(new):
        return False
    left = list(old)
    for item in new:
        for candidate in left:
            if same(facts.element, candidate, item):
                left.remove(candidate)
                break
        else:
            return False
    return not left


def _maps(
    facts: Property, path: str, old: Mapping[str, Any], new: Mapping[str, Any], *, replaces: bool
) -> Iterator[PropertyChange]:
    for key in sorted({*old, *new} - {DEFAULTS}):
        if key not in new and facts.foreign is not None and facts.foreign(key):
            continue
        if old.get(key) != new.get(key):
            yield PropertyChange(f"{path}.{key}", old.get(key), new.get(key), replaces)


def plain(value: Value) -> Value:
    """Give a value without the `__defaults` of its levels, as outputs hold it."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items() if key != DEFAULTS}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
