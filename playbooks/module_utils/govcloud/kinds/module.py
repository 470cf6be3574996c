"""Kind ``module``: kernel modules that can't be loaded, and aren't.

Fields: ``names``. What counts is modprobe's configuration (an ``install`` line that does nothing and a
``blacklist`` line), and what is loaded now. In a container, whose kernel is somebody else's, only the
configuration is judged.
"""

from __future__ import annotations

import os
import re
from typing import Dict, List, Sequence, Tuple

from ..edits import Action, Edits
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, judged

FOLDERS = (
    "/etc/modprobe.d",
    "/run/modprobe.d",
    "/usr/local/lib/modprobe.d",
    "/usr/lib/modprobe.d",
    "/lib/modprobe.d",
)
OURS = "/etc/modprobe.d/00-govcloud.conf"  # of several install lines, modprobe takes the first
_NOTHING = re.compile(r"(/usr)?/bin/(false|true)$")
_LINE = re.compile(r"\s*(install|blacklist)\s+(\S+)\s*(.*?)\s*$")

Lines = Dict[Tuple[str, str], Evidence]


class Module(Kind):
    """Kernel modules."""

    name = "module"

    def read(self, host: Host, items: Sequence[Item]) -> List[Result]:
        """Modprobe's configuration and what is loaded, once for all."""
        lines = _configuration(host)
        loaded = {line.split()[0] for line in host.lines("/proc/modules") if line.strip()}
        return [_judge(item, lines, set() if host.container else loaded) for item in items]

    def apply(self, item: Item, edits: Edits) -> None:
        """Write the lines that are missing, unload what is loaded."""
        host = edits.host
        lines = _configuration(host)
        loaded = (
            set() if host.container else {line.split()[0] for line in host.lines("/proc/modules") if line}
        )
        before = edits.text(OURS) or "# Written by govcloud: modules that can't be loaded.\n"
        text = before
        for name in item.texts("names"):
            known = set(text.splitlines())
            if not _stopped(lines, name) and f"install {name} /bin/false" not in known:
                text += f"install {name} /bin/false\n"
            if ("blacklist", _plain(name)) not in lines and f"blacklist {name}" not in known:
                text += f"blacklist {name}\n"
            if _plain(name) in loaded:
                action = Action(
                    item.id, f"unload {name}", ("modprobe", "-r", name), "loaded", "not loaded", timeout=30
                )
                edits.act(action)
        if text != before:
            edits.write(item.id, OURS, text, mode=0o644)


def _judge(item: Item, lines: Lines, loaded: set[str]) -> Result:
    have: Dict[str, str] = {}
    evidence: List[Evidence] = []
    for name in item.texts("names"):
        said = [
            lines[key] for key in (("install", _plain(name)), ("blacklist", _plain(name))) if key in lines
        ]
        evidence += said
        missing = [] if _stopped(lines, name) else ["can be loaded"]
        missing += [] if ("blacklist", _plain(name)) in lines else ["not blacklisted"]
        if _plain(name) in loaded:
            missing.append("loaded")
            evidence.append(Evidence("/proc/modules", None, name))
        have[name] = ", ".join(missing) or "disabled"
    fine = all(value == "disabled" for value in have.values())
    return judged(fine, dict.fromkeys(have, "disabled"), have, evidence)


def _configuration(host: Host) -> Lines:
    """The lines about modules, by word and module; of files of one name, the first folder's counts."""
    named: Dict[str, str] = {}
    for folder in FOLDERS:
        for path in host.glob(f"{folder}/*.conf"):
            named.setdefault(os.path.basename(path), path)
    found: Lines = {}
    for name in sorted(named):
        for number, line in enumerate(host.lines(named[name]), 1):
            match = _LINE.match(line)
            if match:
                key = match.group(1), _plain(match.group(2))
                found.setdefault(key, Evidence(named[name], number, line.strip()))
    return found


def _stopped(lines: Lines, name: str) -> bool:
    entry = lines.get(("install", _plain(name)))
    return entry is not None and bool(_NOTHING.search(entry.value))


def _plain(name: str) -> str:
    """A module's name as the kernel lists it: usb-storage is usb_storage."""
    return name.replace("-", "_")
