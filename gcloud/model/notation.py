"""Text that others prescribe the form of: e-mail addresses, DNS zones, signatures, currencies, keys."""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from gcloud.model.shown import shown
from gcloud.model.wrong import wrong

EMAIL_PATTERN = r"^[^@\s]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+$"
ZONE_PATTERN = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+$"
BASE64_PATTERN = r"^[A-Za-z0-9+/]+={0,2}$"
CURRENCY_PATTERN = r"^[A-Z]{3}$"
PUBLIC_KEY_PATTERN = r"^((ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}( .*)?|[A-Za-z0-9+/]+={0,2})$"


def _form(pattern: str, rule: str, what: str, instead: str, most: int) -> Callable[[str], str]:
    form = re.compile(pattern)

    def check(text: str) -> str:
        if form.fullmatch(text) and len(text) <= most:
            return text
        raise wrong(rule, f"{shown(text)} is no {what}", instead)

    return check


Email = Annotated[
    str,
    AfterValidator(
        _form(EMAIL_PATTERN, "email", "e-mail address", "write for example an@hatinh.example", 254)
    ),
    WithJsonSchema({"type": "string", "pattern": EMAIL_PATTERN}),
]
"""An e-mail address (RFC 5321, without the rarer forms)."""

DnsZone = Annotated[
    str,
    AfterValidator(
        _form(ZONE_PATTERN, "dns.zone", "DNS zone", "end it in a dot: cloud.hatinh.example.", 253)
    ),
    WithJsonSchema({"type": "string", "pattern": ZONE_PATTERN}),
]
"""A zone's name, absolute (RFC 1035, 5.1)."""

Base64 = Annotated[
    str,
    AfterValidator(
        _form(BASE64_PATTERN, "base64", "base64 text", "leave what `govcloud tenant` wrote", 12000)
    ),
    WithJsonSchema({"type": "string", "pattern": BASE64_PATTERN}),
]
"""Bytes in base64 (RFC 4648, 4), on one line."""

Currency = Annotated[
    str,
    AfterValidator(_form(CURRENCY_PATTERN, "currency", "currency", "write for example VND", 3)),
    WithJsonSchema({"type": "string", "pattern": CURRENCY_PATTERN}),
]
"""A currency (ISO 4217)."""

PublicKey = Annotated[
    str,
    AfterValidator(
        _form(
            PUBLIC_KEY_PATTERN,
            "key.public",
            "public key",
            "write the line of a .pub file, or what `gpg --export --export-options export-minimal ID"
            " | base64 -w0` prints",
            32000,
        )
    ),
    WithJsonSchema({"type": "string", "pattern": PUBLIC_KEY_PATTERN}),
]
"""A public key: a line as in authorized_keys, without options (sshd(8)), or a certificate in base64."""
