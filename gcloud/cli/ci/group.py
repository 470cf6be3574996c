"""``govcloud ci``: the sub-commands for CI pipelines, in a table."""

import click

from gcloud.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "pipeline": ("gcloud.cli.ci.pipeline:pipeline", "Write the pipeline of a site's repository."),
    "jobs": ("gcloud.cli.ci.jobs:jobs", "Write a job for each stack that a change moves."),
}
"""Name → where the command is, and the line that ``govcloud ci --help`` shows."""

HELP = """Pipelines for GitLab, Forgejo and GitHub.

check → policy → plan as a comment → apply on merge, a job a stack → drift each night.

\b
  govcloud ci pipeline sites/ha-tinh --for gitlab
  govcloud ci jobs sites/ha-tinh --for gitlab --since HEAD~1 --to stacks.yml
"""


@click.command(cls=LazyGroup, table=COMMANDS, help=HELP, no_args_is_help=True)
def ci() -> None:
    """The group itself does nothing; its help is HELP."""
