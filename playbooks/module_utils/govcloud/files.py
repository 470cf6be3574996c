"""Write the files of a batch: all prepared and checked first, then each put in its place in one step."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from typing import List, Optional, Tuple

from . import atomic
from .edits import Edits, FileEdit
from .errors import InapplicableError, InvalidError
from .host import Host

Trouble = Tuple[str, str, str]


@dataclass(frozen=True)
class _Ready:
    """A file that can take its place: the old one's state, and the temporary file (None: to be removed)."""

    edit: FileEdit
    path: str
    temporary: Optional[str]
    old: Optional[os.stat_result]


def write(host: Host, edits: Edits) -> List[Trouble]:
    """Write and remove the files.

    Args:
        host: The host.
        edits: What changes.

    Returns:
        What was left as it is since its own program refused it: items, words, why.

    Raises:
        InapplicableError: Files can't be written (no space, read-only); none of them was changed.
        InvalidError: The whole configuration did not pass its check; the files are as they were.
    """
    ready: List[_Ready] = []
    refused: List[Trouble] = []
    try:
        for edit in edits.changed_files:
            _prepare(host, edit, ready, refused)
    except BaseException:
        for entry in ready:
            if entry.temporary is not None:
                os.unlink(entry.temporary)
        raise
    for entry in ready:
        _place(entry)
    for argv in edits.checks if ready else ():
        ran = host.run(argv)
        if ran.code:
            for entry in ready:
                _take_back(entry)
            raise InvalidError(f"{' '.join(argv)}: {ran.said}; the files were put back as they were")
    return refused


def reason(error: OSError) -> str:
    """What an error of the operating system means, in words for the report."""
    if error.errno == errno.EROFS:
        return "the file system is read-only"
    if error.errno == errno.ENOSPC:
        return "no space is left"
    return str(error.strerror)


def _prepare(host: Host, edit: FileEdit, ready: List[_Ready], refused: List[Trouble]) -> None:
    path = host.path(edit.path)
    path = os.path.realpath(path) if os.path.islink(path) else path  # a link stays a link
    old = os.stat(path) if os.path.exists(path) else None
    try:
        temporary = None if edit.after is None else _prepared(host, edit, path)
    except InvalidError as error:
        refused.append((", ".join(edit.items), edit.what, str(error)))
    else:
        ready.append(_Ready(edit, path, temporary, old))


def _prepared(host: Host, edit: FileEdit, path: str) -> str:
    uid = None if edit.owner is None else host.uid(edit.owner)
    gid = None if edit.group is None else host.gid(edit.group)
    if (edit.owner and uid is None) or (edit.group and gid is None):
        raise InapplicableError(f"{edit.path}: there is no user {edit.owner} or no group {edit.group} here")
    try:
        temporary = atomic.prepare(path, edit.after or "", mode=edit.mode, uid=uid, gid=gid)
    except OSError as error:
        raise InapplicableError(
            f"{edit.path} can't be written: {reason(error)}; no file was changed"
        ) from error
    if edit.check:
        ran = host.run([part.replace("%s", temporary) for part in edit.check])
        if ran.code:
            os.unlink(temporary)
            raise InvalidError(f"{edit.path} was not written: {edit.check[0]} says: {ran.said}")
    return temporary


def _place(entry: _Ready) -> None:
    if entry.temporary is not None:
        atomic.place(entry.temporary, entry.path)
    elif entry.old is not None:
        os.unlink(entry.path)
        atomic.sync_folder(os.path.dirname(entry.path))


def _take_back(entry: _Ready) -> None:
    if entry.old is None:
        os.unlink(entry.path)
        return
    old = entry.old
    atomic.place(
        atomic.prepare(
            entry.path, entry.edit.before or "", mode=old.st_mode & 0o7777, uid=old.st_uid, gid=old.st_gid
        ),
        entry.path,
    )
