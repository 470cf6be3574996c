"""Where each element of a site stands in its files."""

from dataclasses import dataclass

from gcloud.model.node import Node
from gcloud.model.problem import Path, Position, Problem


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions of the elements of a site, by their way from the top."""

    top: Node

    def at(self, path: Path) -> Position:
        """Where a value begins; of one that isn't written, where what should hold it begins."""
        return self.top.find(path)[0].position

    def key(self, path: Path) -> Position:
        """Where the key of a value stands; of a list's item, where the item begins."""
        holder, rest = self.top.find(path[:-1])
        if rest or not path or not isinstance(path[-1], str):
            return self.at(path)
        return Position(*holder.keys.get(path[-1], holder.place))

    def text(self, path: Path) -> str:
        """How a scalar is written, without quotes; empty where there is none."""
        node, rest = self.top.find(path)
        return "" if rest else node.text

    def problem(self, path: Path, rule: str, what: str, instead: str = "") -> Problem:
        """A problem of the value at a path."""
        return Problem.at(self.at(path), rule, what, instead, path)
