"""The folder that Ansible works in: for its owner only, gone when the run is over, however it ends.

A run that is killed can't remove its folder, so the next one does: a folder is
somebody's for as long as its lock is held, and the kernel gives that back.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

PREFIX: Final = "govcloud-harden-"
_LOCK: Final = "lock"
_YOUNG: Final = 60.0
"""Seconds in which a folder without a lock is thought to be still in the making."""


def parent() -> Path:
    """Where such folders are made: in the session's own folder (XDG), else with all others."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return Path(runtime) if runtime and os.access(runtime, os.W_OK) else Path(tempfile.gettempdir())


@contextmanager
def private_folder() -> Iterator[Path]:
    """Make a folder with mode 0700 for as long as the block lasts, and remove what killed runs left."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent()))
    try:
        with FileLock(folder / _LOCK):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> tuple[Path, ...]:
    """Remove the folders of runs that were killed.

    Returns:
        Those that were removed.
    """
    removed = []
    for folder in sorted(parent().glob(f"{PREFIX}*")):
        status = folder.lstat()
        if not folder.is_dir() or folder.is_symlink() or status.st_uid != os.getuid():
            continue
        if not (folder / _LOCK).exists() and time.time() - status.st_mtime < _YOUNG:
            continue  # somebody is making it right now
        try:
            with FileLock(folder / _LOCK, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
        except (Timeout, OSError):
            continue
        removed.append(folder)
    return tuple(removed)
