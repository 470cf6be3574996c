"""An error that nobody foresaw: a short text for the user, the traceback in a file.

The file is meant to be sent to whoever maintains this, so it must hold no
secret: tracebacks carry no variables, and what looks like a credential in a
message is struck out.
"""

import os
import re
import tempfile
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from gcloud import __version__
from gcloud.errors import GovCloudError

_SECRET_NAME = re.compile(r"PASS|SECRET|TOKEN|CREDENTIAL|PRIVATE|_KEY$", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"(?P<before>(?:pass(?:word|phrase)|secret|token|api[-_]?key)['\"]?\s*[=:]\s*['\"]?|://[^/\s:@]+:)"
    r"(?P<value>[^\s'\",}@]+)",
    re.IGNORECASE,
)
_SHORTEST = 4
"""Shorter values of secret-looking variables are flags ("1", "yes"), not secrets."""


def crashed(error: BaseException) -> GovCloudError:
    """Write the traceback down and return the error to show.

    Args:
        error: what was raised.

    Returns:
        An error of exit code 1 whose hint names the file.
    """
    text = redact("".join(traceback.format_exception(error)), os.environ)
    try:
        where = f"The traceback is in {_write(text)}; it holds no secrets. Please report it."
    except OSError as failure:
        where = f"The traceback could not be written ({failure.strerror}):\n{text}"
    reason = redact(f"{type(error).__name__}: {error}".splitlines()[0], os.environ)
    return GovCloudError(f"Internal error. {reason}", hint=where)


def redact(text: str, environment: Mapping[str, str]) -> str:
    """Strike out secrets: values of secret-looking variables, and `password=…` forms.

    Args:
        text: any text.
        environment: the process's variables.
    """
    secrets = {v for k, v in environment.items() if _SECRET_NAME.search(k) and len(v) >= _SHORTEST}
    for name in ("PULUMI_CONFIG_PASSPHRASE_FILE",):
        secrets |= _file_secret(environment.get(name, ""))
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "[secret]")
    return _SECRET_TEXT.sub(r"\g<before>[secret]", text)


def _file_secret(path: str) -> set[str]:
    try:
        value = Path(path).read_text(encoding="utf-8").strip() if path else ""
    except (OSError, UnicodeDecodeError):
        return set()  # what can't be read can't have leaked
    return {value} if len(value) >= _SHORTEST else set()


def _write(text: str) -> Path:
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "govcloud"
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    body = f"govcloud {__version__}, {stamp}\n{text}"
    try:
        home.mkdir(parents=True, exist_ok=True)
        path = home / f"crash-{stamp}-{os.getpid()}.txt"
        path.write_text(body, encoding="utf-8")
    except OSError:
        handle, name = tempfile.mkstemp(prefix="govcloud-crash-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(body)
        path = Path(name)
    return path
