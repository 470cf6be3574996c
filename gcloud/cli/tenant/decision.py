"""What `tenant approve` and `tenant reject` have in common: show the request, ask, sign, write."""

from datetime import UTC, datetime
from pathlib import Path

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.day import today
from gcloud.cli.options import Command
from gcloud.cli.problems import problems_json, show_problems
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.changes import changes_json, show_changes
from gcloud.cli.tenant.findings import findings_json, show_findings
from gcloud.deploy.tenants.deciding import Case, case, decider, signed, unsigned
from gcloud.deploy.tenants.files import write
from gcloud.deploy.tenants.signing import signing_key
from gcloud.model.numbers import instant_text
from gcloud.plan.tenants.quotas import KEYS, class_quotas
from gcloud.plan.tenants.roster import VIETNAM

_KEY = click.option(
    "--key",
    metavar="FILE|ID",
    help="The key to sign with: an SSH key's file, key::PUBLIC of the agent, or what gpg calls it."
    "  [default: git's user.signingKey]",
)
_BY = click.option("--by", metavar="PERSON", help="Who decides, by the roster.  [default: whose key it is]")


def deciding(function: Command) -> Command:
    """Add the options of every decision: --key, --by."""
    return _KEY(_BY(function))


def decide(
    surface: Surface,
    site: Path,
    request: str,
    key_name: str | None,
    by: str | None,
    *,
    approve: bool,
    reason: str | None,
    override: str | None = None,
    yes: bool,
) -> int:
    """Show a request, ask, sign the decision and write it.

    Args:
        surface: the command's surface.
        site: the site's folder.
        request: the request's name.
        key_name: the key; None: git's.
        by: who decides; None: whose key it is.
        approve: whether it is approved.
        reason: why.
        override: why a quota may go below usage or beyond capacity.
        yes: do not ask.

    Returns:
        The exit code.

    Raises:
        DeclinedError: the user did not agree.
    """
    opened = case(site, request, today())
    _show(surface, opened)
    key = signing_key(site, key_name)
    person = decider(opened.site, key, by)
    decision = unsigned(
        opened,
        person,
        key,
        datetime.now(UTC),
        approve=approve,
        reason=reason,
        override=override,
    )
    word = "Approve" if approve else "Reject"
    surface.note(f"{person.label} ({person.name}) signs with {key.fingerprint}.")
    if not confirmed(surface, f"{word} {request}?", yes=yes):
        raise DeclinedError
    paths = write(site, signed(opened, decision, person, key))
    for path in paths:
        surface.text(f"Wrote {path}.")
    surface.text(
        f"{request} is {'approved' if approve else 'rejected'}. Commit it"
        + (f"; then: govcloud allot {site} && govcloud up {site}" if approve else "."),
        bold=True,
    )
    return surface.finish(
        {
            "site": str(site),
            "request": request,
            "decision": decision.decision,
            "by": person.name,
            "key": key.fingerprint,
            "on": instant_text(decision.on),
            "digest": decision.digest,
            "changes": changes_json(opened.site, opened.request),
            "findings": findings_json(opened.request, opened.found),
            "problems": problems_json(opened.problems),
            "files": [str(path) for path in paths],
        }
    )


def _show(surface: Surface, opened: Case) -> None:
    request = opened.request
    surface.text(f"{request.name}, {request.kind.value}: asked by {request.requester} on {request.made_on}")
    surface.text(f"  {request.reason}")
    show_changes(surface, opened.site, request)
    _show_classes(surface, opened)
    show_findings(surface, request, opened.found)
    _show_look(surface, opened)
    if opened.problems:
        show_problems(surface, opened.problems)


def _show_classes(surface: Surface, opened: Case) -> None:
    """Tell what the classes mean that are granted: the signature covers these figures."""
    named = {tenant.quota.class_name for tenant in opened.request.tenants}
    for name, quota in class_quotas(opened.site.loaded.site.quota_classes).items():
        if name not in named:
            continue
        surface.text(f"The class {name} is:")
        for service, keys in KEYS.items():
            figures = quota.figures[service]
            if told := ", ".join(f"{key} {figures[key]}" for key in keys if key in figures):
                surface.text(f"  {service}: {told}")
        for kind, gigabytes in quota.volume_types.items():
            surface.text(f"  {kind}: {gigabytes} GiB")


def _show_look(surface: Surface, opened: Case) -> None:
    """Say when somebody last looked at what tenants use: findings about usage rest on that."""
    if opened.seen is None:
        surface.text("What tenants use isn't known; nobody has looked: govcloud tenant usage", dim=True)
    else:
        surface.text(
            f"What tenants used was seen on {opened.seen.at.astimezone(VIETNAM):%Y-%m-%d %H:%M}.", dim=True
        )
