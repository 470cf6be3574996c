"""Whether a decision was signed by one of somebody's keys, whatever kind of key it is.

Verified in this process, without `ssh-keygen` or `gpg`: a plan verifies every
approval that its tenants rest on, hundreds or thousands of them.
"""

import base64
import binascii
from collections.abc import Iterable
from typing import Literal

from gcloud.plan.tenants.signature_error import SignatureError

Kind = Literal["ssh", "openpgp"]


def signer(kind: Kind, signature: str, message: bytes, namespace: str, keys: Iterable[str]) -> str:
    """The key, of those given, that signed a message.

    Args:
        kind: what kind of signature it is.
        signature: the signature in base64, without armour.
        message: what was signed.
        namespace: what an SSH signature must have been made for; OpenPGP knows no such thing, so what it
            was made for must stand in the message.
        keys: public keys of that kind as the roster has them: the line of a .pub file, or a certificate in
            base64.

    Raises:
        SignatureError: none of these keys made this signature of this message.
    """
    try:
        raw = base64.b64decode(signature, validate=True)
    except binascii.Error as error:
        raise SignatureError("the signature is no base64 text") from error
    if kind == "ssh":
        from gcloud.plan.tenants import signature_ssh  # noqa: PLC0415 - only a site with signatures pays for it

        return signature_ssh.signer(raw, message, namespace, keys)
    from gcloud.plan.tenants import signature_openpgp  # noqa: PLC0415 - few sites have such keys

    return signature_openpgp.signer(raw, message, keys)


def fingerprint(kind: Kind, key: str) -> str:
    """What people call a public key by, as `ssh-keygen -l` and `gpg` print it.

    Args:
        kind: the kind of key.
        key: the key as the roster has it.

    Raises:
        SignatureError: it is no such key, or one that nobody should sign with.
    """
    if kind == "ssh":
        from gcloud.plan.tenants import signature_ssh  # noqa: PLC0415 - only a site with keys pays for it

        return signature_ssh.fingerprint(key)
    from gcloud.plan.tenants import signature_openpgp  # noqa: PLC0415 - few sites have such keys

    return signature_openpgp.fingerprint(key)


def unarmoured(text: str) -> str:
    """A signature as `signer` takes it.

    Args:
        text: what ssh-keygen has written: base64 between lines of dashes.
    """
    return "".join(line for line in text.splitlines() if not line.startswith("-----"))
