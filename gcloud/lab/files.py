"""Writing files so that a killed run leaves the old one or the new one."""

import os
import tempfile
from pathlib import Path

PRIVATE = 0o600


def write(path: Path, text: str, *, mode: int = PRIVATE) -> bool:
    """Replace a file's text in one step.

    Returns:
        Whether the text or mode differed from what was there.
    """
    if path.is_file() and path.read_text() == text and path.stat().st_mode & 0o777 == mode:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w") as out:
        out.write(text)
    temporary = Path(name)
    temporary.chmod(mode)
    temporary.replace(path)
    return True


def tail(path: Path, lines: int = 15, limit: int = 32_768) -> str:
    """The last lines of a log; empty when there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as log:
        log.seek(max(0, path.stat().st_size - limit))
        text = log.read().decode(errors="replace")
    return "\n".join(text.splitlines()[-lines:])
