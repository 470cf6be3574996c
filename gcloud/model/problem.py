"""A problem of a site: where it is, what is wrong, what to write instead."""

from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Way from the top of the site to an element: `("servers", 3, "flavor")`."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file.

    Attributes:
        file: the file, as the person who named the folder would name it.
        line: from 1; 0 where the whole file is meant.
        column: in characters, from 1; 0 where the whole file is meant.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong with a site.

    Attributes:
        file: the file.
        line: from 1; 0 where the whole file is meant.
        column: from 1; 0 where the whole file is meant.
        what: what is wrong, one clause.
        instead: what to write instead, beginning with a verb; may be empty.
        path: way to the element, empty where it lies in none.
        rule: stable identifier of the rule that it breaks, such as `reference.unknown`.
    """

    file: str
    line: int
    column: int
    what: str
    instead: str = ""
    path: Path = ()
    rule: str = ""

    @classmethod
    def at(cls, position: Position, rule: str, what: str, instead: str = "", path: Path = ()) -> "Problem":
        """A problem at a position."""
        return cls(position.file, position.line, position.column, what, instead, path, rule)

    @property
    def position(self) -> Position:
        """Where it is."""
        return Position(self.file, self.line, self.column)

    def __str__(self) -> str:
        return f"{self.position}: {self.what}" + (f"; {self.instead}" if self.instead else "")
