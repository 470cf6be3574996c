"""``govcloud tenant credential``: what a tenant's pipeline logs in with."""

from datetime import UTC, datetime
from pathlib import Path

import click
import yaml

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.secret_out import Outlet, outlet_options
from gcloud.deploy.examine import usable
from gcloud.deploy.tenants.accesses import keep
from gcloud.deploy.tenants.people import pipeline_access, pipeline_credentials, revoke
from gcloud.errors import InputError

DAYS, MOST = 90, 366


@click.command(
    epilog=example(
        "govcloud tenant credential examples/ha-tinh interior-documents --days 30 --to clouds.yaml",
        "govcloud tenant credential examples/ha-tinh interior-documents --list",
        "govcloud tenant credential examples/ha-tinh interior-documents --revoke pipeline-20261123T020000",
    )
)
@site_argument
@click.argument("tenant", metavar="TENANT")
@click.option(
    "--days", type=click.IntRange(1, MOST), default=DAYS, show_default=True, help="For how long it holds."
)
@click.option("--list", "listing", is_flag=True, help="List those that there are; make none.")
@click.option("--revoke", "names", multiple=True, metavar="NAME", help="Take this one (repeatable).")
@click.option("--revoke-all", is_flag=True, help="Take all that there are.")
@outlet_options
@common
def credential(
    surface: Surface,
    site: Path,
    tenant: str,
    *,
    days: int,
    listing: bool,
    names: tuple[str, ...],
    revoke_all: bool,
    file: Path | None,
    recipient: str | None,
) -> int:
    """Make an application credential for a tenant's pipeline, as a clouds.yaml.

    It has the rights of the tenant's own service user in its project, never an
    administrator's, and ends by itself: at the latest with the tenant. `--revoke` takes
    one at once, with all tokens that were got by it. Each that is made or taken is kept,
    without its secret: `govcloud tenant history`.
    """
    if listing + bool(names) + revoke_all > 1:
        raise InputError("--list, --revoke and --revoke-all do different things.", hint="Give one of them.")
    outlet = Outlet(file, recipient)
    if not (listing or names or revoke_all):
        outlet.require(surface)
    described = usable(site).site
    result: dict[str, object] = {"site": str(site), "tenant": tenant}
    if names or revoke_all:
        taken = revoke(described, tenant, frozenset(names))
        for name in taken:
            keep(site, tenant, "credential taken", name, now=datetime.now(UTC))
        surface.text(f"Taken: {', '.join(taken) or 'none'}.")
        return surface.finish({**result, "revoked": list(taken)})
    if listing:
        there = pipeline_credentials(described, tenant)
        for one in there:
            surface.text(f"{one['name']}  until {one['expires_at'] or 'for ever'}")
        return surface.finish({**result, "credentials": list(there)})
    now = datetime.now(UTC)
    made = pipeline_access(described, tenant, days, now)
    keep(site, tenant, "credential made", made.name, now=now, until=made.expires)
    outlet.write(surface, yaml.safe_dump(made.clouds, sort_keys=False))
    surface.note(f"{made.name} holds until {made.expires:%Y-%m-%d}.")
    told = {"name": made.name, "expires_at": made.expires.isoformat(timespec="seconds")}
    return surface.finish({**result, "made": told, "file": str(file) if file else None})
