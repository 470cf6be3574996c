"""``govcloud results``: its sub-commands, in a table."""

import click

from gcloud.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "show": ("gcloud.cli.host_results.show:show", "Show what came of a run; write its page or JUnit."),
    "compare": (
        "gcloud.cli.host_results.compare:compare_",
        "Say what got better and worse between two runs.",
    ),
}
"""Name → where the command is, and the line that ``govcloud results --help`` shows."""

HELP = """What came of runs over hosts. No host is asked again.

RESULTS is a file that `govcloud audit` or `govcloud harden` kept, or wrote with --results.

\b
  govcloud results show audit.json --html audit.html
  govcloud results compare monday.json tuesday.json
"""


@click.command(cls=LazyGroup, table=COMMANDS, help=HELP, no_args_is_help=True)
def results() -> None:
    """The group itself does nothing; its help is HELP."""
