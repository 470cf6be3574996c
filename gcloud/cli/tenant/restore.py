"""``govcloud tenant restore``: bring the data of one server back."""

from datetime import UTC, datetime
from pathlib import Path

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.options import common, example, site_argument, yes_option
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.looked_after import cases, now
from gcloud.errors import CloudError


@click.command(
    epilog=example(
        "govcloud tenant restore examples/ha-tinh interior-documents db-1",
        "govcloud tenant restore examples/ha-tinh interior-documents db-1 --at 2027-02-01",
    )
)
@site_argument
@click.argument("tenant", metavar="TENANT")
@click.argument("server", metavar="SERVER")
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="The newest backups until then (UTC).  [default: the newest of all]",
)
@yes_option
@common
def restore(surface: Surface, site: Path, tenant: str, server: str, at: datetime | None, *, yes: bool) -> int:
    """Bring the data of one server back, as new volumes of the tenant.

    Nothing that is there is touched: the new volumes stand beside the old ones, called
    like them with the day behind, and count against the tenant's quota. Whoever works in
    the tenant looks at them and attaches them. The server need not be there any more.
    """
    from gcloud.deploy.tenants.backing import bring_back  # noqa: PLC0415 - the SDK costs half a second

    ((_, case),) = cases(site, (tenant,))
    if isinstance(case, CloudError):
        raise case
    if not confirmed(surface, f"Restore the volumes of {server} as new ones of {tenant}?", yes=yes):
        raise DeclinedError
    until = at.replace(tzinfo=UTC) if at else None
    done = bring_back(case, server, until, f"restored {now():%Y-%m-%d}")
    for one in done:
        surface.text(f"{one.backup.name}: of {one.backup.created}, volume {one.volume}, {one.seconds:.0f} s")
    return surface.finish(
        {
            "site": str(site),
            "tenant": tenant,
            "server": server,
            "volumes": [
                {
                    "volume": one.volume,
                    "of": one.backup.name,
                    "backup": one.backup.id,
                    "made_on": one.backup.created,
                    "seconds": one.seconds,
                }
                for one in done
            ],
        }
    )
