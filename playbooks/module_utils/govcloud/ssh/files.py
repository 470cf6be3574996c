"""The configuration of sshd as its files say it, in the order in which sshd reads them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import List, Optional, Tuple

from ..host import Host

MAIN = "/etc/ssh/sshd_config"
FOLDER = "/etc/ssh/sshd_config.d"
OURS = f"{FOLDER}/00-govcloud.conf"
_DEEPEST = 16  # sshd's own limit of includes within includes
_LINE = re.compile(r"\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.+?)\s*$")


@dataclass(frozen=True)
class Line:
    """A line that sets an option.

    Attributes:
        file: Where it stands.
        number: Its line, from 1.
        keyword: The option, in lower case.
        value: Its value, without quotes and comments.
        match: The condition of the ``Match`` block that it stands in; None outside of any.
    """

    file: str
    number: int
    keyword: str
    value: str
    match: Optional[str]


def read_lines(host: Host) -> List[Line]:
    """Every line that sets an option, included files in their places; for most options the first one wins."""
    found: List[Line] = []
    _read(host, MAIN, None, 0, found)
    return found


def parse(text: str) -> List[Tuple[int, str, str]]:
    """Number, keyword (as written) and value of the lines of one file that say something."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line)
        if match and not line.lstrip().startswith("#"):
            found.append((number, match.group(1), _plain(match.group(2))))
    return found


def included(text: str) -> bool:
    """Whether the first thing that sshd_config says is to read the folder of drop-ins."""
    first = next(iter(parse(text)), None)
    return first is not None and first[1].lower() == "include" and _covers(first[2])


def include_first(text: str) -> str:
    """The text of sshd_config with the folder of drop-ins read before anything else, and only there."""
    lines = text.splitlines()
    for number, keyword, value in parse(text):
        if keyword.lower() == "include" and _covers(value):
            lines[number - 1] = f"# govcloud: now the first line: {lines[number - 1]}"
    return "\n".join([f"Include {FOLDER}/*.conf", *lines]) + "\n"


def _covers(value: str) -> bool:
    return f"{FOLDER}/*.conf" in [_absolute(pattern) for pattern in value.split()]


def _read(host: Host, name: str, match: Optional[str], depth: int, found: List[Line]) -> None:
    for number, keyword, value in parse(host.text(name) or ""):
        low = keyword.lower()
        if low == "match":
            match = " ".join(value.split())
        elif low == "include" and depth < _DEEPEST:
            for pattern in value.split():
                for path in host.glob(_absolute(pattern)):
                    _read(host, path, match, depth + 1, found)
        else:
            found.append(Line(name, number, low, value, match))


def _absolute(pattern: str) -> str:
    return pattern if pattern.startswith("/") else os.path.join("/etc/ssh", pattern)


def _plain(value: str) -> str:
    """Without a comment at the end, and without quotes around words."""
    text = re.sub(r"\s+#.*$", "", value)
    return re.sub(r'"([^"]*)"', r"\1", text)
