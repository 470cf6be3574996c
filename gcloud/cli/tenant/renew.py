"""``govcloud tenant renew``: ask for a tenant to be granted longer."""

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from gcloud.cli.day import DAY, today
from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.asks import Asking, asks, complete, tenants_argument
from gcloud.cli.tenant.submit import submit
from gcloud.deploy.tenants.asking import all_altered
from gcloud.deploy.tenants.proposal import present
from gcloud.model.tenants.request import RequestKind

_YEAR = timedelta(days=365)


@click.command(
    epilog=example(
        "govcloud tenant renew examples/ha-tinh interior-documents --until 2030-12-31"
        ' --requester tran-thi-binh --reason "Still in use"'
    )
)
@site_argument
@tenants_argument
@click.option("--until", type=DAY, required=True, metavar="DAY", help="The new last day, 2030-12-31.")
@click.option(
    "--review", type=DAY, metavar="DAY", help="When it is looked at next; a year from now if not said."
)
@click.option("--budget", metavar="TEXT", help="The budget line that pays from now on.")
@common
@asks
def renew(
    surface: Surface,
    site: Path,
    tenants: tuple[str, ...],
    *,
    until: datetime,
    review: datetime | None,
    budget: str | None,
    asking: Asking,
) -> int:
    """Ask for tenants to be granted longer; nothing else of them changes."""
    there = present(site)
    values: dict[str, str | date] = {"expires_on": until.date()}
    values["review_on"] = review.date() if review is not None else min(until.date(), today() + _YEAR)
    if budget is not None:
        values["budget"] = budget
    said = all_altered(there, tenants, values)
    return submit(surface, there, RequestKind.RENEW, said, asking=complete(asking))
