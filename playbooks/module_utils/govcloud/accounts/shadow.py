"""/etc/shadow: passwords, and how long they last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Dict, Optional

from ..edits import Edits
from ..host import Host

PATH = "/etc/shadow"
_FIELDS = 9


@dataclass(frozen=True)
class Shadow:
    """A line of /etc/shadow.

    Attributes:
        name: The account.
        password: The stored password; empty: none is asked for.
        changed: Day of its last change, counted from 1970; 0: to be changed at the next login.
        least: Days before it may be changed again.
        most: Days that it lasts; None: for ever.
        warn: Days of warning before that.
        inactive: Days after that in which it can still be changed; None: for ever.
        expires: Day on which the account ends.
        flag: Reserved.
        line: Its line, from 1.
    """

    name: str
    password: str
    changed: Optional[int]
    least: Optional[int]
    most: Optional[int]
    warn: Optional[int]
    inactive: Optional[int]
    expires: Optional[int]
    flag: str
    line: int

    @property
    def usable(self) -> bool:
        """Whether there is a password that can be given."""
        return len(self.password) > 1 and self.password[0] not in "!*"

    @property
    def locked(self) -> bool:
        """Whether no password lets in."""
        return self.password[:1] in ("!", "*")

    def ended(self, today: int) -> bool:
        """Whether the password lasts no longer."""
        return self.changed is not None and self.most is not None and self.changed + self.most < today

    @property
    def text(self) -> str:
        """The line."""
        numbers = (self.changed, self.least, self.most, self.warn, self.inactive, self.expires)
        return ":".join(
            [self.name, self.password, *("" if n is None else str(n) for n in numbers), self.flag]
        )


def shadows(text: str) -> Dict[str, Shadow]:
    """The accounts of a shadow file, by name."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        part = line.split(":")
        if len(part) == _FIELDS:
            changed, least, most, warn, inactive, expires = map(_days, part[2:8])
            numbers = (changed, least, most, warn, inactive, expires)
            found[part[0]] = Shadow(part[0], part[1], *numbers, part[8], number)
    return found


def _days(field: str) -> Optional[int]:
    return int(field) if field.lstrip("-").isdigit() else None


def known(host: Host) -> Dict[str, Shadow]:
    """The host's accounts."""
    return shadows(host.text(PATH) or "")


def write(item: str, edits: Edits, name: str, **fields: object) -> None:
    """Change fields of an account's line; the file is never shown."""
    text = edits.text(PATH) or ""
    entry = shadows(text)[name]
    lines = text.splitlines()
    lines[entry.line - 1] = replace(entry, **fields).text  # type: ignore[arg-type]
    edits.write(item, PATH, "\n".join(lines) + "\n", secret=True)
