"""Whether a decision is one: made by somebody who may, on this request, and signed by their key.

Who may not decide: the requester; nobody of the requester's organisation and nobody of
an agency that the tenant is or was of, for a colleague stands under the same head
and would be a second pair of eyes of the same person. So the requests of the department
that runs the cloud are decided by somebody else, such as the People's Committee.

A role counts for all that somebody's keys have signed. To take it away, end the
keys and leave the role: what they signed before then stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Problem
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.person import Person, PersonRole
from gcloud.model.tenants.request import Request
from gcloud.plan.tenants.digest import NAMESPACE, request_digest, statement
from gcloud.plan.tenants.granted_classes import redefined_problems
from gcloud.plan.tenants.lineage import Link, lineage_problems, lineages
from gcloud.plan.tenants.roster import day_of, in_office, not_valid, owner_of, people, roster_problems
from gcloud.plan.tenants.signature import signer
from gcloud.plan.tenants.signature_error import SignatureError

ENDING = frozenset({"retiring", "gone"})
"""States in which data is destroyed."""


def authority_problems(loaded: LoadedSite) -> Iterator[Problem]:
    """Tenants that nobody has granted, decisions that are none, and classes that were redefined.

    Args:
        loaded: the site.
    """
    steps = lineages(loaded.site)
    yield from roster_problems(loaded)
    yield from lineage_problems(loaded, steps)
    yield from decision_problems(loaded, steps)
    yield from redefined_problems(loaded, steps)


def decision_problems(loaded: LoadedSite, steps: Mapping[str, tuple[Link, ...]]) -> Iterator[Problem]:
    """Decisions that are none, each with all its reasons.

    Args:
        loaded: the site.
        steps: the approved changes of each tenant.
    """
    requests = {request.name: (at, request) for at, request in enumerate(loaded.site.requests)}
    roster = people(loaded.site)
    changes: dict[str, list[Link]] = {}
    for links in steps.values():
        for link in links:
            changes.setdefault(link.request.name, []).append(link)
    seen: set[str] = set()
    for at, approval in enumerate(loaded.site.approvals):
        place, request = requests[approval.request]
        if approval.request in seen:
            yield loaded.problem(
                ("approvals", at, "request"),
                "approval.twice",
                f"{approval.request} was decided already",
                "remove one of the two decisions; what is to be decided anew is asked for anew",
            )
        seen.add(approval.request)
        case = _Case(
            loaded=loaded,
            at=at,
            approval=approval,
            place=place,
            request=request,
            decider=roster[approval.by],
            requester=roster[request.requester],
            changes=tuple(changes.get(approval.request, ())),
        )
        yield from _of_the_request(case)
        yield from _of_the_decider(case)
        yield from _of_the_signature(case)
        if approval.decision == "approve":
            yield from _of_the_requester(case)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A decision with all that it is judged by."""

    loaded: LoadedSite
    at: int
    approval: Approval
    place: int
    request: Request
    decider: Person
    requester: Person
    changes: tuple[Link, ...]

    def problem(self, field: str, rule: str, what: str, instead: str) -> Problem:
        return self.loaded.problem(("approvals", self.at, field), f"approval.{rule}", what, instead)

    @property
    def agencies(self) -> frozenset[str]:
        """Whose tenants it is about, before and after."""
        after = {tenant.agency for tenant in self.request.tenants}
        return frozenset(after | {link.previous.agency for link in self.changes if link.previous})

    @property
    def level(self) -> int:
        """The highest level that it is about, before and after."""
        before = [link.previous.system.level for link in self.changes if link.previous]
        return max([tenant.system.level for tenant in self.request.tenants] + before)


def _of_the_request(case: _Case) -> Iterator[Problem]:
    approval, request = case.approval, case.request
    if approval.digest != request_digest(request):
        where = case.loaded.at("requests", case.place)
        yield case.problem(
            "digest",
            "edited",
            f"{request.name} ({where}) is not the request that {approval.by} decided: it was changed after",
            "bring back the request as it was, or ask for the change by a new one",
        )
    if day_of(approval.on) < request.made_on:
        yield case.problem(
            "on",
            "early",
            f"{request.name} was made on {request.made_on}, after this",
            "decide it after it was made",
        )
    if approval.decision == "reject" and approval.reason is None:
        yield case.problem("decision", "reason", "a rejection says why", "write reason:")
    answered = {answer.finding for answer in request.answers}
    for place, finding in enumerate(approval.findings):
        if approval.decision == "approve" and finding not in answered:
            yield case.loaded.problem(
                ("approvals", case.at, "findings", place),
                "approval.unanswered",
                f"{request.name} says nothing to {finding}",
                "let the requester answer it: `govcloud tenant request`",
            )


def _of_the_decider(case: _Case) -> Iterator[Problem]:
    approval, decider, requester = case.approval, case.decider, case.requester
    name = decider.name
    if decider.name == requester.name:
        yield case.problem("by", "own", f"{name} decides their own request", "let somebody else decide")
    elif decider.organisation in {requester.organisation, *case.agencies}:
        yield case.problem(
            "by",
            "own-organisation",
            f"{name} is of {decider.organisation}, whose request or whose tenant it is",
            "let somebody of another organisation decide",
        )
    if not in_office(decider, day_of(approval.on)):
        yield case.problem(
            "by", "office", f"{name} held the office until {decider.valid_until}", "let somebody else decide"
        )
    for role in sorted(_needed(case) - decider.roles):
        yield case.problem(
            "by", "role", f"{name} has no role {role}", f"let somebody decide who has the role {role}"
        )
    if case.level > decider.max_level:
        yield case.problem(
            "by",
            "level",
            f"{name} decides up to level {decider.max_level}, this is about level {case.level}",
            "let somebody decide who may for that level",
        )


def _needed(case: _Case) -> frozenset[PersonRole]:
    """The roles that a decision needs: for what ends a tenant another one than for all else."""
    if case.approval.decision == "reject":
        ends = any(tenant.state in ENDING for tenant in case.request.tenants)
        return frozenset({PersonRole.RETIREMENT if ends else PersonRole.APPROVER})
    needed = {PersonRole.CAPACITY} if case.approval.override is not None else set()
    for link in case.changes:
        before = link.previous.state if link.previous else None
        ends = link.tenant.state in ENDING and link.tenant.state != before
        needed.add(PersonRole.RETIREMENT if ends else PersonRole.APPROVER)
    return frozenset(needed)


def _of_the_signature(case: _Case) -> Iterator[Problem]:
    approval, decider, site = case.approval, case.decider, case.loaded.site
    keys = {key.public: key for key in decider.keys if key.kind == approval.kind}
    try:
        public = signer(approval.kind, approval.signature, statement(site.name, approval), NAMESPACE, keys)
    except SignatureError as error:
        owner = owner_of(site, error.fingerprint) if error.fingerprint else ""
        told = f", the key of {owner}" if owner and owner != decider.name else ""
        yield case.problem(
            "signature",
            "signature",
            f"{decider.name} did not sign this decision: {error.message}{told}",
            "let it be decided and signed again",
        )
        return
    if why := not_valid(keys[public], day_of(approval.on)):
        yield case.problem(
            "signature",
            "key",
            f"the key by which {decider.name} signed doesn't count on {day_of(approval.on)}: {why}",
            "let it be signed by a key that counts",
        )


def _of_the_requester(case: _Case) -> Iterator[Problem]:
    """Whether the requester might ask: for the own organisation's tenants, or for all as the province."""
    request, requester, loaded = case.request, case.requester, case.loaded
    way = ("requests", case.place, "requester")
    if PersonRole.REQUESTER not in requester.roles:
        yield loaded.problem(
            way,
            "request.role",
            f"{requester.name} has no role requester",
            "let somebody ask who has the role requester",
        )
    if not in_office(requester, request.made_on):
        yield loaded.problem(
            way,
            "request.office",
            f"{requester.name} held the office until {requester.valid_until}",
            "let somebody else ask",
        )
    kinds = {organisation.name: organisation.kind for organisation in loaded.site.organisations}
    if kinds[requester.organisation] == "province":
        return
    for link in case.changes:
        agencies = {link.tenant.agency} | ({link.previous.agency} if link.previous else set())
        if requester.organisation not in agencies:
            yield loaded.problem(
                way,
                "request.organisation",
                f"{requester.name} is of {requester.organisation} and asks for a tenant of"
                f" {link.tenant.agency}",
                "let somebody of that agency ask, or of the province",
            )
