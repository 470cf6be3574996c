"""Configuration files of ``KEY VALUE`` lines: read what is set, set values, leave every other line alone.

Formats: ``equals`` (``deny = 5``, a lone key is a flag), ``space`` (``UMASK 027``), ``colon``
(``key: value``), ``ini`` (``key=value`` below ``[Section]``). Pure: text in, text out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from .errors import InapplicableError

FORMATS = ("equals", "space", "ini", "colon")
_SECTION = re.compile(r"\s*\[(.+)\]\s*$")
_LINE = {
    "equals": re.compile(r"\s*([^\s=#;][^=#]*?)\s*(?:=\s*(.*?))?\s*$"),
    "ini": re.compile(r"\s*([^\s=#;\[][^=]*?)\s*=\s*(.*?)\s*$"),
    "space": re.compile(r"\s*([^\s#]+)(?:\s+(.*?))?\s*$"),
    "colon": re.compile(r"\s*([^\s:#][^:#]*?)\s*:\s*(.*?)\s*$"),
}


@dataclass(frozen=True)
class Assignment:
    """A line that sets something.

    Attributes:
        key: What it sets.
        value: To what; empty for a flag.
        line: Its number, from 1.
        section: The section that it stands in; empty outside of any.
    """

    key: str
    value: str
    line: int
    section: str = ""


def parse(text: str, form: str) -> List[Assignment]:
    """Every line that sets something; comments set nothing."""
    found, section = [], ""
    for number, line in enumerate(text.splitlines(), 1):
        head = _SECTION.match(line) if form == "ini" else None
        if head:
            section = head.group(1)
            continue
        match = _LINE[form].match(line)
        if match:
            found.append(Assignment(match.group(1), match.group(2) or "", number, section))
    return found


def patch(text: str, form: str, section: str, values: Mapping[str, Optional[Sequence[str]]]) -> str:
    """The text with keys set.

    The first line that sets a key is changed where it stands, its others go; a new key is added at the end,
    or at the end of its section.

    Args:
        text: The file's text.
        form: Its format.
        section: The section (``ini`` only).
        values: The values of a key, a line each; None takes every line of the key away.

    Raises:
        InapplicableError: A value has a line break.
    """
    if any("\n" in value for entry in values.values() for value in entry or ()):
        raise InapplicableError("a value has a line break")
    lines = text.splitlines()
    spaced = _spaced(text, form)
    new: Dict[int, List[str]] = {}
    placed = set()
    for assignment in parse(text, form):
        if assignment.section == section and assignment.key in values:
            wanted = values[assignment.key] or ()
            first = assignment.key not in placed
            new[assignment.line] = (
                [_written(assignment.key, value, form, spaced) for value in wanted] if first else []
            )
            placed.add(assignment.key)
    added = [
        _written(key, value, form, spaced)
        for key, entry in values.items()
        if key not in placed
        for value in entry or ()
    ]
    result: List[str] = []
    for number, line in enumerate(lines, 1):
        result.extend(new.get(number, [line]))
    return "\n".join(_added(result, form, section, added)) + "\n"


def silence(text: str, form: str, section: str, keys: Sequence[str], because: str) -> str:
    """The text with the lines that set these keys turned into comments."""
    gone = {entry.line for entry in parse(text, form) if entry.section == section and entry.key in keys}
    if not gone:
        return text
    lines = [
        f"# {because}: {line}" if number in gone else line for number, line in enumerate(text.splitlines(), 1)
    ]
    return "\n".join(lines) + "\n"


def _written(key: str, value: str, form: str, spaced: bool) -> str:
    if form == "space":
        return f"{key} {value}".rstrip()
    if form == "colon":
        return f"{key}: {value}".rstrip()
    if form == "equals" and value == "":
        return key
    return f"{key} = {value}" if spaced else f"{key}={value}"


def _spaced(text: str, form: str) -> bool:
    """Whether the file puts spaces around ``=`` (auditd demands them, /etc/default forbids them)."""
    return form == "equals" and bool(re.search(r"^[#\s]*\w+ = ", text, re.MULTILINE))


def _added(lines: List[str], form: str, section: str, added: List[str]) -> List[str]:
    if not added:
        return lines
    if form != "ini" or not section:
        return [*lines, *added]
    start, end = _extent(lines, section)
    if start is None:
        return [*lines, *([""] if lines else []), f"[{section}]", *added]
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return [*lines[:end], *added, *lines[end:]]


def _extent(lines: List[str], section: str) -> Tuple[Optional[int], int]:
    """The section's first line and the one after its last; its last occurrence counts."""
    start, end = None, len(lines)
    for number, line in enumerate(lines):
        head = _SECTION.match(line)
        if head and head.group(1) == section:
            start, end = number, len(lines)
        elif head and start is not None and end == len(lines):
            end = number
    return start, end
