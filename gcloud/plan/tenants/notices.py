"""Which messages are due: a decision, an end that comes near, a quota that runs full.

A notice has an id that says what it is about and not when it was made, so that it
is sent once however often one looks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from gcloud.model.site import Site
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.tenants.consumption import Line
from gcloud.plan.tenants.roster import day_of, people

NoticeKind = Literal["decision", "expiry", "review", "contract", "quota"]

DAYS: Final = 30
"""So many days before something ends its owner is told."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message that is due.

    Attributes:
        id: what it is about; the same whenever it is found again.
        kind: decision, expiry, review, contract, quota.
        to: the addresses, sorted.
        tenant: the tenant; of a decision its first.
        label: what people call the tenant.
        day: the day that it is about.
        facts: what the text of its kind needs beside.
    """

    id: str
    kind: NoticeKind
    to: tuple[str, ...]
    tenant: str
    label: str
    day: date
    facts: Mapping[str, str]


def notices(site: Site, today: date, lines: Iterable[Line] = ()) -> tuple[Notice, ...]:
    """Find the messages that are due, sorted by id.

    Args:
        site: the site.
        today: the day.
        lines: how full the tenants are; without them nobody is told of a quota.
    """
    tenants = {tenant.name: tenant for tenant in site.tenants if tenant.state in {"active", "suspended"}}
    return tuple(
        sorted(
            (
                *_decisions(site),
                *(one for tenant in tenants.values() for one in _dates(tenant, today)),
                *_quotas(tenants, today, lines),
            ),
            key=lambda notice: notice.id,
        )
    )


def _decisions(site: Site) -> Iterator[Notice]:
    requests = {request.name: request for request in site.requests}
    roster = people(site)
    for approval in site.approvals:
        request = requests[approval.request]
        first = request.tenants[0]
        to = {roster[request.requester].email, *(tenant.contact.email for tenant in request.tenants)}
        yield Notice(
            id=f"decision/{request.name}/{approval.decision}",
            kind="decision",
            to=tuple(sorted(to)),
            tenant=first.name,
            label=first.label,
            day=day_of(approval.on),
            facts={
                "request": request.name,
                "request_kind": request.kind.value,
                "decision": approval.decision,
                "by": roster[approval.by].label,
                "reason": approval.reason or "",
                "tenants": ", ".join(tenant.name for tenant in request.tenants),
            },
        )


def _dates(tenant: GrantedTenant, today: date) -> Iterator[Notice]:
    ends: tuple[tuple[NoticeKind, date], ...] = (("expiry", tenant.expires_on), ("review", tenant.review_on))
    for kind, day in ends:
        if 0 <= (day - today).days <= DAYS:
            yield _of(tenant, kind, day, f"{kind}/{tenant.name}/{day}", {})
    for member in tenant.members:
        if member.until is not None and 0 <= (member.until - today).days <= DAYS:
            id_ = f"contract/{tenant.name}/{member.name}/{member.until}"
            yield _of(tenant, "contract", member.until, id_, {"member": member.label})


def _quotas(tenants: Mapping[str, GrantedTenant], today: date, lines: Iterable[Line]) -> Iterator[Notice]:
    for line in lines:
        if line.state in {"warn", "full"} and line.tenant in tenants and line.used is not None:
            # Told again once a month, and when it gets from nearly full to full.
            id_ = f"quota/{line.tenant}/{line.service}.{line.key}/{line.state}/{today:%Y-%m}"
            facts = {
                "service": line.service,
                "key": line.key,
                "used": str(line.used),
                "limit": str(line.limit),
                "state": line.state,
            }
            yield _of(tenants[line.tenant], "quota", today, id_, facts)


def _of(tenant: GrantedTenant, kind: NoticeKind, day: date, id_: str, facts: Mapping[str, str]) -> Notice:
    administrators = (member.email for member in tenant.members if member.role == "administrator")
    to = tuple(sorted({tenant.contact.email, *administrators}))
    return Notice(id_, kind, to, tenant.name, tenant.label, day, facts)
