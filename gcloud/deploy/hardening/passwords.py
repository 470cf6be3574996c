"""Where the operator's password for sudo comes from: a file, the machine's keyring, or whoever sits there.

A vault of Ansible is handed on as it is: Ansible decrypts it, nobody else.
"""

from pathlib import Path
from typing import Final

from gcloud.engine.state import keychain
from gcloud.errors import InputError

_BECOME: Final = "become"
_VAULT: Final = "vault"


def place(site: str, what: str = _BECOME) -> str:
    """Under which name the keyring keeps a password: service `govcloud`, user `WHAT of SITE`."""
    return f"{what} of {site}"


def password_of(site: str, file: Path | None) -> str | None:
    """The operator's password for sudo; None if there is none, which is right where sudo asks for none.

    Args:
        site: the site's name; empty for a plain inventory.
        file: the file that was named for it.

    Raises:
        InputError: the file can't be read, or is empty.
    """
    if file is not None:
        return from_file(file)
    return keychain.entry(place(site)) if site else None


def vault_password_of(site: str, file: Path | None) -> str | None:
    """The password of the vault; None if nobody knows it.

    Args:
        site: the site's name; empty for a plain inventory.
        file: the file that was named for it.

    Raises:
        InputError: the file can't be read, or is empty.
    """
    if file is not None:
        return from_file(file)
    return keychain.entry(place(site, _VAULT)) if site else None


def from_file(file: Path) -> str:
    """The first line of a file with a password.

    Raises:
        InputError: it can't be read, or is empty.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise InputError(f"The password's file {file} can't be read: {reason}.") from error
    if not lines or not lines[0]:
        raise InputError(
            f"The password's file {file} is empty.", hint="Write the password on its first line."
        )
    return lines[0]
