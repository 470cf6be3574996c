"""The register of requests and decisions: what waits, what was decided, what a tenant went through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gcloud.model.site import Site
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import Request

Status = Literal["waiting", "approved", "rejected"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A request and what became of it.

    Attributes:
        request: the request.
        approval: the decision; None while it waits.
    """

    request: Request
    approval: Approval | None

    @property
    def status(self) -> Status:
        """What became of it."""
        if self.approval is None:
            return "waiting"
        return "approved" if self.approval.decision == "approve" else "rejected"


def register(site: Site) -> tuple[Entry, ...]:
    """Every request with its decision, by number.

    Args:
        site: the site.
    """
    decisions = decided(site)
    requests = sorted(site.requests, key=lambda request: request.name)
    return tuple(Entry(request, decisions.get(request.name)) for request in requests)


def waiting(site: Site) -> tuple[Request, ...]:
    """The requests that nobody has decided yet, by number."""
    return tuple(entry.request for entry in register(site) if entry.approval is None)


def decided(site: Site) -> Mapping[str, Approval]:
    """The decision on each request that is decided."""
    return {approval.request: approval for approval in site.approvals}


def overridden(site: Site) -> Mapping[str, Approval]:
    """The tenants whose last approval lets a quota go below usage or beyond capacity, each with it.

    Args:
        site: the site.
    """
    decisions = decided(site)
    found = ((one.name, decisions.get(one.request)) for one in site.tenants)
    return {
        name: approval
        for name, approval in found
        if approval is not None and approval.decision == "approve" and approval.override is not None
    }


def of_tenant(site: Site, tenant: str) -> tuple[Entry, ...]:
    """What a tenant went through: the requests that concern it, by number.

    Args:
        site: the site.
        tenant: its name.
    """
    return tuple(
        entry for entry in register(site) if any(one.name == tenant for one in entry.request.tenants)
    )
