"""Asking for the passwords that a run hands to Ansible."""

import sys

import click

from gcloud.cli.hardening.options import Chosen
from gcloud.cli.surface import Surface
from gcloud.deploy.hardening.passwords import password_of, vault_password_of
from gcloud.errors import InputError
from gcloud.harden.orders import Secrets


def secrets_of(surface: Surface, chosen: Chosen, site: str) -> Secrets:
    """The passwords of a run: from files, the keyring, or the person at the terminal.

    Args:
        surface: the command's surface.
        chosen: what was said about hosts.
        site: the site's name; empty for a plain inventory.

    Raises:
        InputError: one is needed, and there is nobody to ask.
    """
    if chosen.ask_become_password:
        become: str | None = _ask(surface, "Password of the operator for sudo")
    else:
        become = password_of(site, chosen.become_password_file)
    if chosen.vault is None:
        return Secrets(become=become)
    vault = vault_password_of(site, chosen.vault_password_file) or _ask(surface, "Password of the vault")
    return Secrets(become=become, vault=vault, vault_file=chosen.vault)


def _ask(surface: Surface, what: str) -> str:
    if surface.json or not sys.stdin.isatty():
        raise InputError(
            f"{what}: there is no terminal to ask on.",
            hint="Name a file by --become-password-file or --vault-password-file.",
        )
    return str(click.prompt(what, hide_input=True, err=True))
