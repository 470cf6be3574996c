"""Options that every command has, and the ones that several share.

A command is a plain function whose first parameter is its Surface; it returns
an exit code::

    @click.command(epilog=example("govcloud check examples/ha-tinh"))
    @site_argument
    @common
    def check(surface: Surface, site: Path) -> int: ...
"""

import functools
from collections.abc import Callable
from pathlib import Path

import click

from gcloud.cli.surface import Surface, colors_wanted

Command = Callable[..., int]

site_argument = click.argument(
    "site", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="SITE"
)
"""The site's folder, as a Path that exists."""

yes_option = click.option("--yes", "-y", is_flag=True, help="Do not ask; for scripts and CI.")


def example(*lines: str) -> str:
    """Return the end of a command's help: one command line an argument, to be copied as it is."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def common(function: Command) -> Callable[..., int]:
    """Add ``--output`` and ``--no-color``, and pass the command its Surface."""

    @click.option(
        "--output",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Text for people, or one JSON document on stdout.",
    )
    @click.option("--no-color", is_flag=True, help="No colours (also: the variable NO_COLOR).")
    @click.pass_context
    @functools.wraps(function)
    def wrapper(ctx: click.Context, /, output: str, *, no_color: bool, **arguments: object) -> int:
        words = ctx.command_path.split()[1:]
        surface = Surface(" ".join(words), json=output == "json", color=colors_wanted(no_color=no_color))
        if isinstance(ctx.obj, list):
            ctx.obj.append(surface)
        return function(surface, **arguments)

    return wrapper
