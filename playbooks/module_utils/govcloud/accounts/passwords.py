"""Stored passwords: there is one, it is stored well, it was not changed in the future."""

from __future__ import annotations

import re
import time

from ..edits import Edits
from ..errors import BadItemError, InapplicableError
from ..host import Host
from ..item import Item
from ..result import Evidence, Result, judged
from .check import Check, by_a_person, none_of
from .people import others_may_rule
from .shadow import PATH, known, write

_STRENGTH = {
    "1": 0,
    "md5": 0,
    "5": 1,
    "sha256": 1,
    "6": 2,
    "sha512": 2,
    "gy": 3,
    "7": 3,
    "y": 3,
    "yescrypt": 3,
}
_DAY = 86400


def today() -> int:
    """The day, counted from 1970, as /etc/shadow counts."""
    return int(time.time()) // _DAY


def _empty(host: Host, item: Item) -> Result:  # noqa: ARG001 (a Reader)
    wrong = [
        Evidence(PATH, entry.line, f"{entry.name} has no password")
        for entry in known(host).values()
        if entry.password == ""
    ]
    return none_of(wrong, "a password for every account", [PATH])


def _lock_empty(item: Item, edits: Edits) -> None:
    names = [entry.name for entry in known(edits.host).values() if entry.password == ""]
    mine = edits.host.operators(item.optional("operator"))
    others = [name for name in names if name not in mine]
    for name in others:
        write(item.id, edits, name, password="!")  # noqa: S106 (no password: it locks)
    if not others:
        raise InapplicableError(
            f"{', '.join(names)} has no password and is the operator: set one with passwd"
        )


def _shadowed(host: Host, item: Item) -> Result:  # noqa: ARG001 (a Reader)
    wrong = [
        Evidence("/etc/passwd", number, f"{line.split(':')[0]} has a password here")
        for number, line in enumerate(host.lines("/etc/passwd"), 1)
        if line.count(":") == 6 and line.split(":")[1] != "x"  # noqa: PLR2004 (fields of passwd)
    ]
    return none_of(wrong, "passwords in /etc/shadow", ["/etc/passwd"])


def _hashes(host: Host, item: Item) -> Result:
    weakest = str(item.table("values").get("weakest", "yescrypt"))
    if weakest not in _STRENGTH:
        raise BadItemError(f"item {item.id}: weakest is md5, sha256, sha512 or yescrypt")
    wrong = []
    for entry in known(host).values():
        if entry.usable:
            match = re.match(r"\$(\w+)\$", entry.password)
            if match is None or _STRENGTH.get(match.group(1), 0) < _STRENGTH[weakest]:
                wrong.append(Evidence(PATH, entry.line, f"{entry.name}: stored otherwise"))
    return none_of(wrong, f"stored by {weakest} or better", [PATH])


def _future(host: Host, item: Item) -> Result:  # noqa: ARG001 (a Reader)
    wrong = [
        Evidence(PATH, entry.line, f"{entry.name} changed it on a day to come")
        for entry in known(host).values()
        if entry.changed is not None and entry.changed > today()
    ]
    return none_of(wrong, "changed in the past", [PATH])


def _root(host: Host, item: Item) -> Result:
    locked = item.table("values").get("locked", True) in (True, "true", "yes")
    entry = known(host).get("root")
    if entry is None:
        return judged(False, "root in /etc/shadow", "not there", [Evidence(PATH)])
    have = "locked" if entry.locked else "a password" if entry.usable else "none"
    want = "locked" if locked else "locked, or a password"
    fine = entry.locked if locked else entry.locked or entry.usable
    return judged(fine, want, have, [Evidence(PATH, entry.line, f"root: {have}")])


def _lock_root(item: Item, edits: Edits) -> None:
    if not others_may_rule(edits.host, item):
        raise InapplicableError(
            "nobody else could become root: give an administrator the right of sudo first"
        )
    entry = known(edits.host)["root"]
    write(item.id, edits, "root", password=f"!{entry.password}")


CHECKS = {
    "empty-password": Check(_empty, _lock_empty),
    "shadowed": Check(_shadowed, by_a_person("pwconv moves them: run it when nobody changes a password")),
    "password-hash": Check(_hashes, by_a_person("only a new password is stored otherwise: passwd")),
    "future-change": Check(_future, by_a_person("set the clock right, or the day by chage -d")),
    "root-password": Check(_root, _lock_root),
}
"""Those of this file, by name."""
