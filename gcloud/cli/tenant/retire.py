"""``govcloud tenant retire``: the end."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.submit import Asking, ask_of, asks, submit
from gcloud.deploy.tenants.asking import altered, said_of, wish_of
from gcloud.deploy.tenants.proposal import present
from gcloud.model.tenants.request import RequestKind


@click.command(
    epilog=example(
        "govcloud tenant retire examples/ha-tinh interior-documents"
        ' --requester tran-thi-binh --reason "The system was replaced"'
    )
)
@site_argument
@click.argument("tenants", metavar="TENANT...", nargs=-1, required=True)
@common
@asks
def retire(
    surface: Surface,
    site: Path,
    tenants: tuple[str, ...],
    asking: Asking,
) -> int:
    """Ask for the end: access off, then a hold period, then export, backup and removal."""
    there = present(site)
    said = said_of([altered(wish_of(there, name), {"state": "retiring"}) for name in tenants])
    return submit(surface, there, RequestKind.RETIRE, ask_of(asking), said, asking=asking)
