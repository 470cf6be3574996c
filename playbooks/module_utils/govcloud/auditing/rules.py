"""A rule of the audit in one form, so that the same rule is known however it is written; pure."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Dict, FrozenSet, List, Optional, Tuple

_UNSET = {"unset": "-1", "4294967295": "-1"}
_SAME = {"-A": "-a", "-C": "-F"}
_ALIASES = {"/var/run/": "/run/"}


@dataclass(frozen=True)
class Rule:
    """A rule in one form.

    Attributes:
        list: The list and what it does: ``always,exit``.
        calls: The system calls; empty: all.
        fields: Its conditions, without its key, which doesn't change what is recorded.
    """

    list: str
    calls: FrozenSet[str]
    fields: FrozenSet[str]

    @property
    def what(self) -> Tuple[str, FrozenSet[str]]:
        """What two rules must share to be about the same events but for system calls."""
        return self.list, self.fields


def parse(line: str) -> Optional[Rule]:
    """The rule of a line; None for a line that is none (a comment, ``-D``, ``-b 8192``, ``-e 2``)."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return None
    if not words or words[0] not in ("-a", "-A", "-w"):
        return None
    said: Dict[str, List[str]] = {}
    for option, value in zip(words[::2], words[1::2]):
        said.setdefault(_SAME.get(option, option), []).append(value)
    kind = ",".join(sorted(said.get("-a", ["always,exit"])[0].split(",")))
    calls = {call for value in said.get("-S", []) for call in value.split(",")} - {"all"}
    conditions = said.get("-F", [])
    fields = {_field(value) for value in conditions if not value.startswith("key=")}
    fields |= {f"perm={''.join(sorted(value))}" for value in said.get("-p", [])}
    fields |= {f"at={_place(value)}" for value in said.get("-w", [])}
    if "-w" in said and "-p" not in said:
        fields.add("perm=arwx")
    return Rule(kind, frozenset(calls), frozenset(fields))


def covers(known: List[Rule], rule: Rule) -> bool:
    """Whether rules record all that a rule would."""
    same = [entry for entry in known if entry.what == rule.what]
    if any(not entry.calls for entry in same) and same:
        return True
    calls = frozenset(call for entry in same for call in entry.calls)
    return bool(same) and bool(rule.calls) and rule.calls <= calls


def _field(text: str) -> str:
    for sign in ("!=", ">=", "<=", "&=", ">", "<", "="):
        name, found, value = text.partition(sign)
        if found:
            break
    if name in ("path", "dir"):
        name, value = "at", _place(value)
    if name == "perm":
        value = "".join(sorted(value))
    if name == "exit" and sign == "=":
        value = value.lstrip("-")
    if name == "a0":
        value = str(int(value, 0))
    if "uid" in name:
        value = _UNSET.get(value, value)
    ends = (name, value) if "uid" not in value or sign not in ("=", "!=") else tuple(sorted((name, value)))
    return f"{ends[0]}{sign}{ends[1]}"


def _place(path: str) -> str:
    for old, new in _ALIASES.items():
        if path.startswith(old):
            path = new + path[len(old) :]
    return path.rstrip("/") or "/"
