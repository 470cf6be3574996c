"""Kind ``sudo``: its settings, and rights that ask for no password.

Fields: ``defaults`` (setting: value; true and false for flags), ``nopasswd`` (``forbid``, ``report``),
``authenticate`` (true: of all), ``allow`` (users and ``%groups`` excepted beside the operator),
``remove`` (true: take tags out), ``operator`` (else who this run is).
"""

from __future__ import annotations

import os
import re
import tempfile
from typing import Dict, List, Sequence, Set

from ..edits import Edits
from ..errors import BadItemError, InapplicableError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, judged
from ..sudoers.files import OURS, Line, Setting, read_lines, rules, settings, together

_LESS = frozenset(
    {"timestamp_timeout", "passwd_tries", "passwd_timeout"}
)  # less is stricter, below 0 is never
_FREE = re.compile(r"\bNOPASSWD\s*:\s*")


class Sudo(Kind):
    """sudo's rules."""

    name = "sudo"

    def read(self, host: Host, items: Sequence[Item]) -> List[Result]:
        """All items against one reading of the files."""
        if host.program("sudo") is None:
            return [absent("sudo is not installed", item.absent_is, "na") for item in items]
        lines = read_lines(host)
        return [self._read(host, item, lines) for item in items]

    def _read(self, host: Host, item: Item, lines: List[Line]) -> Result:
        want = {name: _text(value) for name, value in item.table("defaults").items()}
        set_now = settings(lines)
        last = {entry.name: entry for entry in set_now if not entry.scope}
        scoped = [
            entry
            for entry in set_now
            if entry.scope and entry.name in want and not _fits(entry, want[entry.name])
        ]
        have = {name: last[name].value if name in last else "not set" for name in want}
        fine = all(name in last and _fits(last[name], value) for name, value in want.items()) and not scoped
        evidence = [_seen(entry.line) for name, entry in last.items() if name in want]
        evidence += [_seen(entry.line) for entry in scoped]
        whys = [f"{e.line.file}:{e.line.first} frees {e.scope[1:]} of {e.name}" for e in scoped]
        free = self._free(host, item, lines)
        evidence += [_seen(line) for line in free]
        whys += [f"{line.file}:{line.first} asks for no password" for line in free]
        if "nopasswd" in item.fields or "authenticate" in item.fields:
            want["without a password"] = "nobody"
            have["without a password"] = f"{len(free)} lines" if free else "nobody"
        fine = fine and (not free or item.optional("nopasswd") == "report")
        return judged(fine, want, have, evidence, "; ".join(whys) or None)

    def _free(self, host: Host, item: Item, lines: List[Line]) -> List[Line]:
        """The lines that free somebody of the password who isn't excepted."""
        found: List[Line] = []
        if "nopasswd" in item.fields:
            if item.text("nopasswd") not in ("forbid", "report"):
                raise BadItemError(f"item {item.id}: nopasswd is forbid or report")
            found += [line for line in rules(lines) if _FREE.search(line.text)]
        if item.flag("authenticate"):
            found += [
                entry.line
                for entry in settings(lines)
                if entry.name == "authenticate" and entry.value == "false"
            ]
        excepted = _excepted(host, item)
        return [line for line in found if not _whose(line) <= excepted]

    def apply(self, item: Item, edits: Edits) -> None:
        """Write our file, read last; take tags out where that is asked for; have all of it checked first."""
        host, lines = edits.host, read_lines(edits.host)
        new = self._new_texts(item, edits, lines)
        stuck = [line for line in self._free(host, item, lines) if not item.flag("remove")]
        if not new:
            where = ", ".join(f"{line.file}:{line.first}" for line in stuck)
            raise InapplicableError(f"rights without a password are only reported: {where}")
        _check(host, {**{name: edit.after or "" for name, edit in edits.files.items()}, **new})
        for path, text in new.items():
            edits.write(item.id, path, text, mode=0o440)
        edits.verify(["visudo", "-c"])
        for operator in host.operators(item.optional("operator")):
            if operator != "root":
                edits.verify(["sudo", "-U", operator, "-l", "/bin/sh"])

    def _new_texts(self, item: Item, edits: Edits, lines: List[Line]) -> Dict[str, str]:
        new: Dict[str, str] = {}
        last = {entry.name: entry for entry in settings(lines) if not entry.scope}
        wrong = {
            name: _text(value)
            for name, value in item.table("defaults").items()
            if name not in last or not _fits(last[name], _text(value))
        }
        if wrong:
            head = "# Written by govcloud. Read after any other file, and the last value counts."
            old = [line for line in (edits.text(OURS) or head).splitlines() if not _sets(line, list(wrong))]
            body = [f"Defaults {_said(name, value)}" for name, value in sorted(wrong.items())]
            new[OURS] = "\n".join([*old, *body]) + "\n"
        if item.flag("remove"):
            for line in self._free(edits.host, item, lines):
                text = new.get(line.file) or edits.text(line.file) or ""
                new[line.file] = _without_tag(text, line)
        return new


def _check(host: Host, texts: Dict[str, str]) -> None:
    """Have visudo accept all rules together, before any file is in its place.

    Raises:
        InapplicableError: It doesn't.
    """
    whole, _ = together(host, texts)
    handle, name = tempfile.mkstemp(prefix="govcloud-sudoers-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(whole)
        os.chmod(name, 0o440)
        ran = host.run(["visudo", "-c", "-q", "-f", name])
    finally:
        os.unlink(name)
    if ran.code:
        raise InapplicableError(f"visudo does not accept the rules as they would be: {ran.said}")


def _fits(entry: Setting, want: str) -> bool:
    if entry.name in _LESS:
        try:
            return 0 <= float(entry.value) <= float(want)
        except ValueError:
            return False
    return entry.value == want


def _excepted(host: Host, item: Item) -> Set[str]:
    names = set(item.texts("allow"))
    for operator in host.operators(item.optional("operator")):
        names |= {operator, *(f"%{group}" for group in host.groups_of(operator))}
    return names


def _whose(line: Line) -> Set[str]:
    """Whom a line is for; ``Defaults:NAME`` counts as well."""
    match = re.match(r"Defaults[:>](\S+)", line.text)
    users = match.group(1) if match else re.split(r"\s+\S+\s*=", line.text, maxsplit=1)[0]
    return {name.strip() for name in users.split(",")}


def _without_tag(text: str, line: Line) -> str:
    lines = text.splitlines()
    for number in range(line.first - 1, line.last):
        lines[number] = _FREE.sub("", lines[number])
        if re.match(r"\s*Defaults", lines[number]):
            lines[number] = (
                f"# govcloud: {lines[number]}" if "!authenticate" in lines[number] else lines[number]
            )
    return "\n".join(lines) + "\n"


def _sets(line: str, names: List[str]) -> bool:
    match = re.match(r"Defaults\s+!?([a-z_]+)", line)
    return match is not None and match.group(1) in names


def _said(name: str, value: str) -> str:
    flag: Dict[str, str] = {"true": name, "false": f"!{name}"}
    quoted = f'"{value}"' if re.search(r"[\s,]", value) else value
    return flag.get(value, f"{name}={quoted}")


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _seen(line: Line) -> Evidence:
    return Evidence(line.file, line.first, line.text)
