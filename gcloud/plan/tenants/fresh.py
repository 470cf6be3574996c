"""Whether approvals that are carried out for the first time are of today's making.

A signature tells its own moment, and whoever has a key that was revoked, or that
ended with an office, can still sign and write a moment of the past. What was carried
out before is out of doubt; what was not must be by a key that counts today.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Problem
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.person import Person
from gcloud.plan.tenants.digest import NAMESPACE, statement
from gcloud.plan.tenants.register import decided
from gcloud.plan.tenants.roster import day_of, in_office, not_valid, people
from gcloud.plan.tenants.signature import signer


def backdated(loaded: LoadedSite, applied: Mapping[str, str | None], today: date) -> Iterator[Problem]:
    """Approvals that may have been signed by who may sign no more, and what was undone in the files.

    Args:
        loaded: the site, which is free of problems.
        applied: of each tenant that is about to be worked on, the request that was carried out last; None of
            one that is not there yet.
        today: the day.
    """
    decisions, roster = decided(loaded.site), people(loaded.site)
    places = {one.request: at for at, one in enumerate(loaded.site.approvals)}
    granted = {tenant.name: tenant for tenant in loaded.site.tenants}
    for name, before in applied.items():
        tenant = granted.get(name)
        if tenant is None or (before is not None and before not in decisions):
            yield loaded.problem(
                (),
                "approval.lost",
                f"{name} was made what it is by {before}, and the site's files know nothing of that any more",
                "bring back what was removed (git log); a tenant ends by `govcloud tenant retire`",
            )
        elif tenant.request != before:
            approval = decisions[tenant.request]
            why = _doubt(loaded.site.name, approval, roster[approval.by], today)
            if before is not None and decisions[before].on > approval.on:
                why = f"{before}, which was carried out, was approved after it"
            if why:
                yield loaded.problem(
                    ("approvals", places[tenant.request], "on"),
                    "approval.backdated",
                    f"{tenant.request} was never carried out, and nothing shows that {approval.by} signed it"
                    f" on {day_of(approval.on)}: {why}",
                    "remove its approval (git revert) and have it approved again, by a key that counts today",
                )


def _doubt(site: str, approval: Approval, decider: Person, today: date) -> str:
    if day_of(approval.on) > today:
        return f"today is {today}"
    if not in_office(decider, today):
        return f"they held the office until {decider.valid_until}"
    keys = {key.public: key for key in decider.keys if key.kind == approval.kind}
    used = signer(approval.kind, approval.signature, statement(site, approval), NAMESPACE, keys)
    why = not_valid(keys[used], today)
    return f"of their key, {why}" if why else ""
