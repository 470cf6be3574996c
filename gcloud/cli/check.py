"""``govcloud check``: is the site's description right?"""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.problems import problems_json, show_problems
from gcloud.cli.surface import Surface
from gcloud.deploy.examine import examine
from gcloud.errors import ExitCode


@click.command(epilog=example("govcloud check examples/ha-tinh"))
@site_argument
@common
def check(surface: Surface, site: Path) -> int:
    """Check a site's files and show every problem at once.

    Needs no cloud. Each problem has its file, line and column, what is wrong and
    what to write instead. Exit code 0 if there is none, 2 if there are some.
    """
    found = examine(site)
    if found.problems:
        show_problems(surface, found.problems)
    elif found.loaded is not None:
        described = found.loaded.site
        surface.text(
            f"{described.name}: no problems. Province {described.province}, {len(described.zones)} zones, "
            f"{len(described.systems)} systems, {len(described.servers)} kinds of servers, "
            f"{len(described.flows)} flows."
        )
    return surface.finish(
        {"site": str(site), "problems": problems_json(found.problems)},
        ExitCode.USAGE if found.problems else ExitCode.OK,
    )
