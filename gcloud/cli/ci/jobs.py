"""``govcloud ci jobs``: a job for each stack that a change moves."""

from pathlib import Path

import click

from gcloud.cli.ci.system import system_option
from gcloud.cli.options import common, example, site_argument
from gcloud.cli.output_file import write_text
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.examine import usable
from gcloud.deploy.pipelines.moved import moved
from gcloud.deploy.stacks import SiteStack, stacks_of
from gcloud.render.pipelines import Job, System, jobs_text


@click.command(epilog=example("govcloud ci jobs sites/ha-tinh --for gitlab --since HEAD~1 --to stacks.yml"))
@site_argument
@system_option
@click.option("--since", metavar="COMMIT", help="Only the stacks that are not what they were at this commit.")
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to write the jobs."
)
@click.option("--max-deletes", type=click.IntRange(min=0), metavar="N", help="A bound for each job.")
@common
def jobs(
    surface: Surface,
    site: Path,
    system: System,
    since: str | None,
    to: Path | None,
    *,
    max_deletes: int | None,
) -> int:
    """Write a job for each stack that a change moves, so that runners work on them side by side.

    What moves is told from the site's files at both commits, so a fresh runner knows
    it. For GitLab the jobs are a child pipeline, for the others two lines of outputs:
    `first` and, once those are up, `then`.
    """
    loaded = usable(site)
    stacks = stacks_of(loaded) if since is None else moved(loaded, since)
    found = _jobs(stacks)
    if to is not None:
        write_text(to, jobs_text(system, site.as_posix(), found, max_deletes))
    for job in found:
        surface.text(f"  {job.stack}  ({job.wave})")
    surface.text(f"{count(len(found), 'stack')} to apply.", bold=True)
    return surface.finish(
        {
            "site": str(site),
            "for": system,
            "since": since,
            "file": str(to) if to else None,
            "jobs": [{"stack": job.stack, "wave": job.wave} for job in found],
        }
    )


def _jobs(stacks: tuple[SiteStack, ...]) -> list[Job]:
    moving = {stack.program.project for stack in stacks}
    return [
        Job(f"{one.program.project}/{one.name}", "then" if moving & set(one.after) else "first")
        for one in stacks
    ]
