"""What a property value may be inside the engine.

A property is plain JSON-like data: None, bool, int, float, str, list, dict.
Two things have no JSON form and are values of their own: what is not known yet
(only while planning) and what must not be shown. Both are made here, without
any import of the protocol, so that providers and the display can use them
without paying for it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeAlias

Value: TypeAlias = Any
"""Any property value; a recursive type would help no caller."""

UNKNOWN_TEXT: Final = "(known after apply)"
"""How an unknown value is written for people and in JSON documents."""

SECRET_TEXT: Final = "(secret)"  # noqa: S105 - the word that hides them
"""How a secret value is written for people and in JSON documents."""


class Unknown(Enum):
    """The type of `UNKNOWN`; an enumeration so that `is` narrows types."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN
"""A value that only the real run will know; appears in previews alone."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that is encrypted at rest and never shown.

    Args:
        value: the plain value, of any kind; its representation is hidden.
    """

    value: Value = field(repr=False)


def contains_unknown(value: object) -> bool:
    """Tell whether `UNKNOWN` is the value or anywhere inside it, secrets included."""
    return any(leaf is UNKNOWN for leaf in leaves(value))


def contains_secret(value: object) -> bool:
    """Tell whether a `Secret` is the value or anywhere inside it."""
    if isinstance(value, Secret):
        return True
    if isinstance(value, Mapping):
        return any(contains_secret(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(contains_secret(item) for item in value)
    return False


def leaves(value: object) -> Iterator[object]:
    """Yield every value that is neither a list, a dict nor a secret's wrapping."""
    if isinstance(value, Secret):
        yield from leaves(value.value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def map_tree(value: Value, change: Callable[[Value], Value]) -> Value:
    """Copy a tree of lists and dicts, each other value replaced by `change(value)`.

    A `Secret` is handed to `change` whole.
    """
    if isinstance(value, Mapping):
        return {key: map_tree(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [map_tree(item, change) for item in value]
    return change(value)


def reveal(value: Value) -> Value:
    """Copy a tree with every `Secret` replaced by what it holds, at any depth."""
    return map_tree(value, lambda leaf: reveal(leaf.value) if isinstance(leaf, Secret) else leaf)


def displayed(value: Value) -> Value:
    """Copy a tree as JSON-able data fit to be shown.

    Secrets become `SECRET_TEXT` and unknown values `UNKNOWN_TEXT`; everything
    else stays.
    """

    def change(leaf: Value) -> Value:
        if isinstance(leaf, Secret):
            return SECRET_TEXT
        return UNKNOWN_TEXT if leaf is UNKNOWN else leaf

    return map_tree(value, change)
