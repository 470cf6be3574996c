"""How long passwords last, of accounts to come and of those that are there; no run shuts anybody out."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Tuple

from ..edits import Edits
from ..errors import BadItemError
from ..formats import parse, patch
from ..host import Host
from ..item import Item
from ..result import Evidence, Result, judged
from .check import Check, none_of
from .passwords import today
from .people import people
from .shadow import PATH, Shadow, known, write

_LOGIN, _USERADD = "/etc/login.defs", "/etc/default/useradd"
_PLACES = {
    "max_days": (_LOGIN, "space", "PASS_MAX_DAYS"),
    "min_days": (_LOGIN, "space", "PASS_MIN_DAYS"),
    "warn_days": (_LOGIN, "space", "PASS_WARN_AGE"),
    "inactive_days": (_USERADD, "equals", "INACTIVE"),
}
_FIELDS = {"max_days": "most", "min_days": "least", "warn_days": "warn", "inactive_days": "inactive"}


def _wanted(item: Item) -> Dict[str, int]:
    values = item.table("values")
    if not values or set(values) - set(_PLACES):
        raise BadItemError(f"item {item.id}: values are {', '.join(_PLACES)}")
    return {name: int(value) for name, value in values.items()}


def _fits(name: str, want: int, have: Optional[int]) -> bool:
    """Fewer days that it lasts or may be inactive are stricter; more days before a change, and of warning."""
    if have is None or have < 0:
        return False
    return (
        0 < have <= want if name == "max_days" else have <= want if name == "inactive_days" else have >= want
    )


def _to_come(host: Host, item: Item) -> Result:
    want, have, evidence = _wanted(item), {}, []
    for name in want:
        path, form, key = _PLACES[name]
        found = [entry for entry in parse(host.text(path) or "", form) if entry.key == key]
        have[name] = _number(found[-1].value) if found else None
        evidence.append(Evidence(path, found[-1].line if found else None, f"{key} {have[name]}"))
    return judged(all(_fits(name, want[name], have[name]) for name in want), want, have, evidence)


def _set_to_come(item: Item, edits: Edits) -> None:
    for name, days in _wanted(item).items():
        path, form, key = _PLACES[name]
        found = [entry for entry in parse(edits.text(path) or "", form) if entry.key == key]
        if not found or not _fits(name, days, _number(found[-1].value)):
            edits.write(item.id, path, patch(edits.text(path) or "", form, "", {key: [str(days)]}))


def _existing(host: Host, item: Item) -> Result:
    want = _wanted(item)
    wrong = [
        Evidence(PATH, entry.line, f"{entry.name}: {name} {'not set' if have is None else have}")
        for entry in _theirs(host)
        for name, have in _wrong(entry, want).items()
    ]
    begin = [entry.name for entry in _theirs(host) if _would_end(entry, want)]
    result = none_of(wrong, ", ".join(f"{name} {days}" for name, days in want.items()), [PATH])
    if not begin or result.status == "ok":
        return result
    why = f"would be ended at once, so a run begins to count today: {', '.join(begin)}"
    return judged(False, result.want, result.have, result.evidence, why)


def _set_existing(item: Item, edits: Edits) -> None:
    want = _wanted(item)
    for entry in _theirs(edits.host):
        fields: Dict[str, object] = {_FIELDS[name]: want[name] for name in _wrong(entry, want)}
        if fields:
            if _would_end(entry, want):
                fields["changed"] = today()
            write(item.id, edits, entry.name, **fields)


def _wrong(entry: Shadow, want: Mapping[str, int]) -> Dict[str, Optional[int]]:
    have: List[Tuple[str, Optional[int]]] = [(name, getattr(entry, _FIELDS[name])) for name in want]
    return {name: days for name, days in have if not _fits(name, want[name], days)}


def _would_end(entry: Shadow, want: Mapping[str, int]) -> bool:
    """Whether a new maximum, counted from the last change, has passed already or passes before a warning."""
    wrong = _wrong(entry, want)
    if "inactive_days" in wrong and entry.ended(today()):
        return True
    if "max_days" not in wrong or entry.changed == 0:
        return False
    warning = max(entry.warn or 0, want.get("warn_days", 0))
    return entry.changed is None or entry.changed + want["max_days"] <= today() + warning


def _theirs(host: Host) -> List[Shadow]:
    """People who have a password; an account that is used by its key alone has none that could end."""
    stored = known(host)
    return [stored[user.name] for user in people(host) if user.name in stored and stored[user.name].usable]


def _number(text: str) -> Optional[int]:
    return int(text) if text.lstrip("-").isdigit() else None


CHECKS = {"ageing": Check(_to_come, _set_to_come), "ageing-people": Check(_existing, _set_existing)}
"""Those of this file, by name."""
