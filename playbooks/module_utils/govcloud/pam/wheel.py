"""Who may become somebody else by su: members of one group."""

from __future__ import annotations

import re
from typing import List

from ..edits import Edits
from ..facts import groups
from ..host import Host
from ..item import Item
from ..result import Evidence, Result, judged
from .stack import Entry, entries, find

SU = "/etc/pam.d/su"
_FIRST, _LAST = 100, 999  # numbers of system groups


def read(host: Host, item: Item) -> Result:
    """The module is asked, of a group that exists, and is empty where that is wanted."""
    group, empty = str(item.table("wheel").get("group", "root")), bool(item.table("wheel").get("empty"))
    lines = _asked(host, group)
    members = next((entry.members for entry in host.groups if entry.name == group), None)
    evidence = [line.seen for line in lines] or [Evidence(SU)]
    if members is not None:
        line = next(entry.line for entry in host.groups if entry.name == group)
        evidence.append(Evidence("/etc/group", line, f"{group}: {', '.join(members) or 'empty'}"))
    fine = bool(lines) and members is not None and not (empty and members)
    want = {"su": f"members of {group}", group: "empty" if empty else "any members"}
    told = "not there" if members is None else ", ".join(members) or "empty"
    have = {"su": f"members of {group}" if lines else "anybody with a password", group: told}
    return judged(fine, want, have, evidence)


def apply(item: Item, edits: Edits) -> None:
    """Ask the module in su's stack; make the group, or empty it."""
    group, empty = str(item.table("wheel").get("group", "root")), bool(item.table("wheel").get("empty"))
    if not _asked(edits.host, group):
        edits.write(item.id, SU, _stack(edits.text(SU) or "", group))
    text, shadow = edits.text("/etc/group") or "", edits.text("/etc/gshadow")
    if not re.search(rf"(?m)^{re.escape(group)}:", text):
        edits.write(item.id, "/etc/group", f"{text}{group}:x:{_free(text)}:\n")
        if shadow is not None:
            edits.write(item.id, "/etc/gshadow", f"{shadow}{group}:!::\n", secret=True)
    elif empty:
        edits.write(item.id, "/etc/group", _emptied(text, group))
        if shadow is not None:
            edits.write(item.id, "/etc/gshadow", _emptied(shadow, group), secret=True)


def _asked(host: Host, group: str) -> List[Entry]:
    return [
        entry
        for entry in find(entries(host, SU), "auth", "pam_wheel.so", "use_uid")
        if entry.arguments.get("group") == group and " required " in f" {' '.join(entry.text.split())} "
    ]


def _stack(text: str, group: str) -> str:
    """After root's own line, before anything that asks for a password."""
    line = f"auth       required   pam_wheel.so use_uid group={group}"
    lines = [
        known for known in text.splitlines() if not re.match(r"auth\s.*pam_wheel\.so(?!.*\bdeny\b)", known)
    ]
    places = [number for number, known in enumerate(lines) if re.match(r"auth\s.*pam_rootok\.so", known)]
    lines.insert(places[0] + 1 if places else 0, line)
    return "\n".join(lines) + "\n"


def _free(text: str) -> int:
    used = {group.gid for group in groups(text)}
    return next(number for number in range(_LAST, _FIRST, -1) if number not in used)


def _emptied(text: str, group: str) -> str:
    return re.sub(rf"(?m)^({re.escape(group)}:[^:\n]*:[^:\n]*:).*$", r"\1", text)
