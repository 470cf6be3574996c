"""A security key of worthless secrets: signs as a FIDO token does (PROTOCOL.u2f), touched or not."""

import base64
import hashlib
from typing import Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gcloud.plan.tenants.ssh_wire import string
from tests.approvals import enveloped

APPLICATION = b"ssh:"


class Authenticator:
    def __init__(self, kind: Literal["ed25519", "ecdsa"]) -> None:
        if kind == "ed25519":
            self._secret = Ed25519PrivateKey.generate()
            self.name = b"sk-ssh-ed25519@openssh.com"
            public = string(self._secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
        else:
            self._secret = ec.generate_private_key(ec.SECP256R1())
            self.name = b"sk-ecdsa-sha2-nistp256@openssh.com"
            point = self._secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
            public = string(b"nistp256") + string(point)
        self.blob = string(self.name) + public + string(APPLICATION)

    @property
    def public(self) -> str:
        return f"{self.name.decode()} {base64.b64encode(self.blob).decode()}"

    def sign(self, message: bytes, namespace: bytes, *, touched: bool = True) -> bytes:
        flags = bytes([1 if touched else 0]) + (7).to_bytes(4, "big")

        def made(signed: bytes) -> bytes:
            told = hashlib.sha256(APPLICATION).digest() + flags + hashlib.sha256(signed).digest()
            return string(self.name) + string(self._raw(told)) + flags

        return enveloped(self.blob, namespace, message, made)

    def _raw(self, told: bytes) -> bytes:
        if isinstance(self._secret, Ed25519PrivateKey):
            return self._secret.sign(told)
        numbers = decode_dss_signature(self._secret.sign(told, ec.ECDSA(hashes.SHA256())))
        return b"".join(string(_mpint(number)) for number in numbers)


def _mpint(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1, "big")
