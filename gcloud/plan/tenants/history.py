"""What became of tenants, change by change: who, when, why, what it was, what it is, who approved.

Told from the requests and approvals themselves, which stay in the site for ever; so
it needs no log that could be lost or be written wrongly.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gcloud.model.site import Site
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.tenant import Tenant
from gcloud.plan.tenants.difference import Difference, differences
from gcloud.plan.tenants.register import register


@dataclass(frozen=True, slots=True)
class Event:
    """One approved change of one tenant.

    Attributes:
        tenant: the tenant.
        request: what was asked: who, when, why.
        approval: who decided, when, and why something was overridden.
        changes: field by field, what it was and what it became.
    """

    tenant: str
    request: Request
    approval: Approval
    changes: tuple[Difference, ...]


def history(site: Site, tenant: str | None = None) -> tuple[Event, ...]:
    """Every approved change, the oldest first.

    Args:
        site: the site.
        tenant: only this one's.
    """
    return tuple(event for event in _events(site) if tenant is None or event.tenant == tenant)


def _events(site: Site) -> Iterator[Event]:
    approved = [
        (entry.approval, entry.request)
        for entry in register(site)
        if entry.approval is not None and entry.approval.decision == "approve"
    ]
    before: dict[str, Tenant] = {}
    for approval, request in sorted(approved, key=lambda pair: (pair[0].on, pair[1].name)):
        for wish in request.tenants:
            old = None if request.kind == "create" else before.get(wish.name)
            yield Event(wish.name, request, approval, differences(old, wish))
            before[wish.name] = wish
