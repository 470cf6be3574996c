"""Findings of a request, and what was said to them, as people read them and as machines do."""

from collections.abc import Sequence

from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.model.tenants.request import Request
from gcloud.plan.tenants.challenge import Finding


def show_findings(surface: Surface, request: Request, found: Sequence[Finding]) -> None:
    """Write what is to be answered, and the answers that there are.

    Args:
        surface: the command's surface.
        request: the request.
        found: its findings.
    """
    answers = {answer.finding: answer.reason for answer in request.answers}
    if found:
        surface.text(f"{count(len(found), 'finding')}:", bold=True)
    for one in found:
        answer = answers.get(one.id)
        surface.text(f"  {one.id}: {one.what}", fg="yellow")
        surface.text(f"      {answer}" if answer else "      not answered", fg=None if answer else "red")


def findings_json(request: Request, found: Sequence[Finding]) -> list[dict[str, object]]:
    """What was to be answered, in its JSON form (docs/schema/output.schema.json, `finding`)."""
    answers = {answer.finding: answer.reason for answer in request.answers}
    return [
        {"id": one.id, "what": one.what, "figures": dict(one.figures), "answer": answers.get(one.id)}
        for one in found
    ]
