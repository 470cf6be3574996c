"""The certificate that a server shows, where it was not accepted: people must learn which one.

Python's refusal says why and not of what, and the certificate is gone with the
connection; so it is asked for once more, without trusting it with anything.
"""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509

_SECONDS: Final = 5.0
_HTTPS: Final = 443


@dataclass(frozen=True, slots=True)
class Certificate:
    """What identifies a server's certificate.

    Args:
        subject: whom it is for, as its distinguished name.
        issuer: who signed it.
        names: the host names and addresses that it is good for.
        ends: the end of its validity, UTC.
    """

    subject: str
    issuer: str
    names: tuple[str, ...]
    ends: datetime

    @property
    def words(self) -> str:
        """Describe it in one line."""
        by = "signed by itself" if self.issuer == self.subject else f"issued by {self.issuer}"
        return f"the certificate of {self.subject}, {by}, valid until {self.ends:%Y-%m-%d %H:%M} UTC"

    def expired(self) -> bool:
        """Tell whether its validity has ended by this machine's clock."""
        return self.ends < datetime.now(UTC)


def shown(address: str) -> Certificate | None:
    """Give the certificate that a server shows; None if it shows none that can be read.

    Args:
        address: the server's, as in `https://cloud.example:5000/v3`.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        return None
    try:
        text = ssl.get_server_certificate((parts.hostname, parts.port or _HTTPS), timeout=_SECONDS)
        found = x509.load_pem_x509_certificate(text.encode())
    except (OSError, ValueError):
        return None
    return Certificate(
        found.subject.rfc4514_string(),
        found.issuer.rfc4514_string(),
        _names(found),
        found.not_valid_after_utc,
    )


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        value = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(name.value) for name in value)
