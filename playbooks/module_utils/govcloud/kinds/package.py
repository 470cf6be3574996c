"""Kind ``package``: packages are installed, or are not there, their configuration included.

Fields: ``name`` (list), ``state`` (``present`` or ``absent``).
"""

from __future__ import annotations

from ..edits import Edits
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
        return judged(fine, want, have, evidence)

    def apply(self, item: Item, edits: Edits) -> None:
        """Hand those that differ to apt, with all others of the batch."""
        present = item.text("state", "present") == "present"
        for name in item.texts("name"):
            if (name in edits.host.packages) != present:
                edits.package(item.id, name, present)
