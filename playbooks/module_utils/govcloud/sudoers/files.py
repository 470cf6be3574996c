"""The files of sudo's rules in the order in which sudo reads them, continued lines put together."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Dict, List, Tuple

from ..host import Host

MAIN = "/etc/sudoers"
FOLDER = "/etc/sudoers.d"
OURS = f"{FOLDER}/zz-govcloud"  # read last, and the last value counts
_DEEPEST = 8
_INCLUDE = re.compile(r"\s*[@#](include|includedir)\s+(\S+)")


@dataclass(frozen=True)
class Line:
    """A line that says something.

    Attributes:
        file: Where it stands.
        first: Its first line, from 1.
        last: Its last line, where it is continued.
        text: What it says, in one.
    """

    file: str
    first: int
    last: int
    text: str


@dataclass(frozen=True)
class Setting:
    """One setting of a ``Defaults`` line.

    Attributes:
        line: The line.
        scope: For whom: empty for everybody, else ``:user``, ``@host``, ``>runas`` or ``!command``.
        name: The setting.
        value: Its value; ``true`` or ``false`` for a flag.
    """

    line: Line
    scope: str
    name: str
    value: str


def read_lines(host: Host) -> List[Line]:
    """Every line that says something, in sudo's order."""
    found: List[Line] = []
    _read(host, MAIN, 0, found)
    return found


def settings(lines: List[Line]) -> List[Setting]:
    """What the ``Defaults`` lines set, one after the other."""
    found = []
    for line in lines:
        match = re.match(r"Defaults([:@>!]\S+)?\s+(.*)", line.text)
        if match:
            entries = re.findall(r'(?:[^,"]|"[^"]*")+', match.group(2))
            found += [Setting(line, match.group(1) or "", *_pair(entry)) for entry in entries]
    return found


def rules(lines: List[Line]) -> List[Line]:
    """The lines that give somebody a right."""
    return [line for line in lines if "=" in line.text and not re.match(r"(Defaults|\w+_Alias)\b", line.text)]


def together(host: Host, texts: Dict[str, str]) -> Tuple[str, Dict[str, str]]:
    """All rules as one text without includes, as they will be.

    Args:
        host: The host.
        texts: The new text of some files.

    Returns:
        The text, and the text of every file read, by its path.
    """
    read: Dict[str, str] = {}
    return _one(host, MAIN, texts, read), read


def _one(host: Host, name: str, texts: Dict[str, str], read: Dict[str, str]) -> str:
    if name in read or len(read) > 500:  # noqa: PLR2004 (an include of itself)
        return ""
    read[name] = texts[name] if name in texts else host.text(name) or ""
    parts = []
    for line in read[name].splitlines():
        match = _INCLUDE.match(line)
        if match is None:
            parts.append(line)
            continue
        paths = _included(host, match.group(1), match.group(2), list(texts))
        parts += [_one(host, path, texts, read) for path in paths]
    return "\n".join(parts) + "\n"


def _read(host: Host, name: str, depth: int, found: List[Line]) -> None:
    lines = host.lines(name)
    number = 0
    while number < len(lines):
        first, text = number + 1, lines[number]
        while text.endswith("\\") and number + 1 < len(lines):
            number += 1
            text = text[:-1] + " " + lines[number].strip()
        number += 1
        match = _INCLUDE.match(text)
        if match:
            if depth < _DEEPEST:
                for path in _included(host, match.group(1), match.group(2), []):
                    _read(host, path, depth + 1, found)
            continue
        plain = re.sub(r"(^|\s)#(?!\d).*$", "", text).strip()  # "#1000" is a user's number
        if plain:
            found.append(Line(name, first, number, plain))


def _included(host: Host, what: str, name: str, new: List[str]) -> List[str]:
    path = name.strip('"').replace("%h", "")
    path = path if path.startswith("/") else os.path.join(os.path.dirname(MAIN), path)
    if what == "include":
        return [path]
    inside = {*host.glob(f"{path}/*"), *(entry for entry in new if os.path.dirname(entry) == path)}
    return sorted(entry for entry in inside if not _passed_over(os.path.basename(entry)))


def _passed_over(name: str) -> bool:
    """Of a folder, sudo reads no file whose name has a dot or ends in ``~``."""
    return "." in name or name.endswith("~")


def _pair(entry: str) -> Tuple[str, str]:
    name, equals, value = entry.strip().partition("=")
    if equals:
        return name.rstrip("+- "), value.strip().strip('"')
    return name.lstrip("!").strip(), "false" if name.startswith("!") else "true"
