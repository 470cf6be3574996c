"""Kind ``pam``: who is let in and how, by modules of PAM and what they read.

An item has one of: ``faillock``, ``quality``, ``history``, ``unix``, ``wheel``, ``code``, ``session``,
``limits``;
each is a table of figures. Stacks are made by pam-auth-update.
"""

from __future__ import annotations

from typing import Callable, Mapping, NamedTuple

from ..edits import Edits
from ..errors import BadItemError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..pam import codes, limits, locking, passwords, shells, wheel
from ..result import Result


class Part(NamedTuple):
    """How one field is read and brought about."""

    read: Callable[[Host, Item], Result]
    apply: Callable[[Item, Edits], None]


PARTS: Mapping[str, Part] = {
    "faillock": Part(locking.read, locking.apply),
    "quality": Part(passwords.read_quality, passwords.apply_quality),
    "history": Part(passwords.read_history, passwords.apply_history),
    "unix": Part(passwords.read_unix, passwords.apply_unix),
    "wheel": Part(wheel.read, wheel.apply),
    "code": Part(codes.read, codes.apply),
    "session": Part(shells.read, shells.apply),
    "limits": Part(limits.read, limits.apply),
}
"""The fields, each in a file of its own."""


class Pam(Kind):
    """Who is let in and how."""

    name = "pam"

    def read_one(self, host: Host, item: Item) -> Result:
        """What the field asks for."""
        return _part(item).read(host, item)

    def apply(self, item: Item, edits: Edits) -> None:
        """Bring the field about."""
        _part(item).apply(item, edits)


def _part(item: Item) -> Part:
    named = [name for name in PARTS if name in item.fields]
    if len(named) != 1:
        raise BadItemError(f"item {item.id}: it needs one of {', '.join(PARTS)}")
    return PARTS[named[0]]
