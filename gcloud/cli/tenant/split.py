"""``govcloud tenant split``: one agency becomes several."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.asks import Asking, asks, complete
from gcloud.cli.tenant.submit import submit
from gcloud.deploy.tenants.agencies import given, tenants_of
from gcloud.deploy.tenants.asking import said_of
from gcloud.deploy.tenants.proposal import present
from gcloud.errors import InputError
from gcloud.model.near import suggest
from gcloud.model.tenants.request import RequestKind


@click.command(
    epilog=example(
        "govcloud tenant split examples/ha-tinh interior-department"
        " --give interior-documents=science-department"
        ' --requester nguyen-van-an --reason "Resolution 12/NQ-HĐND"'
    )
)
@site_argument
@click.argument("agency", metavar="AGENCY")
@click.option(
    "--give", "gifts", multiple=True, required=True, metavar="TENANT=AGENCY", help="Who gets which tenant."
)
@common
@asks
def split(
    surface: Surface,
    site: Path,
    agency: str,
    *,
    gifts: tuple[str, ...],
    asking: Asking,
) -> int:
    """Ask for an agency's tenants to belong to those that it becomes; the others stay.

    No resource is made anew. One request holds all, so that one approval carries the
    split or none of it.
    """
    there = present(site)
    mine = tenants_of(there, agency)
    wishes = []
    for gift in gifts:
        name, equals, receiver = gift.partition("=")
        if not equals:
            raise InputError(f"--give {gift} is not TENANT=AGENCY.", hint="Name the tenant, =, who gets it.")
        if name not in mine:
            hint = suggest(name, set(mine), f"See `govcloud tenant list {site} --agency {agency}`.")
            raise InputError(f"{name} is no tenant of {agency}.", hint=hint)
        wishes.append(given(there, name, receiver))
    return submit(surface, there, RequestKind.SPLIT, said_of(wishes), asking=complete(asking))
