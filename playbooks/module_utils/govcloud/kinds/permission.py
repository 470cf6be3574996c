"""Kind ``permission``: files have at most these rights, and these owners.

Fields: ``paths`` (files or globs), ``mode`` (at most these bits), ``owner``, ``group`` (one of these),
``type`` (``any``, ``file``, ``directory``). Links are left alone: their targets have the rights.
"""

from __future__ import annotations

import os
import stat
from typing import Dict, List, Optional, Sequence, Tuple

from ..edits import Edits, Permit
from ..errors import InapplicableError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, judged

State = Dict[str, os.stat_result]
_SHOWN = 20


class Permission(Kind):
    """Rights and owners of files."""

    name = "permission"

    def read_one(self, host: Host, item: Item) -> Result:
        """The files of which mode or owner is too much."""
        want = {
            "mode": item.optional("mode"),
            "owner": item.optional("owner"),
            "group": item.texts("group") or None,
        }
        want = {key: value for key, value in want.items() if value is not None}
        found = _found(host, item)
        if not found:
            return absent(f"there is no {', '.join(item.texts('paths'))}", item.absent_is, "na", want)
        wrong = {name: state for name, state in found.items() if _too_much(host, item, state)}
        shown = list((wrong or found).items())[:_SHOWN]
        evidence = [Evidence(name, None, words(host, state)) for name, state in shown]
        have = (
            {name: words(host, state) for name, state in shown} if wrong else f"{len(found)} as they must be"
        )
        why = f"{len(wrong)} of {len(found)}" if len(wrong) > 1 else None
        return judged(not wrong, want, have, evidence, why)

    def apply(self, item: Item, edits: Edits) -> None:
        """Take bits away, set owners."""
        host = edits.host
        for name, state in _found(host, item).items():
            if _too_much(host, item, state):
                edits.permit(permit(host, item.id, name, state, _aim(host, item, state)))


def words(host: Host, state: os.stat_result) -> str:
    """Mode and owner, as reports show them: ``0640 root:shadow``."""
    owner, group = host.owner(state.st_uid, state.st_gid)
    return f"{stat.S_IMODE(state.st_mode):04o} {owner}:{group}"


def permit(host: Host, item: str, name: str, state: os.stat_result, aim: Tuple[int, int, int]) -> Permit:
    """The edit that gives a file another mode or owner.

    Args:
        host: The host.
        item: The item that asks for it.
        name: The file.
        state: Its state now.
        aim: Its mode, owner and group afterwards.
    """
    mode, uid, gid = aim
    owner, group = host.owner(uid, gid)
    return Permit(
        item,
        name,
        mode if mode != stat.S_IMODE(state.st_mode) or (uid, gid) != (state.st_uid, state.st_gid) else None,
        uid if uid != state.st_uid else None,
        gid if gid != state.st_gid else None,
        words(host, state),
        f"{mode:04o} {owner}:{group}",
    )


def _found(host: Host, item: Item) -> State:
    kinds = {"file": stat.S_ISREG, "directory": stat.S_ISDIR}
    fits = kinds.get(item.text("type", "any"))
    found: State = {}
    for pattern in item.texts("paths"):
        for name in host.glob(pattern) if any(mark in pattern for mark in "*?[") else [pattern]:
            state = host.stat(name, follow=False)
            if (
                state is not None
                and not stat.S_ISLNK(state.st_mode)
                and (fits is None or fits(state.st_mode))
            ):
                found[name] = state
    return found


def _too_much(host: Host, item: Item, state: os.stat_result) -> bool:
    mode, uid, gid = _aim(host, item, state)
    return (mode, uid, gid) != (stat.S_IMODE(state.st_mode), state.st_uid, state.st_gid)


def _aim(host: Host, item: Item, state: os.stat_result) -> Tuple[int, int, int]:
    """Mode, owner and group that the file is to have; what is right already stays."""
    now, most = stat.S_IMODE(state.st_mode), item.bits("mode")
    owner, groups = item.optional("owner"), item.texts("group")
    uid = state.st_uid if owner is None else _number(owner, host.uid(owner), "user")
    gids = _numbers(host, groups)
    gid = state.st_gid if not groups or state.st_gid in gids else gids[0]
    return (now if most is None else now & most), uid, gid


def _numbers(host: Host, groups: Sequence[str]) -> List[int]:
    known = [number for number in (host.gid(name) for name in groups) if number is not None]
    return known or [_number(name, None, "group") for name in groups]


def _number(name: str, number: Optional[int], what: str) -> int:
    if number is None:
        raise InapplicableError(f"there is no {what} {name} on this host")
    return number
