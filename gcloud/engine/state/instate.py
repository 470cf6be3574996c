"""Putting another checkpoint in a stack's place: an import, or a copy of an earlier state.

What was there is kept: the state as a backup, a damaged one aside, and a journal
that the new state does not continue aside too.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gcloud.engine.state import backend, checkpoint, entries, files
from gcloud.engine.state.errors import StateError
from gcloud.engine.state.lock import StackLock
from gcloud.engine.state.paths import StackFiles


@dataclass(frozen=True, slots=True)
class Copy:
    """An earlier state that could be put back.

    Args:
        name: by which people choose it: `bak`, or a backup's file name.
        path: the file.
        written: when, UTC.
        resources: how many it holds; None if it is damaged.
    """

    name: str
    path: Path
    written: datetime
    resources: int | None


def copies(stack: StackFiles) -> tuple[Copy, ...]:
    """Give the earlier states that are there, newest first."""
    found = [*_moved_aside(stack), *(path for _, path in backend.backups(stack))]
    if stack.previous.exists():
        found.append(stack.previous)
    listed = [_copy(stack, path) for path in found]
    return tuple(sorted(listed, key=lambda one: one.written, reverse=True))


def _moved_aside(stack: StackFiles) -> Iterator[Path]:
    yield from sorted(stack.checkpoint.parent.glob(f"{stack.checkpoint.name}.corrupt-*"))


def _copy(stack: StackFiles, path: Path) -> Copy:
    try:
        resources: int | None = len(checkpoint.parse(files.read(path) or b"").resources)
    except StateError:
        resources = None
    name = "bak" if path == stack.previous else path.name
    return Copy(name, path, datetime.fromtimestamp(path.stat().st_mtime, UTC), resources)


def put(stack: StackFiles, content: bytes) -> tuple[str, ...]:
    """Make a checkpoint a stack's state, under its lock.

    Args:
        stack: the stack's files; made if they are new.
        content: a sound checkpoint.

    Returns:
        What became of what was there, in sentences.

    Raises:
        StackLockedError: another run holds it.
        StateWriteError: it can't be written; the state stands.
    """
    lock = StackLock.acquire(stack)
    try:
        backend.prepare(stack)
        before = files.read(stack.checkpoint)
        told = [] if before is None else [f"The state before is kept as {_back_up(stack, before)}."]
        backend.write_checkpoint(stack, content)
        # After the checkpoint: a kill between leaves a journal that is known not to belong to it.
        told += _end_journal(stack)
    finally:
        lock.release()
    return tuple(told)


def _end_journal(stack: StackFiles) -> Iterator[str]:
    journal = files.read(stack.journal)
    if journal is None:
        return
    if any(entry["do"] not in {"open", "saved"} for entry in entries.read(journal).entries):
        moved = files.move_aside(stack.journal, "replaced")
        yield f"What a run had under way since is kept as {moved}."
    else:
        stack.journal.unlink()


def _back_up(stack: StackFiles, content: bytes) -> Path:
    try:
        checkpoint.parse(content)
    except StateError:
        return files.move_aside(stack.checkpoint, "corrupt")
    files.make_folder(stack.backups)
    moment = max([time.time_ns(), *(nanos + 1 for nanos, _ in backend.backups(stack)[:1])])
    path = stack.backups / f"{stack.stack}.{moment}.json"
    files.replace(path, content, stack.scratch)
    return path
