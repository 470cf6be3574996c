"""Names and numbers of accounts and groups: each once, and those that are referred to exist."""

from __future__ import annotations

from collections import Counter
from typing import Dict, List, Sequence

from ..facts import Group, User
from ..host import Host
from ..item import Item
from ..result import Evidence, Result
from .check import Check, by_a_person, none_of

_PASSWD, _GROUP = "/etc/passwd", "/etc/group"
_PERSON = "which of them is right only the host's owner knows; files would change hands"


def _zero(host: Host, item: Item) -> Result:
    wrong = [
        Evidence(_PASSWD, user.line, f"{user.name} has uid 0")
        for user in host.users
        if user.uid == 0 and user.name not in ("root", *item.texts("allow"))
    ]
    return none_of(wrong, "only root has uid 0", [_PASSWD])


def _group_zero(host: Host, item: Item) -> Result:
    allowed = ("root", "sync", "shutdown", "halt", "operator", *item.texts("allow"))
    wrong = [
        Evidence(_PASSWD, user.line, f"{user.name} has gid 0")
        for user in host.users
        if user.gid == 0 and user.name not in allowed
    ]
    wrong += [
        Evidence(_GROUP, group.line, f"group {group.name} has gid 0")
        for group in host.groups
        if group.gid == 0 and group.name != "root"
    ]
    return none_of(wrong, "only root has gid 0", [_PASSWD, _GROUP])


def _duplicate(path: str, what: str) -> Check:
    def read(host: Host, item: Item) -> Result:  # noqa: ARG001 (a Reader)
        entries: Sequence[User | Group] = host.users if path == _PASSWD else host.groups
        values: List[str] = [str(getattr(entry, what)) for entry in entries]
        count: Dict[str, int] = Counter(values)
        wrong = [
            Evidence(path, entry.line, f"{entry.name} has {what} {value}, as another")
            for entry, value in zip(entries, values)
            if count[value] > 1
        ]
        return none_of(wrong, f"every {what} once", [path])

    return Check(read, by_a_person(_PERSON))


def _missing_group(host: Host, item: Item) -> Result:  # noqa: ARG001 (a Reader)
    known = {group.gid for group in host.groups}
    wrong = [
        Evidence(_PASSWD, user.line, f"{user.name} is in group {user.gid}, which is not there")
        for user in host.users
        if user.gid not in known
    ]
    return none_of(wrong, "every group exists", [_PASSWD, _GROUP])


def _legacy(host: Host, item: Item) -> Result:  # noqa: ARG001 (a Reader)
    wrong = [
        Evidence(path, number, line)
        for path in (_PASSWD, _GROUP, "/etc/shadow")
        for number, line in enumerate(host.lines(path), 1)
        if line.startswith("+")
    ]
    return none_of(wrong, "no line of NIS", [_PASSWD, _GROUP, "/etc/shadow"])


CHECKS = {
    "uid-zero": Check(_zero, by_a_person("another number is for the account's owner to choose")),
    "gid-zero": Check(_group_zero, by_a_person("another group is for the account's owner to choose")),
    "duplicate-name": _duplicate(_PASSWD, "name"),
    "duplicate-uid": _duplicate(_PASSWD, "uid"),
    "duplicate-gid": _duplicate(_GROUP, "gid"),
    "duplicate-group": _duplicate(_GROUP, "name"),
    "missing-group": Check(_missing_group, by_a_person(_PERSON)),
    "legacy-entries": Check(_legacy, by_a_person("whether NIS is in use only the host's owner knows")),
}
"""Those of this file, by name."""
