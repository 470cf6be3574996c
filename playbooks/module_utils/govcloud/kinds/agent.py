"""Kind ``agent``: the site's own agent works; the catalogue says by which command that is seen.

Fields: ``name``, ``check`` (a command that changes nothing and ends with 0 if it works). Nothing is
installed.
"""

from __future__ import annotations

from ..edits import Edits
from ..errors import BadItemError, InapplicableError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, judged


class Agent(Kind):
    """An agent of the site."""

    name = "agent"

    def read_one(self, host: Host, item: Item) -> Result:
        """Run its check."""
        name, check = item.text("name"), item.texts("check")
        if not check:
            raise BadItemError(f"item {item.id}: check must be a command")
        if host.program(check[0]) is None:
            return absent(f"{name}: {check[0]} is not installed", item.absent_is, "fail", "works")
        ran = host.run(check, timeout=20)
        said = "works" if ran.code == 0 else ran.said
        return judged(ran.code == 0, "works", said, [Evidence(" ".join(check), None, said)])

    def apply(self, item: Item, edits: Edits) -> None:
        """Refused: an agent is brought by the site's own means."""
        raise InapplicableError(
            f"{item.text('name')} must be brought to {edits.host.system} by the site's own means"
        )
