"""Make a batch's edits so: files whole and checked first, then programs, then each unit once."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple

from . import atomic
from .edits import Action, Edits, FileEdit, Kernel, Permit
from .errors import InapplicableError, InvalidError, UnreadableError
from .host import Host

_UNIT_FOLDERS = ("/etc/systemd/system/", "/usr/lib/systemd/system/", "/run/systemd/system/")


@dataclass
class Committed:
    """What a commit did beside the edits themselves.

    Attributes:
        restarted: The units that took up what changed.
        problems: What did not work, as sentences by item (or ``*`` where it concerns the batch).
    """

    restarted: List[str] = field(default_factory=list)
    problems: List[Tuple[str, str]] = field(default_factory=list)


def commit(host: Host, edits: Edits) -> Committed:
    """Make the edits so.

    Args:
        host: The host.
        edits: What changes.

    Returns:
        What was restarted and what did not work.

    Raises:
        InapplicableError: Files can't be written (no space, read-only); none of them was changed.
        InvalidError: A file or the whole configuration did not pass its check; the files are as they were.
    """
    done = Committed()
    for action in edits.actions:
        if action.first:
            _act(host, action, done)
    _write(host, edits)
    for permit in edits.permits:
        _permit(host, permit, done)
    for value in edits.kernel_values:
        _set(host, value, done)
    for action in edits.actions:
        if not action.first:
            _act(host, action, done)
    _restart(host, edits, done)
    return done


def _write(host: Host, edits: Edits) -> None:
    ready: List[Tuple[FileEdit, str, Optional[str]]] = []
    try:
        for edit in edits.changed_files:
            ready.append((edit, _real(host, edit.path), _prepared(host, edit)))  # noqa: PERF401 (a failure needs those before it)
    except BaseException:
        for _, _, temporary in ready:
            if temporary is not None:
                os.unlink(temporary)
        raise
    for _, path, temporary in ready:
        if temporary is None:
            os.unlink(path)
            atomic.sync_folder(os.path.dirname(path))
        else:
            atomic.place(temporary, path)
    for argv in edits.checks:
        ran = host.run(argv)
        if ran.code:
            for edit, path, _ in ready:
                _take_back(edit, path)
            raise InvalidError(f"{' '.join(argv)}: {ran.said}; the files were put back as they were")


def _prepared(host: Host, edit: FileEdit) -> Optional[str]:
    if edit.after is None:
        return None
    uid = None if edit.owner is None else host.uid(edit.owner)
    gid = None if edit.group is None else host.gid(edit.group)
    if (edit.owner and uid is None) or (edit.group and gid is None):
        raise InapplicableError(f"{edit.path}: there is no user {edit.owner} or group {edit.group} here")
    try:
        temporary = atomic.prepare(_real(host, edit.path), edit.after, mode=edit.mode, uid=uid, gid=gid)
    except OSError as error:
        raise InapplicableError(
            f"{edit.path} can't be written: {_reason(error)}; no file was changed"
        ) from error
    if edit.check:
        ran = host.run([part.replace("%s", temporary) for part in edit.check])
        if ran.code:
            os.unlink(temporary)
            raise InvalidError(f"{edit.path} was not written: {edit.check[0]} says: {ran.said}")
    return temporary


def _take_back(edit: FileEdit, path: str) -> None:
    if edit.before is None:
        os.unlink(path)
    else:
        atomic.place(atomic.prepare(path, edit.before, mode=None, uid=None, gid=None), path)


def _real(host: Host, name: str) -> str:
    """Where the text really is: a link is followed, so that it stays a link."""
    path = host.path(name)
    return os.path.realpath(path) if os.path.islink(path) else path


def _permit(host: Host, permit: Permit, done: Committed) -> None:
    path = host.path(permit.path)
    try:
        if permit.uid is not None or permit.gid is not None:
            os.chown(path, -1 if permit.uid is None else permit.uid, -1 if permit.gid is None else permit.gid)
        if permit.mode is not None:
            os.chmod(path, permit.mode)
    except OSError as error:
        done.problems.append((permit.item, f"{permit.path}: {_reason(error)}"))


def _set(host: Host, value: Kernel, done: Committed) -> None:
    try:
        with open(host.path(value.path), "w", encoding="ascii") as file:
            file.write(value.after)
    except OSError as error:
        done.problems.append((value.item, f"{value.path} can't be set to {value.after}: {_reason(error)}"))


def _act(host: Host, action: Action, done: Committed) -> None:
    try:
        ran = host.run(action.argv, stdin=action.stdin, timeout=action.timeout)
    except UnreadableError as error:
        done.problems.append((action.item, f"{action.what}: {error}"))
        return
    if ran.code:
        done.problems.append((action.item, f"{action.what}: {ran.said}"))


def _restart(host: Host, edits: Edits, done: Committed) -> None:
    if any(path.startswith(_UNIT_FOLDERS) for path in edits.paths):
        _systemctl(host, ["daemon-reload"], done)
    by_verb: Dict[str, List[str]] = {}
    for unit, verb in edits.restarts.items():
        by_verb.setdefault(verb, []).append(unit)
    for verb, units in by_verb.items():
        if _systemctl(host, [verb, *units], done):
            done.restarted.extend(units)


def _systemctl(host: Host, arguments: List[str], done: Committed) -> bool:
    try:
        ran = host.run(["systemctl", *arguments], timeout=120)
    except UnreadableError as error:
        done.problems.append(("*", f"systemctl {' '.join(arguments)}: {error}"))
        return False
    if ran.code:
        done.problems.append(("*", f"systemctl {' '.join(arguments)}: {ran.said}"))
    return ran.code == 0


def _reason(error: OSError) -> str:
    if error.errno == errno.EROFS:
        return "the file system is read-only"
    if error.errno == errno.ENOSPC:
        return "no space is left"
    return str(error.strerror)
