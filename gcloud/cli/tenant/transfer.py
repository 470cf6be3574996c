"""``govcloud tenant transfer``: ask for tenants to belong to another agency."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.asks import Asking, asks, complete, tenants_argument
from gcloud.cli.tenant.said import set_option, unset_option, with_options
from gcloud.cli.tenant.submit import submit
from gcloud.deploy.tenants.agencies import given
from gcloud.deploy.tenants.asking import said_of
from gcloud.deploy.tenants.proposal import present
from gcloud.model.tenants.request import RequestKind


@click.command(
    epilog=example(
        "govcloud tenant transfer examples/ha-tinh interior-documents --to science-department"
        ' --set "contact.name=Nguyễn Văn An" --set contact.email=an@hatinh.example'
        ' --requester nguyen-van-an --reason "The task was handed over"'
    )
)
@site_argument
@tenants_argument
@click.option(
    "--to", "agency", required=True, metavar="AGENCY", help="The organisation that takes them over."
)
@set_option
@unset_option
@common
@asks
def transfer(
    surface: Surface,
    site: Path,
    tenants: tuple[str, ...],
    *,
    agency: str,
    sets: tuple[str, ...],
    unsets: tuple[str, ...],
    asking: Asking,
) -> int:
    """Ask for tenants to belong to another agency.

    Project, networks and addresses stay as they are; nothing is made anew. The
    system's owner goes along where it was the agency. By --set contact, members,
    budget and labels may change with it.
    """
    there = present(site)
    wishes = [with_options(given(there, name, agency), sets, unsets) for name in tenants]
    return submit(surface, there, RequestKind.TRANSFER, said_of(wishes), asking=complete(asking))
