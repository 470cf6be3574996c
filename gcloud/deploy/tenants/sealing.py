"""How a secret leaves us: encrypted to its owner's key, into a file of the owner's, or shown once.

Never into a log: where nobody looks at a terminal, it must be a file or a key.
"""

import os
from pathlib import Path

from gcloud.errors import InputError


def sealed(secret: str, recipient: str) -> str:
    """Encrypt a secret to somebody's public key, as age does.

    Args:
        secret: the text.
        recipient: an age recipient (`age1…`) or the line of an SSH public key (ed25519 or RSA).

    Returns:
        An armoured age file; `age -d -i KEY` reads it.

    Raises:
        InputError: that is no such key.

    Source: age specification v1, https://age-encryption.org/v1.
    """
    import pyrage  # noqa: PLC0415 - only who encrypts pays for it

    kind = pyrage.ssh if recipient.startswith("ssh-") else pyrage.x25519
    try:
        key = kind.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError as error:
        raise InputError(
            f"The recipient can't be encrypted to: {error}.",
            hint="Give an age recipient (age1…) or a line of an .pub file (ssh-ed25519 or ssh-rsa).",
        ) from error
    text: bytes = pyrage.encrypt(secret.encode(), [key], armored=True)
    return text.decode()


def put(file: Path, text: str) -> None:
    """Write a new file that only its owner can read.

    Args:
        file: where; nothing may be there.
        text: what.

    Raises:
        InputError: something is there, or it can't be written.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise InputError(
            f"{file} is there already, and a secret never replaces a file.", hint="Name another file."
        ) from error
    except OSError as error:
        raise InputError(f"{file} can't be written: {error.strerror}.", hint="Name another file.") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
