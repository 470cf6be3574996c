"""Limits of a login: pam_limits."""

from __future__ import annotations

from typing import Dict, List, Tuple

from ..edits import Edits
from ..errors import BadItemError
from ..host import Host
from ..item import Item
from ..result import Evidence, Result, judged

OURS = "/etc/security/limits.d/zz-govcloud.conf"
_MAIN = "/etc/security/limits.conf"
_FIELDS = 4  # whom, hard or soft, what, how much


def read(host: Host, item: Item) -> Result:
    """The last line of each limit counts; less is stricter."""
    want = _wanted(item)
    found = _found(host)
    have = {name: found[name].value.split()[-1] if name in found else "not set" for name in want}
    fine = all(name in found and _fits(have[name], limit) for name, limit in want.items())
    return judged(fine, want, have, [found[name] for name in want if name in found])


def apply(item: Item, edits: Edits) -> None:
    """Set them in our file, read last."""
    found = _found(edits.host)
    wrong = {
        name: limit
        for name, limit in _wanted(item).items()
        if name not in found or not _fits(found[name].value.split()[-1], limit)
    }
    lines = [
        line
        for line in (
            edits.text(OURS) or "# Written by govcloud. Read last, and the last line counts.\n"
        ).splitlines()
        if " ".join(line.split()[:-1]) not in wrong
    ]
    edits.write(
        item.id, OURS, "\n".join([*lines, *(f"{name} {limit}" for name, limit in wrong.items())]) + "\n"
    )


def _wanted(item: Item) -> Dict[str, str]:
    wanted = {" ".join(name.split()): str(limit) for name, limit in item.table("limits").items()}
    if any(len(name.split()) != _FIELDS - 1 for name in wanted):
        raise BadItemError(f"item {item.id}: a limit is for whom, hard or soft, and of what: '* hard core'")
    return wanted


def _found(host: Host) -> Dict[str, Evidence]:
    found: Dict[str, Evidence] = {}
    files: List[str] = [_MAIN, *host.glob("/etc/security/limits.d/*.conf")]
    for path in files:
        for number, line in enumerate(host.lines(path), 1):
            part: Tuple[str, ...] = tuple(line.partition("#")[0].split())
            if len(part) == _FIELDS:
                kinds = ("hard", "soft") if part[1] == "-" else (part[1],)
                for kind in kinds:
                    found[f"{part[0]} {kind} {part[2]}"] = Evidence(path, number, " ".join(part))
    return found


def _fits(have: str, want: str) -> bool:
    if have.isdigit() and want.isdigit():
        return int(have) <= int(want)
    return have == want
