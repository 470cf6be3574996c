"""Kind ``service``: a unit of systemd is enabled, running, masked, or not.

Fields: ``name`` (with its suffix), ``enabled``, ``running``, ``masked`` (each may be left out). A unit that
isn't installed is neither enabled nor running, and counts as masked.
"""

from __future__ import annotations

from typing import Dict, List, Mapping, Sequence

from ..edits import Edits
from ..errors import InapplicableError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, compared, not_applicable

_ENABLED = frozenset({"enabled", "enabled-runtime", "static", "alias", "indirect", "generated", "linked"})
_RUNNING = frozenset({"active", "activating", "reloading"})
_VERBS = (  # field, wanted, what is asked of systemd, in this order
    ("running", False, "stop"),
    ("enabled", False, "disable"),
    ("masked", True, "mask"),
    ("masked", False, "unmask"),
    ("enabled", True, "enable"),
    ("running", True, "start"),
)


_OURS = "/etc/systemd/system"
"""Where units lie that the baseline itself brings, often in the batch that then enables them."""


class Service(Kind):
    """Units of systemd."""

    name = "service"

    def read(self, host: Host, items: Sequence[Item]) -> List[Result]:
        """The state of all units by one question to systemd."""
        host.units(_unit(item) for item in items)
        return [self._tried(host, item) for item in items]

    def read_one(self, host: Host, item: Item) -> Result:
        """The state of one unit."""
        name = _unit(item)
        unit = host.units([name])[name]
        want = _wanted(item)
        have = _state(unit)
        shown = f"{unit.get('UnitFileState') or unit.get('LoadState')}, {unit.get('ActiveState')}"
        evidence = [Evidence(unit.get("FragmentPath") or f"systemctl show {name}", None, shown)]
        if unit.get("LoadState") == "not-found" and (want.get("enabled") or want.get("running")):
            return absent(f"there is no unit {name}", item.absent_is, "fail", want)
        if want.get("running") and have["running"] is False and _unfit(unit):
            return not_applicable(f"systemd does not start {name} here: its conditions are not met", want)
        return compared(want, {key: have[key] for key in want}, evidence)

    def apply(self, item: Item, edits: Edits) -> None:
        """Ask systemd for what differs."""
        name = _unit(item)
        unit = edits.host.units([name])[name]
        coming = item.batch == "packages" or edits.text(f"{_OURS}/{name}") is not None
        if unit.get("LoadState") == "not-found" and not coming:
            raise InapplicableError(f"there is no unit {name}: its package is not installed")
        want, have = _wanted(item), _state(unit)
        for key, value, verb in _VERBS:
            if want.get(key) is value and have[key] is not value:
                edits.unit(item.id, name, verb)


def _unit(item: Item) -> str:
    name = item.text("name")
    return name if "." in name else f"{name}.service"


def _unfit(unit: Mapping[str, str]) -> bool:
    """Whether systemd has tried to start it and found that its conditions don't hold on this host."""
    tried = unit.get("ConditionTimestampMonotonic", "0") not in ("", "0")
    return tried and unit.get("ConditionResult") == "no" and unit.get("ActiveState") == "inactive"


def _wanted(item: Item) -> Dict[str, bool]:
    flags = {key: item.flag(key) for key in ("enabled", "running", "masked")}
    return {key: value for key, value in flags.items() if value is not None}


def _state(unit: Mapping[str, str]) -> Dict[str, bool]:
    load = unit.get("LoadState")
    return {
        "enabled": load == "loaded" and unit.get("UnitFileState") in _ENABLED,
        "running": unit.get("ActiveState") in _RUNNING,
        "masked": load in ("masked", "not-found"),
    }
