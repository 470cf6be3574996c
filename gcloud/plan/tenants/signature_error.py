"""Why a signature doesn't count."""

from gcloud.errors import InputError


class SignatureError(InputError):
    """A signature or a key can't be relied on; the message is one clause that says why.

    Args:
        what: why.
        fingerprint: the key that made the signature, where it can be told.
    """

    def __init__(self, what: str, fingerprint: str = "") -> None:
        super().__init__(what, data={"fingerprint": fingerprint} if fingerprint else {})
        self.fingerprint = fingerprint
