"""``govcloud tenant request``: ask for new tenants."""

import sys
from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.asks import Asking, asks
from gcloud.cli.tenant.language import lang_option
from gcloud.cli.tenant.said import node_from
from gcloud.cli.tenant.submit import submit
from gcloud.deploy.tenants.asking import Ask, completed, misplaced, whole
from gcloud.deploy.tenants.proposal import Present, present, propose
from gcloud.errors import InputError
from gcloud.model.errors import SiteInvalid
from gcloud.model.node import Node
from gcloud.model.tenants.request import RequestKind
from gcloud.render.tenant_sentences import WRITE
from gcloud.render.tenant_words import Language


@click.command(
    epilog=example(
        "govcloud tenant request examples/ha-tinh --lang vi",
        "govcloud tenant request examples/ha-tinh --form phieu-yeu-cau.xlsx --lang vi",
        "govcloud tenant request examples/ha-tinh --from wish.json",
        "govcloud tenant request examples/ha-tinh --from - --requester tran-thi-binh < wish.yaml",
    )
)
@site_argument
@click.option("--from", "source", metavar="FILE", help="The wish in JSON or YAML; - is standard input.")
@click.option(
    "--form", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xlsx", help="A filled-in form."
)
@lang_option
@common
@asks
def request(
    surface: Surface,
    site: Path,
    *,
    source: str | None,
    form: Path | None,
    language: Language,
    asking: Asking,
) -> int:
    """Ask for new tenants: writes SITE/requests/ID.yaml, to be committed and approved.

    On a terminal it asks, in Vietnamese or English. Else the wish comes from a file:
    `requester`, `reason` and `tenants`, each tenant by the words of
    docs/reference/site.md; or from a filled-in form of `govcloud tenant form`. A name
    that is left out follows from the label, what is left out of `system` from the
    tenant. Everything that is wrong is told at once, where it stands: line or cell.
    """
    if source is not None and form is not None:
        raise InputError("--from and --form can't go together.", hint="Name one of the two.")
    there = present(site)
    if form is not None:
        from gcloud.deploy.tenants.form import read_form  # noqa: PLC0415 - openpyxl costs 0.2 s

        said, cells = read_form(form, there.loaded.site)
        return submit(
            surface,
            there,
            RequestKind.CREATE,
            completed(said),
            asking=asking,
            known=cells,
            told_in=language,
        )
    if source is None:
        said, question = _asked(surface, there, asking.ask, language), WRITE.by(language)
        return submit(surface, there, RequestKind.CREATE, said, asking=asking, question=question)
    said = node_from(source)
    if wrong := misplaced(said):
        raise SiteInvalid(source, wrong)
    return submit(surface, there, RequestKind.CREATE, completed(said), asking=asking)


def _asked(surface: Surface, there: Present, ask: Ask, language: Language) -> Node:
    """Ask until nothing is wrong with what was said."""
    if surface.json or not sys.stdin.isatty():
        raise InputError("Nothing is asked for, and there is no terminal to ask on.", hint="Add --from FILE.")
    from gcloud.cli.tenant.interview import PLACE, Interview  # noqa: PLC0415 - only who is asked needs it
    from gcloud.model.edit import node_of  # noqa: PLC0415

    given = {"requester": ask.requester, "reason": ask.reason}
    interview = Interview(there.loaded.site, language)
    interview.about |= {key: node_of(value, PLACE) for key, value in given.items() if value is not None}
    said = completed(interview.run())
    while problems := propose(there, whole(there, RequestKind.CREATE, ask, said), ask.today).problems:
        said = completed(interview.again(problems))
    return said
