"""What was read from a file: plain values that remember where they stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from gcloud.model.problem import Path, Position

Place = tuple[str, int, int]
"""File, line and column: a position before anybody asks for it; there are as many as there are values."""

Scalar = str | int | float | bool | None

NO_KEYS: Final[Mapping[str, Place]] = MappingProxyType({})
"""What most nodes have: a dictionary of its own for each scalar would be half of what a site takes."""


@dataclass(slots=True)
class Node:
    """A value of a file with its place.

    Attributes:
        place: where the value begins.
        value: a scalar, a list of nodes, or a mapping from key to node.
        keys: where each key of a mapping stands.
        text: how a scalar is written, without quotes.
        size: how many nodes there are here and below, repeated ones counted each time.
    """

    place: Place
    value: "Scalar | list[Node] | dict[str, Node]" = None
    keys: Mapping[str, Place] = field(default_factory=lambda: NO_KEYS)
    text: str = ""
    size: int = 1

    @property
    def position(self) -> Position:
        """Where the value begins."""
        return Position(*self.place)

    def plain(self) -> Any:  # noqa: ANN401 - a file holds anything
        """The value alone: scalars, lists and dictionaries."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value

    def find(self, path: Path) -> "tuple[Node, Path]":
        """The node nearest to a path, and what of the path is left beyond it."""
        node = self
        for depth, step in enumerate(path):
            child: Node | None = None
            if isinstance(node.value, dict) and isinstance(step, str):
                child = node.value.get(step)
            elif isinstance(node.value, list) and isinstance(step, int) and 0 <= step < len(node.value):
                child = node.value[step]
            if child is None:
                return node, path[depth:]
            node = child
        return node, ()
