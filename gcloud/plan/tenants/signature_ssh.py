"""Verifies what `ssh-keygen -Y sign` signs.

The format is OpenSSH's PROTOCOL.sshsig, that of security keys its PROTOCOL.u2f.
Keys: Ed25519, ECDSA, RSA from 2048 bits, and the two kinds of security keys. The
library on PyPI that reads the format knows neither ECDSA nor security keys, so the
format is read here and the arithmetic left to `cryptography`.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gcloud.plan.tenants.signature_error import SignatureError
from gcloud.plan.tenants.ssh_key import SshKey
from gcloud.plan.tenants.ssh_wire import Reader, string

_MAGIC: Final = b"SSHSIG"
_VERSION: Final = 1
_HASHES: Final = frozenset({"sha256", "sha512"})


@dataclass(frozen=True, slots=True)
class _Envelope:
    key: bytes
    namespace: bytes
    reserved: bytes
    digest: bytes
    signature: bytes


def signer(raw: bytes, message: bytes, namespace: str, keys: Iterable[str]) -> str:
    """The key that signed a message.

    Args:
        raw: the signature, without armour.
        message: what was signed.
        namespace: what it must have been signed for (`-n` of ssh-keygen).
        keys: lines of .pub files.

    Raises:
        SignatureError: none of these keys made this signature of this message for this purpose.
    """
    envelope = _opened(raw)
    found = next((key for key in keys if blob(key) == envelope.key), None)
    shown = _fingerprint(envelope.key)
    if found is None:
        raise SignatureError(f"it was signed by another key, {shown}", shown)
    if envelope.namespace != namespace.encode():
        told = envelope.namespace.decode("utf-8", "replace")
        raise SignatureError(f"it was signed for {told!r} and not for {namespace!r}", shown)
    signed = b"".join(
        (
            _MAGIC,
            string(envelope.namespace),
            string(envelope.reserved),
            string(envelope.digest),
            string(hashlib.new(envelope.digest.decode(), message).digest()),
        )
    )
    SshKey.read(envelope.key).verify(envelope.signature, signed)
    return found


def blob(line: str) -> bytes:
    """The key in the line of a .pub file, in OpenSSH's form.

    Raises:
        SignatureError: there is none.
    """
    words = line.split()
    try:
        key = base64.b64decode(words[1], validate=True)
    except (IndexError, binascii.Error) as error:
        raise SignatureError("it is no line of a .pub file") from error
    if Reader(key).string() != words[0].encode():
        raise SignatureError(f"the key is not of the kind {words[0]}")
    return key


def fingerprint(line: str) -> str:
    """A key as `ssh-keygen -l` prints it: SHA256:….

    Raises:
        SignatureError: it is no key, or one that nobody should sign with.
    """
    key = blob(line)
    SshKey.read(key)
    return _fingerprint(key)


def _fingerprint(key: bytes) -> str:
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def _opened(raw: bytes) -> _Envelope:
    reader = Reader(raw)
    if reader.take(len(_MAGIC)) != _MAGIC:
        raise SignatureError("it is no SSH signature")
    if (version := reader.number()) != _VERSION:
        raise SignatureError(f"it is an SSH signature of version {version}; version {_VERSION} is known")
    key, namespace, reserved, digest, signature = (reader.string() for _ in range(5))
    reader.end()
    if digest.decode("ascii", "replace") not in _HASHES:
        raise SignatureError("the message was hashed by a method that SSH signatures don't have")
    return _Envelope(key, namespace, reserved, digest, signature)
