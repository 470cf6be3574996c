"""Kind ``apparmor``: every profile that is loaded confines.

Fields: ``mode`` (``enforce``: every profile refuses; ``complain``: refuses or at least logs).
"""

from __future__ import annotations

import re
from typing import Dict, List, Tuple

from ..edits import Action, Edits
from ..errors import UnreadableError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, judged, not_applicable

LOADED = "/sys/kernel/security/apparmor/profiles"
_PROFILE = re.compile(r"(.+) \((\w+)\)$")
_FLAGS = re.compile(r"flags=\(([^)]*)\)")
_SHOWN = 20


class Apparmor(Kind):
    """AppArmor's profiles."""

    name = "apparmor"

    def read_one(self, host: Host, item: Item) -> Result:
        """The mode of every loaded profile; those that are meant to be unconfined are evidence only."""
        text = host.text(LOADED)
        if text is None:
            if host.container:
                return not_applicable("this container has no AppArmor of its own", item.text("mode"))
            return absent("AppArmor is not active in this kernel", item.absent_is, "fail", item.text("mode"))
        wrong, counts = _wrong(text, item.text("mode"))
        evidence = [Evidence(LOADED, number, line) for number, line in wrong[:_SHOWN]]
        return judged(not wrong and bool(counts), item.text("mode"), counts, evidence or [Evidence(LOADED)])

    def apply(self, item: Item, edits: Edits) -> None:
        """Take ``complain`` out of the profiles' files, and load them again."""
        host = edits.host
        if host.program("apparmor_parser") is None:
            raise UnreadableError("the program apparmor_parser is not installed")
        again: List[str] = []
        for link in host.glob("/etc/apparmor.d/force-complain/*"):
            edits.remove(item.id, link)
            again.append(link.replace("/force-complain/", "/"))
        for name in host.glob("/etc/apparmor.d/*"):
            text = None if host.is_folder(name) else host.text(name)
            changed = _FLAGS.sub(_enforced, text or "")
            if text is not None and changed != text:
                edits.write(item.id, name, changed)
                again.append(name)
        if again:
            argv = ("apparmor_parser", "--replace", "--skip-bad-cache", *again)
            edits.act(Action(item.id, f"load {len(again)} profiles", argv, "complain", "enforce"))


def _wrong(text: str, mode: str) -> Tuple[List[Tuple[int, str]], Dict[str, int]]:
    fine = ("enforce", "unconfined") if mode == "enforce" else ("enforce", "complain", "unconfined")
    wrong: List[Tuple[int, str]] = []
    counts: Dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _PROFILE.match(line)
        if match:
            counts[match.group(2)] = counts.get(match.group(2), 0) + 1
            if match.group(2) not in fine:
                wrong.append((number, line))
    return wrong, counts


def _enforced(match: re.Match[str]) -> str:
    flags = [flag for flag in re.split(r"[,\s]+", match.group(1)) if flag and flag != "complain"]
    return f"flags=({','.join(flags)})" if flags else ""
