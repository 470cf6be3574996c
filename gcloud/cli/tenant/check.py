"""``govcloud tenant check``: can the requests that wait be approved, today?"""

from collections.abc import Sequence
from pathlib import Path

import click

from gcloud.cli.day import today
from gcloud.cli.options import common, example, site_argument
from gcloud.cli.problems import problems_json, show_problems
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.changes import show_changes
from gcloud.cli.tenant.findings import findings_json, show_findings
from gcloud.cli.words import count
from gcloud.deploy.tenants.observations import last
from gcloud.deploy.tenants.proposal import Present, Proposal, present, proposal_of
from gcloud.errors import ExitCode, InputError
from gcloud.model.near import suggest
from gcloud.model.site import Site
from gcloud.plan.tenants.challenge import Finding, findings, unanswered
from gcloud.plan.tenants.register import decided, waiting


@click.command(
    epilog=example(
        "govcloud tenant check examples/ha-tinh", "govcloud tenant check examples/ha-tinh r-2026-0004"
    )
)
@site_argument
@click.argument("requests", metavar="[REQUEST]...", nargs=-1)
@common
def check(surface: Surface, site: Path, requests: tuple[str, ...]) -> int:
    """Check requests that wait against the whole site and today's date; all of them if none is named.

    Each is held against every rule of the site as if it were approved, one by one,
    and against what holds today: dates, names, what it starts from, who asks. Exit
    code 0 if each could be approved, 2 if something is wrong, 6 if something was found
    that the requester must first answer.
    """
    there, seen = present(site), last(site)
    code, told = ExitCode.OK, []
    for name in _named(there.loaded.site, requests):
        proposal = proposal_of(there, name, today())
        asked = proposal.request
        found = findings(there.loaded.site, asked, seen) if asked is not None else ()
        open_ = unanswered(asked, found) if asked is not None else ()
        _show(surface, there, name, proposal, found)
        if proposal.problems:
            code = ExitCode.USAGE
        elif open_ and code is ExitCode.OK:
            code = ExitCode.FINDINGS
        told.append(
            {
                "name": name,
                "problems": problems_json(proposal.problems),
                "findings": findings_json(asked, found) if asked is not None else [],
            }
        )
    if not told:
        surface.text("No request waits.", bold=True)
    return surface.finish({"site": str(site), "requests": told}, code)


def _show(surface: Surface, there: Present, name: str, proposal: Proposal, found: Sequence[Finding]) -> None:
    """Write what came of one request, before the next one is looked at: many take a while."""
    open_ = unanswered(proposal.request, found) if proposal.request is not None else ()
    verdict = _verdict(len(proposal.problems), len(open_))
    surface.text(f"{name}: {verdict}", bold=True, fg="red" if proposal.problems else "green")
    if proposal.problems:
        show_problems(surface, proposal.problems)
    elif proposal.request is not None:
        show_changes(surface, there, proposal.request)
    if proposal.request is not None:
        show_findings(surface, proposal.request, found)


def _verdict(problems: int, findings: int) -> str:
    if problems:
        return count(problems, "problem")
    return f"{count(findings, 'finding')} to be answered" if findings else "can be approved"


def _named(site: Site, names: tuple[str, ...]) -> tuple[str, ...]:
    there, done = {one.name for one in site.requests}, decided(site)
    for name in names:
        if name not in there:
            raise InputError(f"There is no request {name}.", hint=suggest(name, there, "See `--requests`."))
        if name in done:
            word = "approved" if done[name].decision == "approve" else "rejected"
            raise InputError(f"{name} is {word} already.", hint="Only requests that wait are checked.")
    return names or tuple(one.name for one in waiting(site))
