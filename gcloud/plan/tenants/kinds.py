"""What each kind of request may change of a tenant, and what it starts from.

The kind is what an approver reads first, so it must not hide anything: whoever asks
for a longer time can't get a larger quota by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gcloud.model.tenants.request import RequestKind

_OWNERSHIP: Final = (
    "agency",
    "label",
    "purpose",
    "contact",
    "members",
    "budget",
    "system.label",
    "system.owner",
    "system.operator",
    "system.purpose",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of request is about.

    Attributes:
        word: what it does to a tenant, in words.
        fields: what it may change: fields of the tenant, with all that is in them; empty: all but `barred`.
        barred: what it may not change.
        before: the states that a tenant may be in.
        after: the states that it may ask for.
    """

    word: str
    fields: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    before: frozenset[str] = frozenset({"active", "suspended"})
    after: frozenset[str] = frozenset({"active", "suspended"})

    def allows(self, path: str) -> bool:
        """Whether it may change a field.

        Args:
            path: the way to the field, as `gcloud.plan.tenants.difference` gives it.
        """
        if any(_within(path, one) for one in self.barred):
            return False
        return not self.fields or any(_within(path, one) for one in self.fields)


KINDS: Final[Mapping[RequestKind, Kind]] = MappingProxyType(
    {
        RequestKind.CREATE: Kind("makes a tenant", after=frozenset({"active"})),
        RequestKind.CHANGE: Kind("changes what it is", barred=("agency", "state", "expires_on")),
        RequestKind.RENEW: Kind("prolongs it", fields=("review_on", "expires_on", "budget")),
        RequestKind.TRANSFER: Kind("gives it to another agency", fields=_OWNERSHIP),
        RequestKind.MERGE: Kind("brings agencies together", fields=_OWNERSHIP),
        RequestKind.SPLIT: Kind("spreads an agency's tenants", fields=_OWNERSHIP),
        RequestKind.SUSPEND: Kind(
            "stops all access",
            fields=("state",),
            before=frozenset({"active"}),
            after=frozenset({"suspended"}),
        ),
        RequestKind.RESUME: Kind(
            "gives access again",
            fields=("state",),
            before=frozenset({"suspended", "retiring"}),
            after=frozenset({"active"}),
        ),
        RequestKind.RETIRE: Kind("ends it", fields=("state",), after=frozenset({"retiring"})),
    }
)
"""By kind."""

OF_AGENCIES: Final = frozenset({RequestKind.TRANSFER, RequestKind.MERGE, RequestKind.SPLIT})
"""Kinds that are about whose a tenant is."""


def _within(path: str, field: str) -> bool:
    return path == field or path.startswith(f"{field}.")
