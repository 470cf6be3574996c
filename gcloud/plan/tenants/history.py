"""What became of tenants, change by change: who, when, why, what it was, what it is, who approved.

Told from the requests and approvals themselves, which stay in the site for ever; so
it needs no log that could be lost or be written wrongly.
"""

from dataclasses import dataclass

from gcloud.model.site import Site
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import Request, RequestKind
from gcloud.plan.tenants.difference import Difference, differences
from gcloud.plan.tenants.lineage import Link, lineages


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
    """Every approved change, in the order in which they were approved.

    Args:
        site: the site; whether its approvals are genuine is not judged here.
        tenant: only this one's.
    """
    links = [
        link for name, steps in lineages(site).items() for link in steps if tenant is None or name == tenant
    ]
    ordered = sorted(links, key=lambda link: (link.approval.on, link.request.name, link.place))
    return tuple(_event(link) for link in ordered)


def _event(link: Link) -> Event:
    # A name that is used again begins anew: what the one before it was is no part of its history.
    old = None if link.request.kind is RequestKind.CREATE else link.previous
    return Event(link.tenant.name, link.request, link.approval, differences(old, link.tenant))
