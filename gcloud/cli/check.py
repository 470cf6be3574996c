"""``govcloud check``: is the site's description right?"""

from pathlib import Path

import click

from gcloud.cli.junit import junit_option, problem_cases, write_report
from gcloud.cli.options import common, example, site_argument
from gcloud.cli.problems import problems_json, show_problems
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.examine import examine
from gcloud.errors import ExitCode
from gcloud.model.site import Site


@click.command(epilog=example("govcloud check examples/ha-tinh"))
@site_argument
@junit_option
@common
def check(surface: Surface, site: Path, report: Path | None) -> int:
    """Check a site's files and show every problem at once.

    Needs no cloud. Each problem has its file, line and column, what is wrong and
    what to write instead. Exit code 0 if there is none, 2 if there are some.
    """
    found = examine(site)
    write_report(report, "check", problem_cases(found.problems, sound=str(site)))
    if found.problems:
        show_problems(surface, found.problems)
    elif found.loaded is not None:
        surface.text(f"{found.loaded.site.name}: no problems. {_size(found.loaded.site)}", fg="green")
    if found.remarks:
        surface.text(f"{count(len(found.remarks), 'remark')} (nothing to correct, something to look at):")
        for remark in found.remarks:
            surface.text(
                f"  {surface.styled(str(remark.position), dim=True)}: {remark.what}; {remark.instead}"
            )
    return surface.finish(
        {
            "site": str(site),
            "problems": problems_json(found.problems),
            "remarks": problems_json(found.remarks),
        },
        ExitCode.USAGE if found.problems else ExitCode.OK,
    )


def _size(site: Site) -> str:
    instances = sum(len(server.instances) for server in site.servers)
    return (
        f"Province {site.province}: {count(len(site.zones), 'zone')}, {count(len(site.systems), 'system')}, "
        f"{count(instances, 'server')}, {count(len(site.flows), 'flow')}."
    )
