"""The end of every command that asks: try the request out, show it, write it."""

from collections.abc import Sequence
from dataclasses import replace

import click

from gcloud.cli.confirm import DeclinedError
from gcloud.cli.problems import problems_json, show_problems
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.asks import Asking
from gcloud.cli.tenant.changes import changes_json, show_changes
from gcloud.cli.tenant.findings import findings_json, show_findings
from gcloud.deploy.tenants.asking import whole
from gcloud.deploy.tenants.files import request_file, write
from gcloud.deploy.tenants.observations import last
from gcloud.deploy.tenants.proposal import Present, Proposal, propose
from gcloud.errors import ExitCode
from gcloud.model.node import Node
from gcloud.model.problem import Problem
from gcloud.model.tenants.request import RequestKind
from gcloud.plan.tenants.challenge import Finding, findings, unanswered
from gcloud.plan.tenants.check_raise import BEYOND
from gcloud.render.problem_words import told
from gcloud.render.tenant_words import Language


def submit(
    surface: Surface,
    site: Present,
    kind: RequestKind,
    said: Node,
    *,
    asking: Asking,
    question: str | None = None,
    known: Sequence[Problem] = (),
    told_in: Language | None = None,
) -> int:
    """Try a request out, show what it changes, and write it where nothing is wrong with it.

    Args:
        surface: the command's surface.
        site: the site as it is.
        kind: what shall happen.
        said: what the requester has said.
        asking: what the options say: who, why, when, and how it is to be tried out.
        question: what to ask before it is written; None where nobody is to be asked.
        known: what is wrong with single parts of what was said; nothing more is told of these.
        told_in: the language of those who filled in a form; None where lines of files are told.

    Returns:
        The exit code.

    Raises:
        DeclinedError: the question was answered by no.
    """
    proposal = propose(site, whole(site, kind, asking.ask, said), asking.ask.today)
    request = proposal.request
    if known:
        places = {problem.position for problem in known}
        others = (problem for problem in proposal.problems if problem.position not in places)
        proposal = replace(proposal, problems=tuple(sorted((*known, *others))))
    if asking.beyond and request is not None:
        over = [one for one in proposal.problems if one.rule == BEYOND]
        for one in over:
            surface.text(f"Needs an override: {one.what}", fg="yellow")
        proposal = replace(proposal, problems=tuple(one for one in proposal.problems if one not in over))
    if proposal.problems or request is None:
        if told_in is None:
            show_problems(surface, proposal.problems)
        else:
            _show_cells(surface, proposal.problems, told_in)
        surface.text("Nothing was written.", bold=True)
        return surface.finish(_document(site, proposal, None), ExitCode.USAGE)
    show_changes(surface, site, request)
    found = findings(site.loaded.site, request, last(site.loaded.folder))
    show_findings(surface, request, found)
    if asking.only_check:
        surface.text("Nothing is wrong with it. Nothing was written.", bold=True)
        return surface.finish(_document(site, proposal, None, found))
    if question is not None and not click.confirm(question, default=True, err=True):
        raise DeclinedError
    [path] = write(site.loaded.folder, [request_file(request)])
    surface.text(f"Wrote {path}.", bold=True)
    if unanswered(request, found):
        line = f"govcloud tenant answer {site.loaded.folder} {request.name} FINDING=REASON"
        surface.text(f"Answer what was found: {line}")
    surface.text(f"Commit it; then: govcloud tenant approve {site.loaded.folder} {request.name}")
    return surface.finish(_document(site, proposal, str(path), found))


def _show_cells(surface: Surface, problems: Sequence[Problem], language: Language) -> None:
    """Write problems of a form, a line each, for those who filled it in."""
    for problem in problems:
        place = surface.styled(_cell(problem), dim=True)
        surface.text(f"{place}: {surface.styled(told(problem, language), fg='red')}")


def _cell(problem: Problem) -> str:
    """A cell as spreadsheets call it: `form.xlsx[Yêu cầu!B7]`."""
    if not problem.line or not problem.file.endswith("]"):
        return str(problem.position)
    return f"{problem.file[:-1]}!{chr(ord('A') + problem.column - 1)}{problem.line}]"


def _document(
    site: Present, proposal: Proposal, path: str | None, found: Sequence[Finding] = ()
) -> dict[str, object]:
    request = proposal.request
    return {
        "site": str(site.loaded.folder),
        "request": request.name if request is not None else None,
        "kind": request.kind.value if request is not None else None,
        "file": path,
        "written": path is not None,
        "changes": changes_json(site, request) if request is not None else [],
        "findings": findings_json(request, found) if request is not None else [],
        "problems": problems_json(proposal.problems),
    }
