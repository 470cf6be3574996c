"""Shells: they end when nobody uses them, and what they make is not for everybody."""

from __future__ import annotations

import re
from typing import Dict, List, Tuple

from ..edits import Edits
from ..formats import parse, patch
from ..host import Host
from ..item import Item
from ..result import Evidence, Result, judged

OURS = "/etc/profile.d/50-govcloud.sh"
_BASH = "/etc/bash.bashrc"
_LOGIN = "/etc/login.defs"
_TIMEOUT = re.compile(r"^\s*(?:(?:declare|typeset|readonly|export)\s+(?:-\w+\s+)*)?TMOUT=(\d+)")
_UMASK = re.compile(r"^\s*umask\s+([0-7]{3,4})\b")


def read(host: Host, item: Item) -> Result:
    """Every line that sets them is as strict as asked for, and where each is needed there is one."""
    want, have, evidence = item.table("session"), {}, []
    fine = True
    if "timeout" in want:
        lines = _lines(host, _TIMEOUT)
        most = int(want["timeout"])
        fixed = any("r" in _flags(host, path, number) for path, number, _ in lines)
        fine = fine and bool(lines) and fixed and all(0 < int(value) <= most for _, _, value in lines)
        have["timeout"] = ", ".join(value for _, _, value in lines) or "not set"
        evidence += [Evidence(path, number, f"TMOUT={value}") for path, number, value in lines]
    if "umask" in want:
        lines = _lines(host, _UMASK)
        login = [
            (_LOGIN, e.line, e.value) for e in parse(host.text(_LOGIN) or "", "space") if e.key == "UMASK"
        ]
        found = [*lines, *login]
        places = {path if path in (_BASH, _LOGIN) else "profile" for path, _, _ in found}
        strict = all(_covers(value, str(want["umask"])) for _, _, value in found)
        fine = fine and strict and places == {_BASH, _LOGIN, "profile"}
        have["umask"] = ", ".join(f"{value} in {path}" for path, _, value in found) or "not set"
        evidence += [Evidence(path, number, f"umask {value}") for path, number, value in found]
    return judged(fine, dict(want), have, evidence)


def apply(item: Item, edits: Edits) -> None:
    """Our file for login shells; a line for other shells of bash; login.defs for those that PAM starts."""
    want = item.table("session")
    if "timeout" in want:
        seconds = int(want["timeout"])
        lines = [(path, value) for path, _, value in _lines(edits.host, _TIMEOUT)]
        for path in {path for path, value in lines if not 0 < int(value) <= seconds and path != OURS}:
            edits.write(item.id, path, _commented(edits.text(path) or "", _TIMEOUT))
        body = f'if [ -n "${{BASH_VERSION:-}}" ]; then\n    declare -xr TMOUT={seconds} 2>/dev/null\nfi\n'
        kept = re.sub(r"(?s)if \[ -n \"\$\{BASH_VERSION.*?\nfi\n", "", edits.text(OURS) or _head())
        edits.write(item.id, OURS, kept + body)
    if "umask" in want:
        mask = str(want["umask"])
        for path in {path for path, _, value in _lines(edits.host, _UMASK) if not _covers(value, mask)}:
            edits.write(item.id, path, _commented(edits.text(path) or "", _UMASK))
        for path, head in ((OURS, _head()), (_BASH, "")):
            text = edits.text(path) or head
            if not re.search(r"(?m)^umask ", text):
                edits.write(item.id, path, f"{text}umask {mask}\n")
        edits.write(item.id, _LOGIN, patch(edits.text(_LOGIN) or "", "space", "", {"UMASK": [mask]}))


def _head() -> str:
    return "# Written by govcloud.\n"


def _lines(host: Host, pattern: re.Pattern[str]) -> List[Tuple[str, int, str]]:
    found = []
    for path in ("/etc/profile", *host.glob("/etc/profile.d/*.sh"), _BASH):
        for number, line in enumerate(host.lines(path), 1):
            match = pattern.match(line)
            if match:
                found.append((path, number, match.group(1)))
    return found


def _flags(host: Host, path: str, number: int) -> str:
    """Flags of a declaration; ``readonly`` is one."""
    line = host.lines(path)[number - 1].strip()
    return "r" if re.match(r"readonly\b|(declare|typeset)\s+-\w*r", line) else ""


def _commented(text: str, pattern: re.Pattern[str]) -> str:
    lines: Dict[int, str] = dict(enumerate(text.splitlines()))
    return "".join(f"# govcloud: {line}\n" if pattern.match(line) else f"{line}\n" for line in lines.values())


def _covers(have: str, want: str) -> bool:
    """Whether a mask takes away every bit that another one does."""
    return int(have, 8) & int(want, 8) == int(want, 8)
