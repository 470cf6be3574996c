"""``govcloud tenant change``: ask for a tenant to be otherwise."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.asks import Asking, asks, complete
from gcloud.cli.tenant.said import node_from, set_option, unset_option, with_options
from gcloud.cli.tenant.submit import submit
from gcloud.deploy.tenants.asking import said_of, wish_of
from gcloud.deploy.tenants.proposal import present
from gcloud.errors import InputError
from gcloud.model.edit import merged
from gcloud.model.tenants.request import RequestKind


@click.command(
    epilog=example(
        "govcloud tenant change examples/ha-tinh interior-documents --set quota.class=medium"
        ' --requester tran-thi-binh --reason "Twice as many users"',
        "govcloud tenant change examples/ha-tinh interior-documents --set networks.data.prefix_length=26"
        ' --unset members.le-van-cuong --requester tran-thi-binh --reason "A database of its own"',
    )
)
@site_argument
@click.argument("tenant", metavar="TENANT")
@set_option
@unset_option
@click.option(
    "--from", "source", metavar="FILE", help="Changes in JSON or YAML, null removes; - is standard input."
)
@common
@asks
def change(
    surface: Surface,
    site: Path,
    tenant: str,
    *,
    sets: tuple[str, ...],
    unsets: tuple[str, ...],
    source: str | None,
    asking: Asking,
) -> int:
    """Ask for a tenant to be otherwise: its size, networks, services, people.

    Whose it is changes by `transfer`, until when by `renew`, whether it may be used
    by `suspend` and `resume`.
    """
    if not (sets or unsets or source):
        raise InputError("Nothing is asked for.", hint="Add --set PATH=VALUE, --unset PATH or --from FILE.")
    there = present(site)
    wish = wish_of(there, tenant)
    if source is not None:
        wish = merged(wish, node_from(source))
    said = said_of([with_options(wish, sets, unsets)])
    return submit(surface, there, RequestKind.CHANGE, said, asking=complete(asking))
