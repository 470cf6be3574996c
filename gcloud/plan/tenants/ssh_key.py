"""What an SSH public key says of a signature (RFC 4253, 5656, 8332, 8709; OpenSSH's PROTOCOL.u2f)."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from gcloud.plan.tenants.signature_error import SignatureError
from gcloud.plan.tenants.ssh_wire import Reader

_RSA: Final = "ssh-rsa"
_RSA_METHODS: Final = {"rsa-sha2-256": hashes.SHA256(), "rsa-sha2-512": hashes.SHA512()}
_RSA_BITS: Final = 2048
"""The least that is not broken in reach of anybody (NIST SP 800-131A: 112 bits of security)."""

_ECDSA: Final[dict[str, hashes.HashAlgorithm]] = {
    "ecdsa-sha2-nistp256": hashes.SHA256(),
    "ecdsa-sha2-nistp384": hashes.SHA384(),
    "ecdsa-sha2-nistp521": hashes.SHA512(),
    "sk-ecdsa-sha2-nistp256@openssh.com": hashes.SHA256(),
}
_ED25519: Final = frozenset({"ssh-ed25519", "sk-ssh-ed25519@openssh.com"})
_TOUCHED: Final = 0x01
"""The flag by which a security key says that somebody touched it."""


@dataclass(frozen=True, slots=True)
class SshKey:
    """A public key that may sign.

    Attributes:
        kind: as OpenSSH calls it.
        public: the key.
        application: what a security key's signatures are for ("ssh:"); None of other keys.
    """

    kind: str
    public: Ed25519PublicKey | ec.EllipticCurvePublicKey | RSAPublicKey
    application: bytes | None

    @classmethod
    def read(cls, blob: bytes) -> "SshKey":
        """A key from OpenSSH's form.

        Raises:
            SignatureError: it is no key, its kind is unknown, or it is too weak.
        """
        kind = Reader(blob).string().decode("ascii", "replace")
        if kind not in {_RSA, *_ECDSA, *_ED25519}:
            raise SignatureError(f"keys of the kind {kind} don't sign approvals")
        try:
            public = load_ssh_public_key(kind.encode() + b" " + base64.b64encode(blob))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise SignatureError("it is no public key") from error
        if not isinstance(public, Ed25519PublicKey | ec.EllipticCurvePublicKey | RSAPublicKey):
            raise SignatureError("it is no public key")
        if isinstance(public, RSAPublicKey) and public.key_size < _RSA_BITS:
            raise SignatureError(f"an RSA key of {public.key_size} bits is too weak; {_RSA_BITS} are needed")
        return cls(kind, public, _application(blob) if kind.startswith("sk-") else None)

    def verify(self, signature: bytes, message: bytes) -> None:
        """Make sure that this key signed a message.

        Args:
            signature: the signature in OpenSSH's form.
            message: the bytes that were signed.

        Raises:
            SignatureError: it didn't, or the signature can't be relied on.
        """
        reader = Reader(signature)
        method = reader.string().decode("ascii", "replace")
        if method not in (_RSA_METHODS if self.kind == _RSA else {self.kind}):
            raise SignatureError(f"a key of the kind {self.kind} doesn't sign by {method}")
        made = reader.string()
        if self.application is not None:
            message = _touched(self.application, reader, message)
        reader.end()
        try:
            self._verify(method, made, message)
        except InvalidSignature as error:
            raise SignatureError("the signature doesn't fit what is said to be signed") from error

    def _verify(self, method: str, made: bytes, message: bytes) -> None:
        if isinstance(self.public, Ed25519PublicKey):
            self.public.verify(made, message)
        elif isinstance(self.public, RSAPublicKey):
            self.public.verify(made, message, padding.PKCS1v15(), _RSA_METHODS[method])
        else:
            parts = Reader(made)
            pair = encode_dss_signature(parts.positive(), parts.positive())
            parts.end()
            self.public.verify(pair, message, ec.ECDSA(_ECDSA[self.kind]))


def _application(blob: bytes) -> bytes:
    """The last of the strings that the key of a security key is made of."""
    reader = Reader(blob)
    last = b""
    while reader.left:
        last = reader.string()
    return last


def _touched(application: bytes, reader: Reader, message: bytes) -> bytes:
    """What a security key signs in place of a message.

    One that signs without being touched signs for whoever has the machine, and an
    approval is a person's.
    """
    flags, counter = reader.take(1), reader.take(4)
    if not flags[0] & _TOUCHED:
        raise SignatureError("the security key was not touched")
    return hashlib.sha256(application).digest() + flags + counter + hashlib.sha256(message).digest()
