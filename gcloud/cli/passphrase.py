"""Asking a person for a state's passphrase, and offering to keep it."""

import sys

import click

from gcloud.deploy.wish import Ask

TRIES = 3


def asker(output: str) -> Ask | None:
    """Give what asks for a passphrase; None where there is nobody to ask.

    Args:
        output: `--output`; a machine that reads JSON is nobody.
    """
    if output != "text" or not sys.stdin.isatty():
        return None
    given: dict[str, str] = {}

    def once(place: str, salt: str | None) -> str:
        if place not in given:
            given[place] = _ask(place, salt)
        return given[place]

    return once


def _ask(place: str, salt: str | None) -> str:
    # Cryptography takes a while to load, which a command that asks nobody need not wait for.
    from gcloud.engine.state import keychain  # noqa: PLC0415
    from gcloud.engine.state.errors import PassphraseError  # noqa: PLC0415
    from gcloud.engine.state.secrets import unlock  # noqa: PLC0415

    click.echo(f"The secrets of {place} are encrypted with a passphrase.", err=True)
    for left in range(TRIES - 1, -1, -1):
        given: str = click.prompt(
            "Passphrase" if salt else "Passphrase for the new state",
            hide_input=True,
            err=True,
            confirmation_prompt=salt is None,
        )
        try:
            if salt is not None:
                unlock(given, salt)
            break
        except PassphraseError as error:
            if not left:
                raise
            click.echo(error.message, err=True)
    if keychain.available() and click.confirm("Keep it in this machine's keyring?", err=True):
        keychain.keep(place, given)
    return given
