"""Verifies what `gpg --detach-sign` signs (RFC 4880, 9580), by Sequoia.

A certificate's own expiry and revocation count as they stand in it, beside what
the roster says of the key.
"""

import base64
import binascii
from collections.abc import Iterable

from pysequoia import Cert, Sig, verify

from gcloud.plan.tenants.signature_error import SignatureError


def signer(raw: bytes, message: bytes, keys: Iterable[str]) -> str:
    """The key that signed a message.

    Args:
        raw: the detached signature, without armour.
        message: what was signed.
        keys: certificates in base64.

    Raises:
        SignatureError: none of these keys made this signature of this message.
    """
    known = {certificate.fingerprint: (key, certificate) for key in keys for certificate in [_read(key)]}
    try:
        signature = Sig.from_bytes(raw)
    except RuntimeError as error:
        raise SignatureError("it is no OpenPGP signature") from error
    try:
        verified = verify(
            bytes=message, store=lambda _: [held for _, held in known.values()], signature=signature
        )
    except RuntimeError as error:
        # Sequoia says no more than that no signature is valid.
        raise SignatureError(
            "it fits none of these keys, or its key had ended when it was made",
            (signature.issuer_fingerprint or "").upper(),
        ) from error
    return known[verified.valid_sigs[0].certificate][0]


def fingerprint(key: str) -> str:
    """A key as gpg prints it.

    Raises:
        SignatureError: it is no certificate.
    """
    return _read(key).fingerprint.upper()


def _read(key: str) -> Cert:
    try:
        return Cert.from_bytes(base64.b64decode(key, validate=True))
    except (binascii.Error, RuntimeError) as error:
        raise SignatureError("it is no OpenPGP key") from error
