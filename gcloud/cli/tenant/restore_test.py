"""``govcloud tenant restore-test``: try whether backups come back, and keep the result."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.looked_after import cases, now
from gcloud.errors import CloudError, ExitCode


@click.command(
    "restore-test",
    epilog=example("govcloud tenant restore-test examples/ha-tinh --due"),
)
@site_argument
@click.argument("tenants", metavar="[TENANT]...", nargs=-1)
@click.option("--due", "only_due", is_flag=True, help="Only tenants whose policy asks for it by now.")
@common
def restore_test(surface: Surface, site: Path, tenants: tuple[str, ...], *, only_due: bool) -> int:
    """Restore the newest backup of each volume, look at it, and delete it again.

    What came back, how old it was and how long it took is kept in
    SITE/.govcloud/restore-tests, one file a test. Restored is: Cinder read the whole
    backup and wrote a volume of its size; what is in it only its owner can judge.
    Exit code 6 if a backup did not come back, or there is none.
    """
    from gcloud.deploy.tenants.backing import try_restore  # noqa: PLC0415 - the SDK costs half a second
    from gcloud.deploy.tenants.restore_tests import keep, last_passed  # noqa: PLC0415 - as above
    from gcloud.plan.tenants.backups import restore_test_due  # noqa: PLC0415 - as above

    results = []
    failed: list[CloudError] = []
    for name, case in cases(site, tenants):
        if isinstance(case, CloudError):
            failed.append(case)
            surface.text(f"{name}: {case.message}", fg="red")
            continue
        if only_due and not restore_test_due(case.policy, last_passed(site, name), now()):
            continue
        result = try_restore(case, now())
        file = keep(site, result)
        results.append({**result, "file": str(file)})
        surface.text(
            f"{name}: {'passed' if result['passed'] else 'FAILED'}, {len(result['backups'])} backups: {file}",
            fg="green" if result["passed"] else "red",
        )
    if not results and not failed:
        surface.text("No restore is to be tried now.")
    passed = all(one["passed"] for one in results)
    code = ExitCode.FINDINGS if not passed else ExitCode.REFUSED if failed else ExitCode.OK
    return surface.finish({"site": str(site), "tests": results}, code, error=failed[0] if failed else None)
