"""``govcloud tenant backup``: back tenants' volumes up, as their policies ask."""

from dataclasses import asdict
from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.looked_after import cases, now
from gcloud.cli.words import count
from gcloud.errors import CloudError, ExitCode, GovCloudError


@click.command(
    epilog=example(
        "govcloud tenant backup examples/ha-tinh --dry-run",
        "govcloud tenant backup examples/ha-tinh interior-documents",
    )
)
@site_argument
@click.argument("tenants", metavar="[TENANT]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Show what is due and what would go; change nothing.")
@common
def backup(surface: Surface, site: Path, tenants: tuple[str, ...], *, dry_run: bool) -> int:
    """Back up what is due by the tenants' policies, and delete what they keep no longer.

    All tenants with a policy, or those that are named. Backups are in the province's own
    project (tenancy.backup_project). For a timer: run it as often as the shortest policy.
    """
    from gcloud.deploy.tenants.backing import carry_out, wanted  # noqa: PLC0415 - the SDK costs half a second

    results: list[dict[str, object]] = []
    failed: list[GovCloudError] = []
    for name, case in cases(site, tenants):
        try:
            if isinstance(case, CloudError):
                raise case
            done = wanted(case, now()) if dry_run else carry_out(case, now())
        except GovCloudError as error:
            failed.append(error)
            results.append({"tenant": name, "policy": None, "error": error.message})
            surface.text(f"{name}: {error.message}", fg="red")
            continue
        word = "due" if dry_run else "backed up"
        surface.text(
            f"{name} ({case.policy.name}): {count(len(done.due), 'volume')} {word}, "
            f"{count(len(done.expired), 'backup')} {'to go' if dry_run else 'deleted'}"
        )
        results.append(
            {
                "tenant": name,
                "policy": case.policy.name,
                "due": [asdict(one) for one in done.due],
                "expired": list(done.expired),
                "made": [asdict(one) for one in done.made],
                "error": None,
            }
        )
    if not results:
        surface.text("No tenant has a backup policy.")
    code = ExitCode.REFUSED if failed else ExitCode.OK
    return surface.finish({"site": str(site), "dry_run": dry_run, "tenants": results}, code)
