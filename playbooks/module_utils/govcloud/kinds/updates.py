"""Kind ``updates``: where packages come from, whether they must be signed, what is installed by itself.

Fields: ``mirror`` (every source is below this address), ``unattended`` (``security`` or ``none``),
``recommends`` (false: packages that are only recommended are left out), ``signed`` (true: nothing without a
signature). Apt's own settings are those of ``apt-config dump``.
"""

from __future__ import annotations

import re
from typing import Dict, List, Mapping, Tuple
from urllib.parse import urlsplit

from ..edits import Edits
from ..errors import UnreadableError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, judged

OURS = "/etc/apt/apt.conf.d/99govcloud"
SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d/*.list", "/etc/apt/sources.list.d/*.sources")
_SETTING = re.compile(r'^(\S+) "(.*)";$')
_ADDRESS = re.compile(r"\b(?:https?|ftp|file|copy|cdrom|mirror\+https?):[^\s]+")
_UNSIGNED = re.compile(r"\b(trusted|allow-insecure|allow-weak)\s*[=:]\s*yes", re.IGNORECASE)
_YES = ("1", "true", "yes", "with", "on", "enable")


class Updates(Kind):
    """Where updates come from."""

    name = "updates"

    def read_one(self, host: Host, item: Item) -> Result:
        """Apt's settings and sources."""
        now = _settings(host)
        have: Dict[str, object] = {}
        evidence: List[Evidence] = []
        fine = True
        for key, value in _wanted(item).items():
            have[key] = now.get(key)
            fine = fine and _same(now.get(key), value)
            evidence.append(Evidence("apt-config dump", None, f'{key} "{now.get(key, "")}"'))
        for name, number, line in _sources(host, item):
            fine = False
            have.setdefault("sources", []).append(line)  # type: ignore[attr-defined]
            evidence.append(Evidence(name, number, line))
        want = {**_wanted(item), **({"mirror": item.text("mirror")} if item.optional("mirror") else {})}
        return judged(fine, want, have, evidence)

    def apply(self, item: Item, edits: Edits) -> None:
        """Write apt's settings, and have the sources below the mirror and signed."""
        now = _settings(edits.host)
        text = edits.text(OURS) or ""
        for key, value in _wanted(item).items():
            line = f'{key} "{value}";\n'
            if not _same(now.get(key), value) and line not in text:
                text = (
                    "".join(kept for kept in text.splitlines(True) if not kept.startswith(f"{key} ")) + line
                )
        if text != (edits.text(OURS) or ""):
            edits.write(item.id, OURS, text, mode=0o644)
        mirror = item.optional("mirror")
        for name in {name for name, _, _ in _sources(edits.host, item)}:
            changed = edits.text(name) or ""
            if mirror:
                changed = "".join(_mirrored(line, mirror) for line in changed.splitlines(True))
            if item.flag("signed"):
                changed = _UNSIGNED.sub(lambda match: match.group(0)[:-3] + "no", changed)
            edits.write(item.id, name, changed)


def _settings(host: Host) -> Mapping[str, str]:
    ran = host.once("apt-config", lambda: host.run(["apt-config", "dump"], timeout=20))
    if ran.code:
        raise UnreadableError(f"apt-config dump: {ran.said}")
    found = ((match.group(1), match.group(2)) for match in map(_SETTING.match, ran.out.splitlines()) if match)
    return dict(found)


def _wanted(item: Item) -> Dict[str, str]:
    wanted: Dict[str, str] = {}
    if item.optional("unattended") is not None:
        on = "1" if item.text("unattended") == "security" else "0"
        wanted["APT::Periodic::Unattended-Upgrade"] = on
        wanted["APT::Periodic::Update-Package-Lists"] = on
    if item.flag("recommends") is not None:
        wanted["APT::Install-Recommends"] = "1" if item.flag("recommends") else "0"
        wanted["APT::Install-Suggests"] = "0"
    if item.flag("signed"):
        wanted["APT::Get::AllowUnauthenticated"] = "0"
        wanted["Acquire::AllowInsecureRepositories"] = "0"
    return wanted


def _same(now: str | None, wanted: str) -> bool:
    if now is None:
        return False
    return (now.lower() in _YES) == (wanted == "1")


def _sources(host: Host, item: Item) -> List[Tuple[str, int, str]]:
    """The lines of sources that are not as they must be."""
    mirror, wrong = item.optional("mirror"), []
    for pattern in SOURCES:
        for name in host.glob(pattern):
            for number, line in enumerate(host.lines(name), 1):
                if line.lstrip().startswith("#"):
                    continue
                outside = mirror and any(not found.startswith(mirror) for found in _ADDRESS.findall(line))
                if outside or (item.flag("signed") and _UNSIGNED.search(line)):
                    wrong.append((name, number, line.strip()))
    return wrong


def _mirrored(line: str, mirror: str) -> str:
    """A line of a source with its addresses below the mirror: their paths stay."""
    if line.lstrip().startswith("#"):
        return line

    def moved(match: re.Match[str]) -> str:
        address = match.group(0)
        return address if address.startswith(mirror) else mirror.rstrip("/") + urlsplit(address).path

    return _ADDRESS.sub(moved, line)
