"""The official passphrase provider: AES-256-GCM under a key derived from the passphrase.

    salt        v1:BASE64(8 random bytes):CIPHERTEXT OF "pulumi"
    ciphertext  v1:BASE64(12 bytes of nonce):BASE64(encrypted, with its tag)

The word encrypted in the salt tells a wrong passphrase from a damaged state.
Deriving the key takes a quarter of a second by intent; it frees the interpreter
meanwhile, so it can run in a thread beside the reading of the state.

Source: Pulumi's pkg/secrets/passphrase and sdk/go/common/resource/config/crypt.go.
"""

import base64
import binascii
import functools
import hashlib
import hmac
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gcloud.engine.state.errors import PassphraseError, StateCorruptError

ITERATIONS: Final = 1_000_000
KEY_BYTES: Final = 32
SALT_BYTES: Final = 8
NONCE_BYTES: Final = 12
TAG_PURPOSE: Final = b"govcloud: tag"
"""Keeps the key of tags apart from the key of ciphertexts."""
KNOWN_WORD: Final = "pulumi"
_DERIVING: Final = threading.Lock()
VARIABLE: Final = "PULUMI_CONFIG_PASSPHRASE"
FILE_VARIABLE: Final = "PULUMI_CONFIG_PASSPHRASE_FILE"


class Crypter:
    """Encrypts and decrypts texts under one passphrase and salt. Safe to share between threads."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._tag_key = hmac.digest(key, TAG_PURPOSE, "sha256")

    def tag(self, text: str) -> str:
        """Give a hash of a text that tells nothing of it to who lacks the passphrase (HMAC-SHA256, hex)."""
        return hmac.new(self._tag_key, text.encode(), "sha256").hexdigest()

    def encrypt(self, text: str) -> str:
        """Encrypt a text; the same text gives another ciphertext each time."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, text.encode(), None)
        return f"v1:{base64.b64encode(nonce).decode()}:{base64.b64encode(sealed).decode()}"

    def decrypt(self, ciphertext: str) -> str:
        """Decrypt what `encrypt` or the official engine made.

        Raises:
            StateCorruptError: it is damaged or was encrypted under another key.
        """
        try:
            nonce, sealed = _parts(ciphertext, 2)
            plain = self._cipher.decrypt(
                base64.b64decode(nonce, validate=True), base64.b64decode(sealed, validate=True), None
            )
        except (ValueError, binascii.Error, InvalidTag) as error:
            raise StateCorruptError(
                "An encrypted value can't be decrypted: it is damaged, or belongs to another stack's salt.",
                hint="Restore the file that holds it from version control or from the state's backups.",
            ) from error
        return plain.decode()


def _parts(text: str, count: int) -> list[str]:
    """Split what begins with `v1:` into its parts after that."""
    version, *parts = text.split(":")
    if version != "v1" or len(parts) != count or not all(parts):
        raise ValueError(f"expected v1 and {count} parts")
    return parts


def _derive(passphrase: str, salt: bytes) -> Crypter:
    # One at a time: the stacks of a site share their salt, and whoever comes second need not work it out.
    with _DERIVING:
        return _crypter(passphrase.encode(), salt, ITERATIONS)


@functools.lru_cache(maxsize=64)
def _crypter(passphrase: bytes, salt: bytes, iterations: int) -> Crypter:
    return Crypter(hashlib.pbkdf2_hmac("sha256", passphrase, salt, iterations, KEY_BYTES))


def new_salt(passphrase: str) -> tuple[str, Crypter]:
    """Make a new stack's salt, and the crypter that belongs to it."""
    raw = os.urandom(SALT_BYTES)
    crypter = _derive(passphrase, raw)
    return f"v1:{base64.b64encode(raw).decode()}:{crypter.encrypt(KNOWN_WORD)}", crypter


def unlock(passphrase: str, salt: str) -> Crypter:
    """Derive the key and make sure that the passphrase is the salt's.

    Args:
        passphrase: may be empty, as the official engine allows.
        salt: the checkpoint's or the stack file's `encryptionsalt`.

    Raises:
        PassphraseError: wrong passphrase.
        StateCorruptError: the salt itself is damaged.
    """
    try:
        raw, *known = _parts(salt, 4)
        decoded = base64.b64decode(raw, validate=True)
    except (ValueError, binascii.Error) as error:
        raise StateCorruptError(
            "The encryption salt is damaged or of an unknown version.",
            hint="Restore encryptionsalt in the stack's file, or the checkpoint from its backups.",
        ) from error
    crypter = _derive(passphrase, decoded)
    try:
        right = crypter.decrypt(":".join(known)) == KNOWN_WORD
    except StateCorruptError:
        right = False
    if not right:
        raise PassphraseError(
            "The passphrase is not the one that this stack's secrets were encrypted with.",
            hint=f"Set {VARIABLE} or {FILE_VARIABLE} to the right one.",
        )
    return crypter


def missing() -> PassphraseError:
    """Say that a passphrase is needed and how to give it."""
    return PassphraseError(
        "No passphrase is set; the state's secrets are encrypted with it.",
        hint=f"Set {FILE_VARIABLE} to a file that holds it, or {VARIABLE}.",
    )


def passphrase_from_environment(environment: Mapping[str, str]) -> str:
    """Take the passphrase from the official engine's variables.

    Args:
        environment: os.environ; PULUMI_CONFIG_PASSPHRASE counts before
            PULUMI_CONFIG_PASSPHRASE_FILE, and may be set and empty.

    Raises:
        PassphraseError: neither is set, or the file can't be read.
    """
    given = environment.get(VARIABLE)
    if given is not None:
        return given
    file = environment.get(FILE_VARIABLE)
    if not file:
        raise missing()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise PassphraseError(
            f"The passphrase file {file} can't be read: {why}.",
            hint=f"Correct {FILE_VARIABLE} or the file's rights.",
            data={"path": file},
        ) from error
