"""Groups of commands that are named in a table and imported when they are called.

So ``govcloud --help`` and ``govcloud tenant --help`` cost no more than click itself.
"""

import importlib
from collections.abc import Mapping
from typing import Any

import click

Table = Mapping[str, tuple[str, str]]
"""Name → where the command is (`module:attribute`), and the line that the group's help shows."""


class LazyGroup(click.Group):
    """A group that imports a sub-command when it is called, not when it is listed.

    Args:
        table: the sub-commands, in the order of use.
        settings: whatever click's group takes.
    """

    def __init__(self, *, table: Table, **settings: Any) -> None:  # noqa: ANN401 - click's own settings
        super().__init__(**settings)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the table: the order of use."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the command's module; None if there is no such command."""
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - the table is ours
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands from the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.table.items()])
