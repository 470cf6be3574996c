"""What a command writes to: text for people or one JSON document for machines.

Results go to stdout; progress, notes and errors of the text form go to stderr,
so that a pipe receives results and nothing else. A JSON document is written
once, at the end, whatever happened.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import click

from gcloud.errors import ExitCode, GovCloudError

if TYPE_CHECKING:
    from rich.console import Console

DOCUMENT_VERSION = 1
"""Version of the JSON documents' form (docs/reference/output.md)."""


@dataclass(frozen=True)
class Surface:
    """Where and how one command speaks.

    Args:
        command: the command's words without the program's name, e.g. ``lab up``.
        json: one JSON document on stdout instead of text.
        color: colours are wanted and the terminal has them.
    """

    command: str
    json: bool = False
    color: bool = False

    def text(self, line: str = "", *, fg: str | None = None, bold: bool = False, dim: bool = False) -> None:
        """Write one line of the result (text form only).

        Args:
            line: the text.
            fg: foreground colour by click's names, e.g. ``red``.
            bold: heavier.
            dim: lighter.
        """
        if not self.json:
            click.echo(self.styled(line, fg=fg, bold=bold, dim=dim), color=self.color)

    def styled(self, text: str, *, fg: str | None = None, bold: bool = False, dim: bool = False) -> str:
        """Return the text with its colours, or as it is where there are none."""
        plain = not self.color or not (fg or bold or dim)
        return text if plain else click.style(text, fg=fg, bold=bold or None, dim=dim or None)

    def note(self, line: str) -> None:
        """Say something that is not a result, on stderr; silent in the JSON form."""
        if not self.json:
            click.echo(line, err=True)

    def console(self, *, stderr: bool = False) -> "Console":
        """Return a Rich console for tables (stdout) or progress (stderr)."""
        from rich.console import Console  # noqa: PLC0415 - costs 0.1 s, which `check` has not

        stream: IO[str] = sys.stderr if stderr or self.json else sys.stdout
        width = None if stream.isatty() else 160
        return Console(file=stream, no_color=not self.color, highlight=False, width=width, soft_wrap=False)

    def finish(
        self,
        result: Mapping[str, Any],
        code: ExitCode = ExitCode.OK,
        *,
        error: GovCloudError | None = None,
    ) -> int:
        """End the command: write the JSON document if it is wanted.

        Args:
            result: the command's result, JSON-able; its form is in docs/schema/output.schema.json.
            code: the exit code.
            error: why it is not 0, where an error and a result go together.

        Returns:
            The exit code, for the command to return.
        """
        if self.json:
            self._document(dict(result), int(code), error)
        elif error is not None:
            self._error(error)
        return int(code)

    def fail(self, error: GovCloudError) -> int:
        """End the command by an error and return its exit code."""
        if self.json:
            self._document(None, int(error.exit_code), error)
        else:
            self._error(error)
        return int(error.exit_code)

    def interrupted(self) -> int:
        """End the command because the user interrupted it."""
        error = GovCloudError("Interrupted.")
        if self.json:
            self._document(None, int(ExitCode.INTERRUPTED), error)
        else:
            click.echo(error.message, err=True)
        return int(ExitCode.INTERRUPTED)

    def _error(self, error: GovCloudError) -> None:
        head = click.style("Error:", fg="red", bold=True) if self.color else "Error:"
        click.echo(f"{head} {error.message}", err=True, color=self.color)
        if error.hint:
            click.echo(f"  {error.hint}", err=True)

    def _document(self, result: dict[str, Any] | None, code: int, error: GovCloudError | None) -> None:
        document = {
            "version": DOCUMENT_VERSION,
            "command": self.command,
            "exit_code": code,
            "result": result,
            "error": None
            if error is None
            else {"message": error.message, "hint": error.hint, "data": error.data},
        }
        # Bit by bit: a plan of a thousand tenants is fifty megabytes of text.
        json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
        click.echo()


def colors_wanted(*, no_color: bool) -> bool:
    """Say whether to colour: a terminal, and neither --no-color nor NO_COLOR (https://no-color.org)."""
    if no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()
