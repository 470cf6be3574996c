"""One run at a time: a kernel lock for our own runs, the official lock file for everybody's.

The kernel releases its lock when a run is killed, so no run of ours ever leaves
one behind. The official engine knows only lock files; ours is written for it,
and a dead run of ours is recognised by the mark in its file: the mark's writer
held the kernel lock, and we hold it now. A lock file without that mark is the
official engine's and is respected, dead or not: only `pulumi cancel` may say
that what it left half done is to be given up.

Source: Pulumi's pkg/backend/diy/lock.go (content, path, check before and after writing).
"""

import getpass
import json
import os
import socket
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from gcloud.engine.state import files
from gcloud.engine.state.checkpoint import now
from gcloud.engine.state.errors import StackLockedError
from gcloud.engine.state.paths import StackFiles

MARK: Final = "govcloud"
"""The member of our lock files that the official engine's don't have."""


class StackLock:
    """A held lock; `acquire` makes it."""

    def __init__(self, kernel: FileLock, file: Path, removed: tuple[str, ...]) -> None:
        self._kernel = kernel
        self._file = file
        self.removed = removed
        """Who left the dead locks that were cleaned up, in words."""

    @classmethod
    def acquire(cls, stack: StackFiles) -> "StackLock":
        """Take a stack's lock.

        Raises:
            StackLockedError: somebody holds it; the message says who.
            StateWriteError: the lock's files can't be written.
        """
        files.make_folder(stack.scratch)
        files.make_folder(stack.locks)
        kernel = FileLock(stack.kernel_lock, timeout=0, thread_local=False)
        with files.explained(stack.kernel_lock, "lock"):
            try:
                kernel.acquire()
            except Timeout:
                raise _held(stack, dict(_others(stack)), "another run of this engine") from None
        file = stack.locks / f"{uuid.uuid4()}.json"
        try:
            removed = _remove_dead(stack)
            _refuse_others(stack, file)
            files.replace(file, json.dumps(_content()).encode(), stack.scratch)
            _refuse_others(stack, file)
        except BaseException:
            file.unlink(missing_ok=True)
            kernel.release()
            raise
        return cls(kernel, file, removed)

    def release(self, *, keep_file: bool = False) -> None:
        """Give the lock up.

        Args:
            keep_file: leave the file that stops the official engine, because the checkpoint is not
                whole; the next run of ours removes it.
        """
        if not keep_file:
            self._file.unlink(missing_ok=True)
        self._kernel.release()


def _content() -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "username": _user(),
        "hostname": socket.gethostname(),
        "timestamp": now(),
        MARK: {"boot": _boot(), "started": _started(os.getpid())},
    }


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user that has no name, as in some containers
        return str(os.getuid())


def _boot() -> str:
    """Identify this start of this machine's kernel."""
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def _started(pid: int) -> int | None:
    """Give a process's start in the kernel's ticks since boot, None if there is no such process."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(status.rpartition(")")[2].split()[19])  # the name before may hold anything


def _others(stack: StackFiles) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield each lock file with its content; one that is not readable counts as somebody's."""
    for path in sorted(stack.locks.glob("*.json")):
        content = files.read(path)
        if content is None:
            continue
        try:
            holder = json.loads(content)
        except ValueError:
            holder = {}
        yield path, holder if isinstance(holder, dict) else {}


def _remove_dead(stack: StackFiles) -> tuple[str, ...]:
    """Remove the files of runs of ours that are dead; call with the kernel lock held."""
    removed = []
    for path, holder in _others(stack):
        if MARK in holder and _lives(holder) is False:
            with files.explained(path, "remove"):
                path.unlink(missing_ok=True)
            removed.append(_words(holder))
    return tuple(removed)


def _lives(holder: Mapping[str, Any]) -> bool | None:
    """Tell whether a lock file's writer still runs; None if that can't be known from here."""
    pid, mark = holder.get("pid"), holder.get(MARK, {})
    if holder.get("hostname") != socket.gethostname() or not isinstance(pid, int):
        return None
    if MARK not in holder:  # the official engine's says no more than the number
        return _started(pid) is not None
    # Where the disk has no working kernel locks (some network disks), a live process still counts.
    return (
        isinstance(mark, dict)
        and pid != os.getpid()
        and mark.get("boot") == _boot()
        and mark.get("started") is not None
        and _started(pid) == mark["started"]
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a lock file says holds the stack.

    Args:
        file: the lock file.
        who: user, machine, process and time, in words.
        ours: this engine wrote it, so it is removed by itself once its run is dead.
        lives: whether its process still runs; None if that can't be known from here.
    """

    file: Path
    who: str
    ours: bool
    lives: bool | None


def holders(stack: StackFiles) -> tuple[Holder, ...]:
    """Give all lock files of a stack; nothing is locked or removed."""
    return tuple(
        Holder(path, _words(holder), MARK in holder, _lives(holder)) for path, holder in _others(stack)
    )


def _refuse_others(stack: StackFiles, own: Path) -> None:
    others = {path: holder for path, holder in _others(stack) if path != own}
    if others:
        raise _held(stack, others, "another run")


def _held(stack: StackFiles, holders: Mapping[Path, Mapping[str, Any]], fallback: str) -> StackLockedError:
    who = "; ".join(_words(holder) for holder in holders.values()) or fallback
    foreign = [path for path, holder in holders.items() if MARK not in holder]
    hint = "Wait until it ends, then run again."
    if foreign:
        hint = (
            "Wait until it ends; if it is dead, review what it left with `pulumi cancel` "
            f"(or remove {', '.join(map(str, foreign))}), then run again."
        )
    elif any(holder.get("hostname") != socket.gethostname() for holder in holders.values()):
        paths = ", ".join(map(str, holders))
        hint = f"Wait until it ends; if that machine is gone, remove {paths}, then run again."
    return StackLockedError(
        f"The stack {stack.project}/{stack.stack} is locked by {who}.",
        hint=hint,
        data={"locks": [{"file": str(path), **_facts(holder)} for path, holder in holders.items()]},
    )


def _facts(holder: Mapping[str, Any]) -> dict[str, Any]:
    return {name: holder.get(name) for name in ("username", "hostname", "pid", "timestamp")}


def _words(holder: Mapping[str, Any]) -> str:
    if not holder.get("pid"):
        return "a lock file that can't be read"
    facts = _facts(holder)
    return f"{facts['username']}@{facts['hostname']} (process {facts['pid']}) since {facts['timestamp']}"
