"""``govcloud tenant merge``: agencies become one."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.asks import Asking, asks, complete
from gcloud.cli.tenant.said import set_option, unset_option, with_options
from gcloud.cli.tenant.submit import submit
from gcloud.deploy.tenants.agencies import given, tenants_of
from gcloud.deploy.tenants.asking import said_of
from gcloud.deploy.tenants.proposal import present
from gcloud.errors import InputError
from gcloud.model.tenants.request import RequestKind


@click.command(
    epilog=example(
        "govcloud tenant merge examples/ha-tinh interior-department --into science-department"
        ' --requester nguyen-van-an --reason "Resolution 12/NQ-HĐND"'
    )
)
@site_argument
@click.argument("agencies", metavar="AGENCY...", nargs=-1, required=True)
@click.option("--into", "agency", required=True, metavar="AGENCY", help="The organisation that they become.")
@set_option
@unset_option
@common
@asks
def merge(
    surface: Surface,
    site: Path,
    agencies: tuple[str, ...],
    *,
    agency: str,
    sets: tuple[str, ...],
    unsets: tuple[str, ...],
    asking: Asking,
) -> int:
    """Ask for all tenants of agencies to belong to the one that these become.

    The new agency must stand in `organisations`. No resource is made anew: projects,
    networks and addresses stay. One request holds all tenants, so that one approval
    carries the merger or none of it.
    """
    there = present(site)
    names = [name for one in agencies if one != agency for name in tenants_of(there, one)]
    if not names:
        raise InputError(
            f"No tenant belongs to {', '.join(agencies)}.", hint="See `govcloud tenant list --agency NAME`."
        )
    wishes = [with_options(given(there, name, agency), sets, unsets) for name in names]
    return submit(surface, there, RequestKind.MERGE, said_of(wishes), asking=complete(asking))
