"""``govcloud allot``: give addresses to what has none, and write them down."""

from datetime import UTC, datetime
from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.record import recording, write
from gcloud.errors import ExitCode
from gcloud.model.load import load_with_positions
from gcloud.plan.allotment import Allotment


@click.command(epilog=example("govcloud allot examples/ha-tinh", "govcloud allot examples/ha-tinh --check"))
@site_argument
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit with 3 if something is missing."
)
@common
def allot(surface: Surface, site: Path, *, only_check: bool) -> int:
    """Allot addresses to what has none and record them in SITE/addresses.yaml.

    Whoever has an address keeps it. Whoever is gone is marked as released, and the
    address is held back for a year. Commit the file: it is what keeps everybody's
    address when others come and go.
    """
    found = recording(load_with_positions(site), datetime.now(UTC).astimezone().date())
    for line in found.allotted:
        surface.text(f"  {surface.styled('+', fg='green')} {line.owner}  {line.block}  (from {line.pool})")
    for line in found.released:
        surface.text(f"  {surface.styled('-', fg='red')} {line.owner}  {line.block}  (held back for a year)")
    if found.changed and not only_check:
        write(found)
    what = f"{count(len(found.allotted), 'address', 'addresses')} allotted, {len(found.released)} released"
    if not found.changed:
        surface.text(f"Nothing to do: {found.file} is up to date.", bold=True)
    elif only_check:
        surface.text(f"Not written: {what}. Run `govcloud allot {site}`.", bold=True)
    else:
        surface.text(f"Wrote {found.file}: {what}.", bold=True)
    return surface.finish(
        {
            "site": str(site),
            "file": str(found.file),
            "written": found.changed and not only_check,
            "changed": found.changed,
            "allotted": [_json(line) for line in found.allotted],
            "released": [_json(line) for line in found.released],
        },
        ExitCode.CHANGES if found.changed and only_check else ExitCode.OK,
    )


def _json(line: Allotment) -> dict[str, str]:
    return {"owner": line.owner, "range": line.pool, "block": str(line.block)}
