"""Kind ``package``: packages are installed, or are not there, their configuration included.

Fields: ``name`` (list), ``state`` (``present`` or ``absent``), ``in_use`` (units of whoever needs what
would be removed: while one of them runs nothing is removed, and that is said).
"""

from __future__ import annotations

from typing import List

from ..edits import Edits
from ..errors import InapplicableError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, judged

STATUS = "/var/lib/dpkg/status"


class Package(Kind):
    """Packages."""

    name = "package"

    def read_one(self, host: Host, item: Item) -> Result:
        """Which of them dpkg calls installed."""
        present = item.text("state", "present") == "present"
        have = {name: host.packages.get(name, "absent") for name in item.texts("name")}
        want = dict.fromkeys(have, "present" if present else "absent")
        evidence = [Evidence(STATUS, None, f"{name} {version}") for name, version in have.items()]
        fine = all((version != "absent") == present for version in have.values())
        needed = [] if fine else _running(host, item)
        return judged(fine, want, have, evidence, _said(needed) if needed else None)

    def apply(self, item: Item, edits: Edits) -> None:
        """Hand those that differ to apt, with all others of the batch.

        Raises:
            InapplicableError: A service that runs needs what would be removed.
        """
        needed = _running(edits.host, item)
        if needed:
            raise InapplicableError(_said(needed))
        present = item.text("state", "present") == "present"
        for name in item.texts("name"):
            if (name in edits.host.packages) != present:
                edits.package(item.id, name, present)


def _running(host: Host, item: Item) -> List[str]:
    """The units that run and keep the packages from being removed."""
    units = item.texts("in_use")
    if not units:
        return []
    found = host.units(units)
    return [name for name in units if found[name].get("ActiveState") == "active"]


def _said(units: List[str]) -> str:
    return f"{', '.join(units)} runs: give the host its role, waive the control, or stop the service first"
