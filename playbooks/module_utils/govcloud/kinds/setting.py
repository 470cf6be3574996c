"""Kind ``setting``: values in a configuration file and its drop-ins, as they take effect.

Fields: ``path`` (the base file), ``format`` (``equals``, ``space``, ``ini``, ``colon``), ``section`` (of
``ini``), ``values`` (KEY: value; a list sets a line each; null: not set; true in ``equals``: the lone key),
``bounds`` (KEY: ``least`` or ``most``: a stricter number is fine too), ``dropin`` (the only file written,
where the program reads one), ``restart`` (units beside those that are known to read the file).
"""

from __future__ import annotations

import os
from typing import Dict, List, Optional, Tuple

from .. import effects
from ..edits import Edits
from ..errors import BadItemError
from ..formats import FORMATS, Assignment, parse, patch, silence
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, judged

BASE_LAST = frozenset({"/etc/security/pwquality.conf"})
"""Base files that are read after their drop-ins, so that what stands in them wins."""

_TRUE, _FALSE = ("yes", "true", "on", "1"), ("no", "false", "off", "0")


class Setting(Kind):
    """Values in a configuration file."""

    name = "setting"

    def read_one(self, host: Host, item: Item) -> Result:
        """What takes effect of each value."""
        want = _wanted(item)
        files = _files(host, item)
        if not files and not item.optional("dropin"):
            return absent(f"{item.text('path')} is not there", item.absent_is, "fail", want)
        found = _effective(host, item, files)
        have = {key: _shown([entry.value for _, entry in found.get(key, [])]) for key in want}
        evidence = [
            Evidence(name, entry.line, f"{key} {entry.value}".rstrip())
            for key in want
            for name, entry in found.get(key, [])
        ]
        bounds = item.table("bounds")
        fine = all(
            _same(wanted, [entry.value for _, entry in found[key]] if key in found else None, bounds.get(key))
            for key, wanted in want.items()
        )
        return judged(
            fine,
            {key: _shown(entry) for key, entry in want.items()},
            have,
            evidence or [Evidence(name) for name in files[:1]],
        )

    def apply(self, item: Item, edits: Edits) -> None:
        """Set the values in the drop-in, or else in the base file, and silence what would win over them."""
        form, section, want = _form(item), item.optional("section") or "", _wanted(item)
        target = item.optional("dropin") or item.text("path")
        before = edits.text(target) or ""
        edits.write(item.id, target, patch(before, form, section, want))
        files = _files(edits.host, item)
        later = files[files.index(target) + 1 :] if target in files else files
        for name in files:
            if name == target or not name.startswith("/etc/"):
                continue
            text = edits.text(name) or ""
            set_here = {entry.key for entry in parse(text, form) if entry.section == section}
            gone = [
                key for key, entry in want.items() if key in set_here and (entry is None or name in later)
            ]
            if gone:
                edits.write(item.id, name, silence(text, form, section, gone, f"see {target}"))
                effects.follow(edits, name)
        effects.follow(edits, target)
        for unit in item.texts("restart"):
            edits.restart(unit)


def _form(item: Item) -> str:
    form = item.text("format")
    if form not in FORMATS:
        raise BadItemError(f"item {item.id}: format must be one of {', '.join(FORMATS)}, not {form}")
    return form


def _wanted(item: Item) -> Dict[str, Optional[List[str]]]:
    """The lines of each key; None for a key that must not be set."""
    flags = _form(item) == "equals"
    return {key: _lines(value, flags) for key, value in item.table("values").items()}


def _lines(value: object, flags: bool) -> Optional[List[str]]:
    if value is None or (flags and value is False):
        return None
    if value is True:
        return [""] if flags else ["yes"]
    if value is False:
        return ["no"]
    return [str(entry) for entry in value] if isinstance(value, list) else [str(value)]


def _files(host: Host, item: Item) -> List[str]:
    """The files that are read, the one that wins last."""
    path, dropin = item.text("path"), item.optional("dropin")
    base = [path] if host.stat(path) else []
    if dropin is None:
        return base
    folder = os.path.dirname(dropin)
    folders = [folder]
    if folder.startswith("/etc/"):
        folders += [folder.replace("/etc/", "/run/", 1), folder.replace("/etc/", "/usr/lib/", 1)]
    end = os.path.splitext(dropin)[1]
    named = {os.path.basename(dropin): dropin}
    for place in folders:
        for name in host.glob(f"{place}/*{end}"):
            named.setdefault(os.path.basename(name), name)
    dropins = [named[name] for name in sorted(named)]
    return [*dropins, *base] if path in BASE_LAST else [*base, *dropins]


def _effective(host: Host, item: Item, files: List[str]) -> Dict[str, List[Tuple[str, Assignment]]]:
    """What takes effect of each key: its last line, or all of its lines where several are wanted."""
    form, section, want = _form(item), item.optional("section") or "", _wanted(item)
    found: Dict[str, List[Tuple[str, Assignment]]] = {}
    for name in files:
        for entry in parse(host.text(name) or "", form):
            if entry.section != section or entry.key not in want:
                continue
            several = len(want[entry.key] or ()) > 1
            found[entry.key] = [*(found.get(entry.key, []) if several else []), (name, entry)]
    return found


def _same(wanted: Optional[List[str]], found: Optional[List[str]], bound: Optional[str]) -> bool:
    if wanted is None or found is None:
        return wanted is None and found is None
    if len(wanted) == 1 and len(found) == 1:
        return _equal(wanted[0], found[0]) or _stricter(wanted[0], found[0], bound)
    return sorted(wanted) == sorted(found)


def _equal(wanted: str, found: str) -> bool:
    low, seen = wanted.lower(), found.strip("\"'").lower()
    return wanted == found or any(
        low in words and seen in words for words in (_TRUE, _FALSE) if not low.isdigit()
    )


def _stricter(wanted: str, found: str, bound: Optional[str]) -> bool:
    try:
        return (bound == "least" and int(found) >= int(wanted)) or (
            bound == "most" and int(found) <= int(wanted)
        )
    except ValueError:
        return False


def _shown(lines: Optional[List[str]]) -> object:
    if not lines:
        return None
    return lines[0] if len(lines) == 1 else lines
