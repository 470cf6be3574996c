"""Kind ``absent``: a file is not there.

Fields: ``path`` (a file or a glob). Folders are reported, never removed.
"""

from __future__ import annotations

from .. import effects
from ..edits import Edits
from ..errors import InapplicableError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, judged


class Absent(Kind):
    """Files that are not there."""

    name = "absent"

    def read_one(self, host: Host, item: Item) -> Result:
        """What is there."""
        found = host.glob(item.text("path"))
        return judged(
            not found, "absent", found or "absent", [Evidence(name, None, "present") for name in found]
        )

    def apply(self, item: Item, edits: Edits) -> None:
        """Remove the files."""
        for name in edits.host.glob(item.text("path")):
            if edits.host.is_folder(name):
                raise InapplicableError(f"{name} is a folder: look into it and remove it by hand")
            edits.remove(item.id, name)
            effects.follow(edits, name)
