"""A decision on a request: what its maker must see, who its maker is, and the files that it becomes.

The site as it would be is held against every rule before anything is signed, so
nobody touches a security key for a decision that `up` would then refuse; and what
was signed is verified before it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from gcloud.deploy.examine import judged
from gcloud.deploy.tenants.files import SiteFile, approval_file, tenant_file
from gcloud.deploy.tenants.observations import last
from gcloud.deploy.tenants.proposal import Present, known, present, proposal_of
from gcloud.deploy.tenants.signing import SigningError, SigningKey, sign
from gcloud.errors import InputError
from gcloud.model.errors import SiteInvalid
from gcloud.model.folder import sources
from gcloud.model.load import understand
from gcloud.model.near import suggest
from gcloud.model.problem import Problem
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.person import Person
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.tenants.challenge import Finding, findings, unanswered
from gcloud.plan.tenants.check_raise import BEYOND
from gcloud.plan.tenants.digest import NAMESPACE, request_digest, statement
from gcloud.plan.tenants.granted_classes import granted_classes
from gcloud.plan.tenants.observation import Observation
from gcloud.plan.tenants.register import decided
from gcloud.plan.tenants.roster import owner_of, people
from gcloud.plan.tenants.signature import signer

_UNSIGNED = "AAAA"
"""Stands for the signature while a decision is tried out."""

_OF_THE_SIGNATURE = "approval.signature"


class UnansweredFindingsError(InputError):
    """A request says nothing to what it was asked."""


@dataclass(frozen=True)
class Case:
    """A request that somebody is about to decide.

    Attributes:
        site: the site as it is.
        request: the request.
        today: the day of the decision.
        problems: what is wrong with the request; a rejection needs none.
        found: what is to be answered before it is approved.
        seen: what tenants used when somebody last looked; None if nobody has.
    """

    site: Present
    request: Request
    today: date
    problems: tuple[Problem, ...]
    found: tuple[Finding, ...]
    seen: Observation | None

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings to which the request says nothing."""
        return unanswered(self.request, self.found)


def case(folder: Path, name: str, today: date) -> Case:
    """Open a request to decide it.

    Args:
        folder: the site's folder.
        name: the request.
        today: the day.

    Raises:
        SiteInvalid: the site's files can't be read.
        InputError: there is no such request, or it is decided.
    """
    site = present(folder)
    whole = site.loaded.site
    requests = {one.name: one for one in whole.requests}
    if name not in requests:
        raise InputError(
            f"There is no request {name}.",
            hint=suggest(name, requests, "See `govcloud tenant list --requests`."),
        )
    if done := decided(whole).get(name):
        raise InputError(
            f"{name} was decided by {done.by} on {done.on:%Y-%m-%d}.",
            hint="What is to be decided anew is asked for anew.",
        )
    seen = last(folder)
    proposal = proposal_of(site, name, today)
    return Case(site, requests[name], today, proposal.problems, findings(whole, requests[name], seen), seen)


def decider(site: Present, key: SigningKey, by: str | None) -> Person:
    """Who decides: whose key it is by the roster.

    Args:
        site: the site.
        key: the key.
        by: who they say they are; None: whoever has the key.

    Raises:
        InputError: nobody of the roster has this key, or somebody else.
    """
    roster = people(site.loaded.site)
    owner = owner_of(site.loaded.site, key.fingerprint)
    if not owner:
        raise SigningError(
            f"The key {key.fingerprint} is nobody's in the roster.",
            hint="Sign with a key of the roster (--key), or have the keeper add it to people.",
        )
    if by not in {None, owner}:
        raise SigningError(f"The key {key.fingerprint} is {owner}'s and not {by}'s.", hint="Name its owner.")
    return roster[owner]


def granted(request: Request) -> tuple[GrantedTenant, ...]:
    """The tenants of a request as they are when it is approved."""
    return tuple(
        GrantedTenant.model_construct(
            tenant.model_fields_set | {"request"},
            **{name: getattr(tenant, name) for name in type(tenant).model_fields},
            request=request.name,
        )
        for tenant in request.tenants
    )


def unsigned(
    case: Case,
    by: Person,
    key: SigningKey,
    now: datetime,
    *,
    approve: bool,
    reason: str | None = None,
    override: str | None = None,
) -> Approval:
    """The decision as it is tried out and then signed.

    Args:
        case: the request.
        by: who decides.
        key: the key they sign with.
        now: the moment.
        approve: whether they approve.
        reason: why; needed to reject.
        override: why a quota may go below usage or beyond capacity.

    Raises:
        SiteInvalid: with all that is wrong with it, if it were signed.
        UnansweredFindingsError: it is approved and leaves findings open.
    """
    # Whether the one who decides may override is judged with the decision itself.
    standing = [one for one in case.problems if override is None or one.rule != BEYOND]
    if approve and standing:
        raise SiteInvalid(str(case.site.loaded.folder), standing)
    if approve and case.open:
        raise UnansweredFindingsError(
            f"{case.request.name} says nothing to: {', '.join(one.id for one in case.open)}.",
            hint="Let the requester add the answers to the request (answers: finding, reason), or reject it.",
            data={"findings": [one.id for one in case.open]},
        )
    decision = Approval(
        request=case.request.name,
        decision="approve" if approve else "reject",
        by=by.name,
        on=now.astimezone(UTC).replace(microsecond=0),
        digest=request_digest(case.request),
        reason=reason,
        override=override,
        findings=tuple(one.id for one in case.found),
        classes=granted_classes(case.request, case.site.loaded.site.quota_classes) if approve else (),
        kind=key.kind,
        signature=_UNSIGNED,
    )
    wrong = [
        one for one in _judged_with(case, _files(case.request, decision)) if one.rule != _OF_THE_SIGNATURE
    ]
    if wrong:
        raise SiteInvalid(str(case.site.loaded.folder), wrong)
    return decision


def signed(case: Case, decision: Approval, by: Person, key: SigningKey) -> Sequence[SiteFile]:
    """Sign a decision: the files that it becomes, to be written.

    Args:
        case: the request.
        decision: what is decided.
        by: who decides.
        key: the key they sign with.

    Raises:
        SigningError: nothing was signed.
        SignatureError: what came back is no signature of theirs.
    """
    message = statement(case.site.loaded.site.name, decision)
    whole = decision.model_copy(update={"signature": sign(key, message)})
    keys = [one.public for one in by.keys if one.kind == key.kind]
    signer(key.kind, whole.signature, message, NAMESPACE, keys)
    return _files(case.request, whole)


def _files(request: Request, decision: Approval) -> Sequence[SiteFile]:
    files = [approval_file(decision)]
    if decision.decision == "approve":
        files += [tenant_file(tenant) for tenant in granted(request)]
    return files


def _judged_with(case: Case, files: Sequence[SiteFile]) -> tuple[Problem, ...]:
    """What would be wrong with the site that isn't wrong with it now."""
    folder = case.site.loaded.folder
    texts, unread = sources(folder)
    new = {str(folder / file.name): file.text for file in files}
    return tuple(
        problem
        for problem in judged(understand({**texts, **new}, folder, unread))
        if known(problem) not in case.site.problems
    )
