"""Asking before something is changed; what can't be asked is refused.

A process without a terminal has nobody to answer, so there `--yes` is the only
answer that counts.
"""

import sys

import click

from gcloud.cli.surface import Surface
from gcloud.errors import ExitCode, GovCloudError, InputError


class DeclinedError(GovCloudError):
    """The user was asked and did not agree."""

    exit_code = ExitCode.INTERRUPTED

    def __init__(self) -> None:
        super().__init__("Not confirmed. Nothing was changed.")


def confirmed(surface: Surface, question: str, *, yes: bool) -> bool:
    """Ask for yes or no.

    Args:
        surface: the command's surface.
        question: what to ask, without a question mark's choices.
        yes: the user has said `--yes`.

    Returns:
        The answer.

    Raises:
        InputError: there is nobody to ask.
    """
    if yes:
        return True
    _require_terminal(surface)
    return click.confirm(question, err=True)


def confirmed_by_name(surface: Surface, name: str, *, yes: bool) -> bool:
    """Ask for a name to be typed, so that nothing large is destroyed by a reflex.

    Args:
        surface: the command's surface.
        name: what must be typed.
        yes: the user has said `--yes`.

    Raises:
        InputError: there is nobody to ask.
    """
    if yes:
        return True
    _require_terminal(surface)
    typed: str = click.prompt(
        f"Type the site's name ({name}) to go on", default="", show_default=False, err=True
    )
    return typed.strip() == name


def _require_terminal(surface: Surface) -> None:
    if surface.json or not sys.stdin.isatty():
        raise InputError(
            "This must be confirmed, and there is no terminal to ask on.",
            hint="Add --yes if you mean it.",
        )
