"""Keep secrets out of every text that a person or a log sees.

Services echo what they were sent, libraries print addresses with passwords in
them. Nobody can list all the places; so whatever leaves through an error passes
here, and what looks like a secret is replaced.
"""

import re
from typing import Final

_SECRETS: Final = (
    re.compile(r"gAAAA[\w=-]{20,}"),  # a Fernet token
    re.compile(
        r"(?i)((?:x-auth-token|x-subject-token|authorization)['\"]?\s*[:=]\s*)"
        r"(?:basic |bearer )?['\"]?[^\s'\",}]+"
    ),
    re.compile(
        r"(?i)(['\"]?(?:admin_?pass(?:word)?|password|passwd|secret|credential|user_data)['\"]?\s*[:=]\s*)(?:'[^']*'|\"[^\"]*\"|[^\s,}]+)"
    ),
    re.compile(r"(?<=://)[^/@\s:]+:[^/@\s]+(?=@)"),  # user and password in an address
)


def redact(text: str) -> str:
    """Replace whatever looks like a token or a password in `text` by asterisks."""
    for pattern in _SECRETS:
        text = pattern.sub(lambda found: (found.group(1) if found.re.groups else "") + "***", text)
    return text
