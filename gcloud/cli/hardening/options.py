"""The options that say which hosts a run goes to, and how it signs in there."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from gcloud.errors import InputError

Command = Callable[..., int]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True)
class Chosen:
    """What was said about hosts.

    Args:
        words: names, @groups, patterns or `all`.
        site: the site's folder; None where an inventory was named.
        inventory: a plain inventory.
        key: the file of the private key.
        ask_become_password: ask the person at the terminal for sudo's password.
        become_password_file: a file with it.
        vault: a file of ansible-vault with variables.
        vault_password_file: a file with the vault's password.
    """

    words: tuple[str, ...]
    site: Path | None
    inventory: Path | None
    key: Path | None = None
    ask_become_password: bool = False
    become_password_file: Path | None = None
    vault: Path | None = None
    vault_password_file: Path | None = None


site_option = click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="GOVCLOUD_SITE",
    metavar="SITE",
    help="The site's folder.  [default: GOVCLOUD_SITE, else the folder that you are in]",
)
key_option = click.option(
    "--key",
    type=_FILE,
    metavar="FILE",
    help="The operator's private key, if not the agent's.",
)
hosts_argument = click.argument("words", nargs=-1, required=True, metavar="HOSTS...")


def where(site: Path | None) -> Path:
    """The site's folder: the one that was named, or the one that this shell is in.

    Raises:
        InputError: neither is one.
    """
    if site is not None:
        return site
    here = Path()
    if (here / "site.yaml").is_file():
        return here
    raise InputError(
        "It is not said of which site.",
        hint="Add --site SITE, set GOVCLOUD_SITE, or give --inventory FILE.",
    )


def host_options(function: Command) -> Callable[..., int]:
    """Add HOSTS and all options of this module; the command gets them as one `hosts`."""

    @hosts_argument
    @site_option
    @click.option(
        "--inventory",
        type=click.Path(exists=True, path_type=Path),
        metavar="FILE",
        help="An Ansible inventory with govcloud_ variables, instead of a site.",
    )
    @key_option
    @click.option("--ask-become-password", is_flag=True, help="Ask for the operator's password for sudo.")
    @click.option(
        "--become-password-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A file with that password.  [default: this machine's keyring]",
    )
    @click.option(
        "--vault", type=_FILE, metavar="FILE", help="Variables encrypted by ansible-vault, for sudo by host."
    )
    @click.option(
        "--vault-password-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A file with the vault's password.  [default: the keyring, else it is asked for]",
    )
    @functools.wraps(function)
    def wrapper(
        *arguments: object,
        words: tuple[str, ...],
        site: Path | None,
        inventory: Path | None,
        key: Path | None,
        ask_become_password: bool,
        become_password_file: Path | None,
        vault: Path | None,
        vault_password_file: Path | None,
        **others: object,
    ) -> int:
        chosen = Chosen(
            words,
            None if inventory is not None else where(site),
            inventory,
            key,
            ask_become_password,
            become_password_file,
            vault,
            vault_password_file,
        )
        return function(*arguments, hosts=chosen, **others)

    return wrapper
