"""Kind ``scan``: something is found nowhere on the host's own file systems; one walk serves all scans.

Fields: ``what`` (``world-writable``, ``world-writable-directory``, ``unowned``, ``ungrouped``, ``suid``,
``sgid``), ``allow`` (globs of what may be so). A run takes the right away (world-writable, suid, sgid),
adds the sticky bit, or gives what belongs to nobody to root.
"""

from __future__ import annotations

import os
import stat
from fnmatch import fnmatch
from typing import Dict, List, Sequence, Tuple

from ..edits import Edits
from ..errors import BadItemError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, judged
from ..walk import walk
from .permission import permit, words

_SHOWN = 20
WHATS = ("world-writable", "world-writable-directory", "unowned", "ungrouped", "suid", "sgid")


class Scan(Kind):
    """What must be found nowhere."""

    name = "scan"

    def read(self, host: Host, items: Sequence[Item]) -> List[Result]:
        """Walk once, then look for each item."""
        walk(host)
        return [self._tried(host, item) for item in items]

    def read_one(self, host: Host, item: Item) -> Result:
        """What was found of one item."""
        found = _found(host, item)
        shown = dict(list(found.items())[:_SHOWN])
        evidence = [Evidence(name, None, words(host, state)) for name, state in shown.items()]
        have = list(shown) or "none"
        why = f"{len(found)} found, the first {_SHOWN} shown" if len(found) > _SHOWN else None
        return judged(not found, "none", have, evidence, why)

    def apply(self, item: Item, edits: Edits) -> None:
        """Mend each."""
        for name, state in _found(edits.host, item).items():
            edits.permit(permit(edits.host, item.id, name, state, _mended(item.text("what"), state)))


def _found(host: Host, item: Item) -> Dict[str, os.stat_result]:
    what, allow = item.text("what"), item.texts("allow")
    if what not in WHATS:
        raise BadItemError(f"item {item.id}: what must be one of {', '.join(WHATS)}, not {what}")
    found = walk(host).paths.get(what, {})
    return {name: found[name] for name in sorted(found) if not any(fnmatch(name, glob) for glob in allow)}


def _mended(what: str, state: os.stat_result) -> Tuple[int, int, int]:
    mode, uid, gid = stat.S_IMODE(state.st_mode), state.st_uid, state.st_gid
    if what == "unowned":
        return mode, 0, gid
    if what == "ungrouped":
        return mode, uid, 0
    bits = {"world-writable": stat.S_IWOTH, "suid": stat.S_ISUID, "sgid": stat.S_ISGID}
    return (mode | stat.S_ISVTX if what == "world-writable-directory" else mode & ~bits[what]), uid, gid
