"""What one ``what`` of the kind ``account`` is: how it is read, and how it is brought about."""

from __future__ import annotations

from typing import Callable, List, NamedTuple, Optional, Sequence

from ..edits import Edits
from ..errors import InapplicableError
from ..host import Host
from ..item import Item
from ..result import Evidence, Result, judged

Reader = Callable[[Host, Item], Result]
Writer = Callable[[Item, Edits], None]
_SHOWN = 20


class Check(NamedTuple):
    """One ``what``.

    Attributes:
        read: Its state.
        apply: How it is brought about.
    """

    read: Reader
    apply: Writer


def none_of(wrong: Sequence[Evidence], want: str, where: Sequence[str]) -> Result:
    """``ok`` where nothing wrong was found; the first few are shown.

    Args:
        wrong: What was found.
        want: What must be so.
        where: The files that were read.
    """
    shown: List[Evidence] = list(wrong[:_SHOWN])
    why: Optional[str] = f"{len(wrong)} found, the first {_SHOWN} shown" if len(wrong) > _SHOWN else None
    have = ", ".join(entry.value for entry in shown) if wrong else want
    return judged(not wrong, want, have, shown or [Evidence(path) for path in where], why)


def by_a_person(reason: str) -> Writer:
    """Nothing that a run could do right."""

    def refuse(item: Item, edits: Edits) -> None:  # noqa: ARG001 (a Writer)
        raise InapplicableError(reason)

    return refuse
