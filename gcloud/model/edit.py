"""Changes of what was read, each a new tree: a field put in place, a field dropped, a patch merged in.

What is put in keeps its own place, so that a mistake in it is told where it was
written: in an option, a cell of a form, a line of somebody's JSON.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gcloud.model.node import Node, Place


class NoPlaceError(ValueError):
    """A path leads through a plain value."""


def node_of(value: Any, place: Place) -> Node:  # noqa: ANN401 - whatever a file could hold
    """A plain value as if it had been read at a place.

    Args:
        value: scalars, days, lists and mappings.
        place: where it stands, all of it.
    """
    if isinstance(value, Mapping):
        children = {key: node_of(item, place) for key, item in value.items()}
        return Node(place, children, dict.fromkeys(children, place))
    if isinstance(value, list | tuple):
        return Node(place, [node_of(item, place) for item in value])
    plain = value.isoformat() if isinstance(value, date) else value
    return Node(place, plain, text="" if plain is None else str(plain))


def put(node: Node, steps: Sequence[str], value: Node) -> Node:
    """A tree with a value in place.

    Args:
        node: the tree.
        steps: keys of mappings and, in lists, names of entries; what is missing on the way is made.
        value: what to put there.

    Raises:
        NoPlaceError: the way leads through a plain value.
    """
    if not steps:
        return value
    first, rest = steps[0], steps[1:]
    if isinstance(node.value, list):
        return _put_named(node, first, rest, value)
    if not isinstance(node.value, dict):
        raise NoPlaceError(first)
    below = node.value.get(first) or Node(value.place, [] if first in _LISTS and rest else {})
    children = {**node.value, first: put(below, rest, value)}
    return Node(node.place, children, {**node.keys, first: node.keys.get(first, value.place)})


def drop(node: Node, steps: Sequence[str]) -> Node:
    """A tree without what stands at a way; the same tree where nothing does.

    Args:
        node: the tree.
        steps: keys of mappings and, in lists, names of entries.

    Raises:
        NoPlaceError: nothing stands there.
    """
    first, rest = steps[0], steps[1:]
    if isinstance(node.value, list):
        index = _index(node, first)
        if index is None:
            raise NoPlaceError(first)
        inner = [drop(node.value[index], rest)] if rest else []
        return Node(node.place, [*node.value[:index], *inner, *node.value[index + 1 :]])
    if not isinstance(node.value, dict) or first not in node.value:
        raise NoPlaceError(first)
    others = {key: child for key, child in node.value.items() if key != first or rest}
    if rest:
        others[first] = drop(node.value[first], rest)
    return Node(node.place, others, {key: node.keys[key] for key in others})


def merged(node: Node, patch: Node) -> Node:
    """A tree with a patch merged in (RFC 7386): null removes, mappings go into each other, all else replaces.

    Args:
        node: the tree.
        patch: the patch.
    """
    if not isinstance(patch.value, dict) or not isinstance(node.value, dict):
        return patch
    children, keys = dict(node.value), dict(node.keys)
    for key, change in patch.value.items():
        if change.value is None:
            children.pop(key, None)
            keys.pop(key, None)
        else:
            children[key] = merged(children[key], change) if key in children else change
            keys[key] = patch.keys[key]
    return Node(node.place, children, keys)


_LISTS = frozenset({"members", "networks", "volume_types"})
"""Lists of a tenant whose entries are known by name."""


def _put_named(node: Node, name: str, rest: Sequence[str], value: Node) -> Node:
    entries = list(node.value) if isinstance(node.value, list) else []
    index = _index(node, name)
    if index is None:
        named = Node(value.place, name, text=name)
        entries.append(Node(value.place, {"name": named}, {"name": value.place}))
        index = len(entries) - 1
    entries[index] = put(entries[index], rest, value)
    return Node(node.place, entries)


def _index(node: Node, name: str) -> int | None:
    entries = node.value if isinstance(node.value, list) else []
    for index, entry in enumerate(entries):
        if isinstance(entry.value, dict) and "name" in entry.value and entry.value["name"].value == name:
            return index
    return None
