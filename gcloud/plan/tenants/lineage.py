"""What a tenant went through: the decisions that made it what it is, one starting from the other.

Decisions are in the order in which they were signed. Each must start from what the
one before it made, so that none can be carried out twice, in another order, or on
something else than what its approver saw.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Problem
from gcloud.model.site import Site
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.tenant import Tenant
from gcloud.plan.tenants.digest import tenant_digest


@dataclass(frozen=True, slots=True)
class Link:
    """One approved change of a tenant.

    Attributes:
        request: the request, and its place among the site's requests.
        at: the place of the request.
        approval: the decision.
        place: the place of the tenant in the request.
        tenant: the tenant as it shall be.
        previous: what the tenant was before; None of one that is new.
    """

    request: Request
    at: int
    approval: Approval
    place: int
    tenant: Tenant
    previous: Tenant | None


def lineages(site: Site) -> Mapping[str, tuple[Link, ...]]:
    """The approved changes of each tenant, by name, in the order in which they were approved.

    Args:
        site: the site; whether its approvals are genuine is not judged here.
    """
    approved = {one.request: one for one in site.approvals if one.decision == "approve"}
    steps: dict[str, list[Link]] = defaultdict(list)
    decided = [(approved[one.name], at, one) for at, one in enumerate(site.requests) if one.name in approved]
    for approval, at, request in sorted(decided, key=lambda one: (one[0].on, one[2].name)):
        for place, tenant in enumerate(request.tenants):
            before = steps[tenant.name]
            previous = before[-1].tenant if before else None
            before.append(Link(request, at, approval, place, tenant, previous))
    return {name: tuple(links) for name, links in steps.items()}


def lineage_problems(loaded: LoadedSite, steps: Mapping[str, tuple[Link, ...]]) -> Iterator[Problem]:
    """Tenants that are not what was last approved, and approvals that start from something else.

    Args:
        loaded: the site.
        steps: the approved changes of each tenant.
    """
    for links in steps.values():
        for link in links:
            yield from _started_elsewhere(loaded, link)
    granted = {tenant.name: at for at, tenant in enumerate(loaded.site.tenants)}
    for name, links in steps.items():
        last = links[-1]
        if name not in granted and last.tenant.state != "gone":
            yield loaded.problem(
                ("requests", last.at, "tenants", last.place),
                "tenant.vanished",
                f"{name} was granted by {last.request.name}, and no file says what it is now",
                f"bring tenants/{name}.yaml back; a tenant ends by `govcloud tenant retire`",
            )
    for name, at in granted.items():
        yield from _not_as_approved(loaded, at, steps.get(name, ()))


def _started_elsewhere(loaded: LoadedSite, link: Link) -> Iterator[Problem]:
    name = link.tenant.name
    bases = {base.tenant: (at, base.digest) for at, base in enumerate(link.request.base)}
    at, told = bases.get(name, (None, None))
    expected = tenant_digest(link.previous) if link.previous else None
    again = link.previous is not None and link.previous.state == "gone" and told is None
    if told == expected or again:
        return
    yield loaded.problem(
        ("requests", link.at, "base", at, "digest") if at is not None else ("requests", link.at, "name"),
        "approval.base",
        f"{link.request.name} starts from another {name} than the one that"
        + (
            " the approval before it made"
            if link.previous
            else " there was: nothing of that name was approved"
        ),
        "ask again, from what the tenant is now",
    )


def _not_as_approved(loaded: LoadedSite, at: int, links: tuple[Link, ...]) -> Iterator[Problem]:
    tenant = loaded.site.tenants[at]
    of_request = next((link for link in links if link.request.name == tenant.request), None)
    if of_request is None:
        yield loaded.problem(
            ("tenants", at, "request"),
            "approval.missing",
            f"nobody has approved {tenant.name} by {tenant.request}",
            "have it approved: `govcloud tenant approve SITE REQUEST`",
        )
        return
    last = links[-1]
    if of_request is not last:
        yield loaded.problem(
            ("tenants", at, "request"),
            "tenant.superseded",
            f"{tenant.name} is what {tenant.request} made it; {last.request.name} was approved after it",
            f"bring back what {last.request.name} says",
        )
        return
    if tenant_digest(tenant) != tenant_digest(last.tenant):
        changed = [
            field
            for field in Tenant.model_fields
            if getattr(tenant.wish, field) != getattr(last.tenant, field)
        ]
        yield loaded.problem(
            ("tenants", at, *changed[:1]),
            "tenant.edited",
            f"{tenant.name} is not what was approved by {last.request.name}: {', '.join(changed)} "
            + ("differs" if len(changed) == 1 else "differ"),
            "bring back what was approved, or ask for the change: `govcloud tenant change`",
        )
