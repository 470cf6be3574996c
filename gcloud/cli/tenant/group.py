"""``govcloud tenant``: the sub-commands about agencies' tenants, in a table."""

import click

from gcloud.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "list": ("gcloud.cli.tenant.list_:list_", "List the tenants, or the requests that wait."),
    "show": ("gcloud.cli.tenant.show:show", "Show a tenant or a request, whole."),
}
"""Name → where the command is, and the line that ``govcloud tenant --help`` shows."""

HELP = """Tenants: the agencies' parts of the cloud, from request to end.

Everything is a file of the site in git: a request in requests/, its signed
approval beside it, what holds now in tenants/. These commands write small,
reviewable diffs; the cloud changes only by `govcloud up`.

\b
  govcloud tenant request examples/ha-tinh
  govcloud tenant list    examples/ha-tinh
"""


@click.command(cls=LazyGroup, table=COMMANDS, help=HELP, no_args_is_help=True)
def tenant() -> None:
    """The group itself does nothing; its help is HELP."""
