"""``govcloud tenant request``: ask for new tenants."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.said import node_from
from gcloud.cli.tenant.submit import asking, submit, today
from gcloud.deploy.tenants.asking import Ask, completed, misplaced
from gcloud.deploy.tenants.proposal import present
from gcloud.errors import InputError
from gcloud.model.errors import SiteInvalid
from gcloud.model.tenants.request import RequestKind


@click.command(
    epilog=example(
        "govcloud tenant request examples/ha-tinh --from wish.json",
        "govcloud tenant request examples/ha-tinh --from - --requester tran-thi-binh < wish.yaml",
    )
)
@site_argument
@click.option("--from", "source", metavar="FILE", help="The wish in JSON or YAML; - is standard input.")
@asking
@common
def request(
    surface: Surface,
    site: Path,
    *,
    source: str | None,
    requester: str | None,
    reason: str | None,
    only_check: bool,
) -> int:
    """Ask for new tenants: writes SITE/requests/ID.yaml, to be committed and approved.

    The wish holds `requester`, `reason` and `tenants`, each tenant by the words of
    docs/reference/site.md. A name that is left out follows from the label; what is
    left out of `system` follows from the tenant. Everything that is wrong is told at
    once, where it stands in the wish.
    """
    if source is None:
        raise InputError("Nothing is asked for.", hint="Add --from FILE.")
    there = present(site)
    said = node_from(source)
    if wrong := misplaced(said):
        raise SiteInvalid(source, wrong)
    ask = Ask(requester, reason, today())
    return submit(surface, there, RequestKind.CREATE, ask, completed(said), only_check=only_check)
