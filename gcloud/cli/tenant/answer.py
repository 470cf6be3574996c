"""``govcloud tenant answer``: what the requester says to the findings of a request that waits."""

from pathlib import Path

import click

from gcloud.cli.day import today
from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.asks import answers_of
from gcloud.cli.tenant.findings import findings_json, show_findings
from gcloud.deploy.tenants.deciding import case
from gcloud.deploy.tenants.files import request_file, write
from gcloud.errors import InputError
from gcloud.model.near import suggest
from gcloud.model.tenants.request import Answer


@click.command(
    epilog=example(
        "govcloud tenant answer examples/ha-tinh r-2026-0004"
        ' "challenge.platform/land-records/lgsp=The platform keeps no scanned maps"'
    )
)
@site_argument
@click.argument("request", metavar="REQUEST")
@click.argument("answers", metavar="FINDING=REASON...", nargs=-1, required=True)
@common
def answer(surface: Surface, site: Path, request: str, answers: tuple[str, ...]) -> int:
    """Answer the findings of a request that waits; the approval then covers the answers.

    The findings are those that `govcloud tenant check` shows. An answer that is there
    already is replaced.
    """
    opened = case(site, request, today())
    known = {one.id for one in opened.found}
    said = dict(answers_of(answers))
    for finding in said:
        if finding not in known:
            hint = suggest(finding, known, "See `govcloud tenant check`.")
            raise InputError(f"{request} has no finding {finding}.", hint=hint)
    kept = {one.finding: one.reason for one in opened.request.answers}
    every = tuple(Answer(finding=finding, reason=reason) for finding, reason in (kept | said).items())
    changed = opened.request.model_copy(update={"answers": every})
    [path] = write(site, [request_file(changed, new=False)])
    show_findings(surface, changed, opened.found)
    surface.text(f"Wrote {path}.", bold=True)
    return surface.finish(
        {
            "site": str(site),
            "request": request,
            "file": str(path),
            "findings": findings_json(changed, opened.found),
        }
    )
