"""The end of every command that asks: try the request out, show it, write it."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import click

from gcloud.cli.confirm import DeclinedError
from gcloud.cli.problems import problems_json, show_problems
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.findings import findings_json, show_findings
from gcloud.cli.words import count
from gcloud.deploy.tenants.asking import Ask, whole
from gcloud.deploy.tenants.files import request_file, write
from gcloud.deploy.tenants.observations import last
from gcloud.deploy.tenants.proposal import Present, Proposal, propose
from gcloud.errors import ExitCode, InputError
from gcloud.model.node import Node
from gcloud.model.problem import Problem
from gcloud.model.tenants.request import Request, RequestKind
from gcloud.plan.tenants.challenge import Finding, findings, unanswered
from gcloud.plan.tenants.check_raise import BEYOND
from gcloud.plan.tenants.difference import Difference, differences
from gcloud.plan.tenants.roster import day_of
from gcloud.render.problem_words import told
from gcloud.render.tenant_words import Language

Command = Callable[..., int]

requester_option = click.option(
    "--requester",
    metavar="PERSON",
    envvar="GOVCLOUD_REQUESTER",
    help="Who asks: a name of the roster (people).",
)
reason_option = click.option("--reason", metavar="TEXT", help="Why it is asked for.")
check_option = click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; only say what is wrong."
)


answer_option = click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="FINDING=REASON",
    help="What is said to a finding (repeatable).",
)
beyond_option = click.option(
    "--beyond",
    is_flag=True,
    help="Ask for more than the machines hold; only an approver with the role capacity can grant it.",
)


@dataclass(frozen=True)
class Asking:
    """What the options of a request say.

    Attributes:
        requester: who asks.
        reason: why.
        answers: what is said to findings.
        only_check: write nothing.
        beyond: more than the machines hold is asked for on purpose.
    """

    requester: str | None
    reason: str | None
    answers: tuple[tuple[str, str], ...]
    only_check: bool
    beyond: bool


def asks(function: Command) -> Command:
    """Add the options that every request has, and pass them as `asking`."""

    @requester_option
    @reason_option
    @answer_option
    @beyond_option
    @check_option
    @functools.wraps(function)
    def wrapper(
        surface: Surface,
        /,
        *,
        requester: str | None,
        reason: str | None,
        answers: tuple[str, ...],
        only_check: bool,
        beyond: bool,
        **others: object,
    ) -> int:
        asking = Asking(requester, reason, answers_of(answers), only_check, beyond)
        return function(surface, asking=asking, **others)

    return wrapper


def answers_of(said: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Findings and what is said to them.

    Args:
        said: FINDING=REASON each.

    Raises:
        InputError: one of them is not of that form.
    """
    pairs = []
    for one in said:
        finding, equals, reason = one.partition("=")
        if not equals or not finding.strip() or not reason.strip():
            raise InputError(
                f"{one} is not FINDING=REASON.", hint="See `govcloud tenant check` for findings."
            )
        pairs.append((finding.strip(), reason.strip()))
    return tuple(pairs)


def today() -> date:
    """The day on which a request is made, in Việt Nam, as approvals count it."""
    return day_of(datetime.now(UTC))


def ask_of(asking: Asking) -> Ask:
    """What every request says, where only the options can say it.

    Raises:
        InputError: one of them is missing.
    """
    said = (("--requester", asking.requester), ("--reason", asking.reason))
    if missing := [name for name, value in said if not value]:
        raise InputError(
            f"Who asks, and why, must be said: {' and '.join(missing)} missing.",
            hint='Add --requester NAME --reason "TEXT".',
        )
    return Ask(asking.requester, asking.reason, today(), asking.answers)


def submit(
    surface: Surface,
    site: Present,
    kind: RequestKind,
    ask: Ask,
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
        ask: who, why, when.
        said: what the requester has said.
        asking: what the options say.
        question: what to ask before it is written; None where nobody is to be asked.
        known: what is wrong with single parts of what was said; nothing more is told of these.
        told_in: the language of those who filled in a form; None where lines of files are told.

    Returns:
        The exit code.

    Raises:
        DeclinedError: the question was answered by no.
    """
    proposal = propose(site, whole(site, kind, ask, said), ask.today)
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
            show_cells(surface, proposal.problems, told_in)
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


def show_cells(surface: Surface, problems: Sequence[Problem], language: Language) -> None:
    """Write problems of a form, a line each, for those who filled it in."""
    for problem in problems:
        place = surface.styled(_cell(problem), dim=True)
        surface.text(f"{place}: {surface.styled(told(problem, language), fg='red')}")


def _cell(problem: Problem) -> str:
    """A cell as spreadsheets call it: `form.xlsx[Yêu cầu!B7]`."""
    if not problem.line or not problem.file.endswith("]"):
        return str(problem.position)
    return f"{problem.file[:-1]}!{chr(ord('A') + problem.column - 1)}{problem.line}]"


def show_changes(surface: Surface, site: Present, request: Request) -> None:
    """Write what a request changes, tenant by tenant."""
    for name, changes in changes_of(site, request):
        surface.text(f"{request.kind.value} {name}: {count(len(changes), 'field')}", bold=True)
        for one in changes:
            old, new = ("" if text is None else text for text in (one.old, one.new))
            sign, color = (
                ("+", "green") if one.old is None else ("-", "red") if one.new is None else ("~", "yellow")
            )
            arrow = f"{old} → {new}" if old and new else old or new
            surface.text(f"  {surface.styled(sign, fg=color)} {one.path}: {arrow}")


def changes_of(site: Present, request: Request) -> Sequence[tuple[str, tuple[Difference, ...]]]:
    """What a request changes of each of its tenants."""
    present = {one.name: one for one in site.loaded.site.tenants}
    creates = request.kind is RequestKind.CREATE
    return [
        (one.name, differences(None if creates else present.get(one.name), one)) for one in request.tenants
    ]


def _document(
    site: Present, proposal: Proposal, path: str | None, found: Sequence[Finding] = ()
) -> dict[str, object]:
    request = proposal.request
    changes = changes_of(site, request) if request is not None else ()
    return {
        "site": str(site.loaded.folder),
        "request": request.name if request is not None else None,
        "kind": request.kind.value if request is not None else None,
        "file": path,
        "written": path is not None,
        "changes": [
            {
                "tenant": name,
                "fields": [{"path": one.path, "old": one.old, "new": one.new} for one in fields],
            }
            for name, fields in changes
        ],
        "findings": findings_json(request, found) if request is not None else [],
        "problems": problems_json(proposal.problems),
    }
