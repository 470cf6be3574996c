"""Writing files so that a kill or a power cut leaves the old one or the new one, never half of one.

The new content goes to a temporary file of a folder of ours (the official engine
reads every file of its own folders), is forced to the disk and then renamed
over the old one. A full disk or a read-only folder therefore shows before the
old file is touched.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from gcloud.engine.state.errors import StateWriteError


@contextmanager
def explained(path: Path, doing: str) -> Iterator[None]:
    """Turn the system's refusals into errors that say what to do.

    Args:
        path: what was to be written or read.
        doing: the verb for the message, "write", "read", "lock".

    Raises:
        StateWriteError: in place of any OSError.
    """
    try:
        yield
    except OSError as error:
        raise StateWriteError(
            f"Can't {doing} {path}: {error.strerror or error}.",
            hint=_hint(error, path),
            data={"path": str(path), "errno": error.errno},
        ) from error


def _hint(error: OSError, path: Path) -> str:
    if isinstance(error, NotADirectoryError | FileExistsError):
        return f"A part of the path {path} is a file; point PULUMI_BACKEND_URL or --state to a folder."
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return "Free space on that disk, then run the same command again; the state is as it was."
    return (
        "Make the state's folder writable for this user, or choose another by PULUMI_BACKEND_URL or --state."
    )


def sync_folder(folder: Path) -> None:
    """Force a folder's entries (a rename in it, a new file) to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def temporary_prefix(name: str) -> str:
    """Give what the names of a file's temporary predecessors begin with."""
    return f".{name}.new-"


def replace(path: Path, content: bytes, scratch: Path) -> None:
    """Write a file whole or not at all, durable when it returns.

    Args:
        path: the file; its folder exists.
        content: what it will hold.
        scratch: an existing folder on the same disk for the temporary file.

    Raises:
        StateWriteError: the disk is full, the folder can't be written …; the old file stands.
    """
    with explained(path, "write"):
        descriptor, name = tempfile.mkstemp(prefix=temporary_prefix(path.name), dir=scratch)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it.

    Raises:
        StateWriteError: it can't be made.
    """
    with explained(folder, "make the folder"):
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)


def check_space(folder: Path, size: int) -> None:
    """Make sure that a folder takes so many bytes more, by taking the space and giving it back.

    Raises:
        StateWriteError: it is read-only, full, or over its quota.
    """
    with explained(folder, "write to"):
        descriptor, name = tempfile.mkstemp(prefix=temporary_prefix("space"), dir=folder)
        try:
            os.posix_fallocate(descriptor, 0, size)
        finally:
            os.close(descriptor)
            Path(name).unlink()


def move_aside(path: Path, why: str) -> Path:
    """Rename a file to NAME.WHY-TIME beside itself and return where it is now.

    Raises:
        StateWriteError: it can't be moved.
    """
    target = _aside(path, why)
    with explained(path, "move aside"):
        path.rename(target)
        sync_folder(path.parent)
    return target


def copy_aside(path: Path, why: str, scratch: Path) -> Path:
    """Copy a file to NAME.WHY-TIME beside itself and return the copy's path.

    Raises:
        StateWriteError: it can't be read or copied.
    """
    target = _aside(path, why)
    replace(target, read(path) or b"", scratch)
    return target


def _aside(path: Path, why: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return path.with_name(f"{path.name}.{why}-{stamp}")


def read(path: Path) -> bytes | None:
    """Read a file; None if there is none.

    Raises:
        StateWriteError: it is there and can't be read.
    """
    with explained(path, "read"):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
