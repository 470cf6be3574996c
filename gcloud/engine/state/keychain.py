"""A state's passphrase in the operating system's own store of secrets.

One entry a state: the service is `govcloud`, the user is where the state is. A
machine without such a store (a server, a CI) has no entries, which is no error;
that one can't be written there is.
"""

from typing import Final

from gcloud.engine.state.errors import PassphraseError

SERVICE: Final = "govcloud"


def entry(place: str) -> str | None:
    """Give the passphrase that is kept for a state; None if there is none or no store.

    Args:
        place: where the state is: its backend's URL.
    """
    # The library looks through all installed packages for stores: only who needs it pays for that.
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(SERVICE, place)
    except KeyringError:
        return None


def available() -> bool:
    """Tell whether this machine has a store that can keep an entry."""
    import keyring  # noqa: PLC0415 - see entry()

    return float(keyring.get_keyring().priority) > 0


def keep(place: str, passphrase: str) -> None:
    """Keep a state's passphrase.

    Raises:
        PassphraseError: there is no store, or it refused.
    """
    import keyring  # noqa: PLC0415 - see entry()
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        keyring.set_password(SERVICE, place, passphrase)
    except KeyringError as error:
        raise PassphraseError(
            "This machine's keyring does not take the passphrase.",
            hint="Keep it in a file that only you can read, and set PULUMI_CONFIG_PASSPHRASE_FILE.",
        ) from error


def forget(place: str) -> bool:
    """Remove a state's entry; tells whether there was one.

    Raises:
        PassphraseError: the store refused.
    """
    import keyring  # noqa: PLC0415 - see entry()
    from keyring.errors import KeyringError  # noqa: PLC0415

    if entry(place) is None:
        return False
    try:
        keyring.delete_password(SERVICE, place)
    except KeyringError as error:
        raise PassphraseError("This machine's keyring does not give the passphrase up.") from error
    return True
