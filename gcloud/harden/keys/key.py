"""A host key, and how people compare it."""

import base64
import binascii
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class HostKey:
    """A public host key.

    Attributes:
        kind: its type by OpenSSH: ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa ...
        blob: the key in base64.
    """

    kind: str
    blob: str

    @property
    def fingerprint(self) -> str:
        """Its fingerprint as OpenSSH shows it (ssh-keygen(1), -l): SHA256:..."""
        digest = hashlib.sha256(base64.b64decode(self.blob)).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def host_key(kind: str, blob: str) -> HostKey | None:
    """A key from its two words; None if they are none.

    Args:
        kind: its type.
        blob: the key in base64.
    """
    try:
        raw = base64.b64decode(blob, validate=True)
    except (binascii.Error, ValueError):
        return None
    # A key begins with the name of its type, after its length in four bytes (RFC 4253, 6.6).
    return HostKey(kind, blob) if raw[4 : 4 + len(kind)] == kind.encode() else None
