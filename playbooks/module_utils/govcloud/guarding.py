"""Commit a batch that can cut access under the host's guard, which takes it back unless somebody confirms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional

from .commit import Committed, commit
from .edits import Edits
from .errors import HostError
from .guard import Change, GuardError, GuardUndoneError, guarded
from .host import Host


@dataclass(frozen=True)
class Order:
    """How a batch is to be guarded.

    Attributes:
        token: The secret that the confirmation must know.
        timeout: Seconds to confirm.
        operator: The account that must be able to come in.
    """

    token: str
    timeout: float
    operator: str


class UndoneError(HostError):
    """The batch was taken back at once, or not begun.

    Attributes:
        report: What the guard says about it; None where nothing was touched.
    """

    def __init__(self, why: str, report: Optional[Mapping[str, Any]]) -> None:
        super().__init__(why)
        self.report = report


def commit_guarded(host: Host, edits: Edits, batch: str, order: Order) -> Committed:
    """Commit under a guard; what is committed then waits to be confirmed.

    Args:
        host: The host.
        edits: What changes.
        batch: The batch.
        order: How it is guarded.

    Raises:
        UndoneError: The guard could not be set, or the change failed: everything is as it was.
    """
    change = Change(
        token=order.token,
        timeout=order.timeout,
        batch=batch,
        operator=order.operator,
        paths=edits.paths,
        units=sorted({*edits.restarts, *(unit.name for unit in edits.units)}),
        runtime=["nft"] if batch == "firewall" else [],
    )
    try:
        with guarded(change) as guard:
            done = commit(host, edits)
            guard.check(why for item, why in done.problems if item == "*")
    except GuardUndoneError as error:
        raise UndoneError(str(error), error.report) from error
    except GuardError as error:
        raise UndoneError(str(error), None) from error
    return done
