"""Files of a site that are written whole or not at all, beside the old ones and then put in their place.

For the state itself there is `gcloud.engine.state.files`.
"""

import os
import tempfile
from pathlib import Path


def put(path: Path, content: bytes) -> None:
    """Write a file that can be made again at any time: only its owner reads it, and no disk is waited for.

    Args:
        path: the file; its folder is there.
        content: what it will hold.

    Raises:
        OSError: it can't be written; the old one stands.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def aside(path: Path, text: str) -> Path:
    """Write what will be put in a file's place by renaming it: on the disk, and readable as the old one was.

    Args:
        path: the file; its folder is there.
        text: what it will hold.

    Returns:
        Where it is until then.

    Raises:
        OSError: it can't be written; nothing is left.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
