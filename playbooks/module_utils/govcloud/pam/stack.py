"""The lines of PAM's stacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, List, Optional

from ..edits import Edits
from ..host import Host
from ..result import Evidence

COMMON = ("auth", "account", "password", "session", "session-noninteractive")
"""The stacks that pam-auth-update makes: /etc/pam.d/common-NAME."""

_LINE = re.compile(r"-?(auth|account|password|session)\s+(\[[^\]]*\]|\S+)\s+(\S+\.so)\s*(.*)$")


@dataclass(frozen=True)
class Entry:
    """A line of a stack.

    Attributes:
        file: Where it stands.
        line: Its line, from 1.
        type: ``auth``, ``account``, ``password`` or ``session``.
        module: The module: ``pam_unix.so``.
        arguments: Its arguments by name; empty for those without a value.
        text: The whole line.
    """

    file: str
    line: int
    type: str
    module: str
    arguments: Dict[str, str]
    text: str

    @property
    def seen(self) -> Evidence:
        """Where it was seen."""
        return Evidence(self.file, self.line, " ".join(self.text.split()))


def common(source: Host | Edits) -> List[Entry]:
    """The lines of the common stacks, in their order: as they are, or as they will be."""
    return [entry for name in COMMON for entry in entries(source, f"/etc/pam.d/common-{name}")]


def entries(source: Host | Edits, path: str) -> List[Entry]:
    """The lines of one file that name a module."""
    found = []
    for number, line in enumerate((source.text(path) or "").splitlines(), 1):
        match = _LINE.match(line)
        if match:
            pairs = (word.partition("=") for word in match.group(4).split())
            arguments = {name: value for name, _, value in pairs}
            found.append(Entry(path, number, match.group(1), match.group(3), arguments, line))
    return found


def find(stack: List[Entry], kind: str, module: str, argument: Optional[str] = None) -> List[Entry]:
    """The lines of a type for a module, and with an argument."""
    return [
        entry
        for entry in stack
        if entry.type == kind and entry.module == module and (argument is None or argument in entry.arguments)
    ]
