"""Kind ``account``: the host's accounts.

Fields: ``what`` (which of the checks), ``values`` (its figures), ``allow`` (names excepted), ``operator``
(who must still come in; else who this run is).
"""

from __future__ import annotations

from typing import Mapping

from ..accounts import ageing, dormant, homes, passwords, services, unique
from ..accounts.check import Check
from ..edits import Edits
from ..errors import BadItemError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Result

CHECKS: Mapping[str, Check] = {
    **unique.CHECKS,
    **passwords.CHECKS,
    **ageing.CHECKS,
    **services.CHECKS,
    **homes.CHECKS,
    **dormant.CHECKS,
}
"""Every ``what``."""


class Account(Kind):
    """The host's accounts."""

    name = "account"

    def read_one(self, host: Host, item: Item) -> Result:
        """What is so."""
        return _check(item).read(host, item)

    def apply(self, item: Item, edits: Edits) -> None:
        """Mend it, where a run may."""
        _check(item).apply(item, edits)


def _check(item: Item) -> Check:
    check = CHECKS.get(item.text("what"))
    if check is None:
        raise BadItemError(f"item {item.id}: what is one of {', '.join(CHECKS)}, not {item.text('what')}")
    return check
