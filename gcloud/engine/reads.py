"""What a program's process looked at: files it read, folders it listed, what it asked for in vain.

A program that would find all of it as it was would do again what it did. So
whoever keeps this record knows when a program need not run (gcloud.deploy.fingerprint).

The record is made inside the process, by Python's audit events; of a question
whether a file is there the interpreter tells nobody, so `os.stat` and its
like are wrapped. What can't be followed (other programs, connections) is
named as such. The interpreter's and the installed libraries' own files are left
out, and so are this package's: their versions say what they are.

Source: https://docs.python.org/3/library/audit_events.html
"""

import contextlib
import functools
import importlib.util
import json
import os
import stat
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import gcloud

Mark = tuple[int, ...]
"""What a file system says of a file or folder: kind, size, number, times of content and of the entry (ns)."""

ELSEWHERE: Final = {
    "subprocess.Popen": "it starts another program",
    "os.system": "it starts another program",
    "os.exec": "it starts another program",
    "os.posix_spawn": "it starts another program",
    "os.fork": "it makes another process",
    "os.forkpty": "it makes another process",
    "socket.connect": "it connects to a service",
    "socket.sendto": "it connects to a service",
    "socket.sendmsg": "it connects to a service",
    "socket.getaddrinfo": "it looks up a host's address",
    "socket.gethostbyname": "it looks up a host's address",
    "socket.gethostbyaddr": "it looks up a host's address",
    "sqlite3.connect": "it opens a database",
}
"""Audit events of what depends on more than files, and what is said of each."""

_UNREAL: Final = ("/dev/", "/proc/", "/sys/")
_WRITING: Final = os.O_WRONLY | os.O_RDWR
_FRESH: Final = 50_000_000
_FRESH_OF_WHOLE_SECONDS: Final = 2_000_000_000
_SECOND: Final = 1_000_000_000


def mark_of(path: str) -> Mark | None:
    """Give what tells a file or folder from what it becomes when it changes; None if it is not there."""
    try:
        found = os.stat(path)  # noqa: PTH116 - called a thousand times; a Path costs more than the call
    except (OSError, ValueError):
        return None
    return (stat.S_IFMT(found.st_mode), found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)


def is_fresh(mark: Mark | None, now: int) -> bool:
    """Tell whether a file changed so lately that another change might leave the same mark.

    Args:
        mark: its mark.
        now: the time of the look, nanoseconds since the epoch.
    """
    if mark is None:
        return False
    *_, content, entry = mark
    whole_seconds = not content % _SECOND and not entry % _SECOND
    return now - max(content, entry) < (_FRESH_OF_WHOLE_SECONDS if whole_seconds else _FRESH)


class Recorder:
    """Records what this process looks at, from now until it ends.

    Args:
        left_out: folders whose files are not recorded.
    """

    def __init__(self, left_out: tuple[str, ...]) -> None:
        self._folders = frozenset(left_out)
        self._left_out = tuple(f"{folder}{os.sep}" for folder in left_out) + _UNREAL
        self._marks: dict[str, Mark | None] = {}
        self._listed: set[str] = set()
        self._made: set[str] = set()
        self._doubts: dict[str, None] = {}
        self._inside = threading.local()

    def install(self) -> None:
        """Begin; there is no end, for an audit hook can't be taken back."""
        for name in ("stat", "lstat", "access", "readlink"):
            known = getattr(os, name)
            asking = self._asking(known)
            setattr(os, name, asking)
            # Libraries ask these sets what a function can do.
            for able in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
                if known in able:
                    able.add(asking)
        sys.addaudithook(self._heard)

    def report(self) -> dict[str, Any]:
        """Give what was recorded, JSON-able.

        `looked`: paths with their marks at the first look (null: it was not there); `listed`:
        which of them are folders whose entries were listed; `doubts`: what can't be followed.
        """
        return {
            "looked": {
                path: _short(mark) if path not in self._listed else mark
                for path, mark in self._marks.items()
                if path not in self._made
            },
            "listed": sorted(self._listed),
            "doubts": list(self._doubts),
        }

    def _asking(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def asked(path: Any, *others: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes
            if named.get("dir_fd") is None:
                self._look(path)
            return function(path, *others, **named)

        return asked

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Leave out what this thread does in the block."""
        self._inside.busy = True
        try:
            yield
        finally:
            self._inside.busy = False

    def leave(self, file: str) -> None:
        """Add what was recorded to a file: a line of JSON for each run."""
        line = json.dumps(self.report()) + "\n"
        with self.apart(), Path(file).open("a", encoding="utf-8") as stream:
            stream.write(line)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if getattr(self._inside, "busy", False):
            return
        if event == "open":
            path, mode, flags = arguments
            writes = bool(flags & _WRITING) if isinstance(flags, int) else "w" in (mode or "")
            self._look(path, writes=writes)
        elif event in {"os.listdir", "os.scandir"}:
            self._look("." if arguments[0] is None else arguments[0], listed=True)
        elif event in ELSEWHERE and not _is_local(event, arguments):
            self._doubts[ELSEWHERE[event]] = None

    def _look(self, given: object, *, listed: bool = False, writes: bool = False) -> None:
        if isinstance(given, int) or getattr(self._inside, "busy", False):
            return
        with self.apart(), contextlib.suppress(TypeError, ValueError, OSError):
            # What is no path is refused by the function that was called, which is not for us to say.
            path = _source(os.path.abspath(os.fsdecode(given)))  # type: ignore[arg-type]  # noqa: PTH100 - a path, or an error below
            if path.startswith(self._left_out) or path in self._folders:
                return
            known = path in self._marks and (path in self._listed or not listed)
            if known:
                return
            mark = self._marks.setdefault(path, mark_of(path))
            if listed:
                self._listed.add(path)
            if writes and mark is None:
                self._made.add(path)
            # What goes on in a folder that is only passed through is none of the program's business.
            looked_into = listed or mark is None or not stat.S_ISDIR(mark[0])
            if looked_into and is_fresh(mark, time.time_ns()) and path not in self._made:
                self._doubts[f"{path} was being changed while it was read"] = None


def libraries() -> tuple[str, ...]:
    """Give the folders of the interpreter's and the installed libraries' files."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    return tuple(dict.fromkeys(os.path.realpath(sysconfig.get_path(name)) for name in names))


def record() -> Recorder:
    """Begin to record this process's looks."""
    recorder = Recorder((*libraries(), os.path.realpath(Path(gcloud.__file__).parent)))
    recorder.install()
    return recorder


def _short(mark: Mark | None) -> Mark | None:
    """Of a folder that was not listed, keep that it is one: what goes on in it was not looked at."""
    return mark[:1] if mark is not None and stat.S_ISDIR(mark[0]) else mark


def merged(text: str) -> Mapping[str, Any]:
    """Put the records of several runs of a program together; what one found changed is a doubt.

    Args:
        text: what `record` has written.
    """
    looked: dict[str, Any] = {}
    listed: set[str] = set()
    doubts: dict[str, None] = {}
    for line in text.splitlines():
        run = json.loads(line)
        for path, mark in run["looked"].items():
            known = looked.setdefault(path, mark)
            if known is not None and mark is not None and len(known) < len(mark):
                looked[path] = mark
            elif known != mark and (known is None or mark is None or len(known) == len(mark)):
                doubts[f"{path} changed during the run"] = None
        listed.update(run["listed"])
        doubts.update(dict.fromkeys(run["doubts"]))
    return {"looked": looked, "listed": sorted(listed), "doubts": list(doubts)}


def _source(path: str) -> str:
    """Give the source of a compiled module, for that is what is kept in mind when it changes."""
    if path.endswith(".pyc"):
        try:
            return importlib.util.source_from_cache(path)
        except ValueError:
            return path
    return path


def _is_local(event: str, arguments: tuple[Any, ...]) -> bool:
    """Tell whether a connection is one to the engine, or to nobody."""
    if event == "sqlite3.connect":
        return str(arguments[0]) == ":memory:"
    return event.startswith("socket.") and any(isinstance(one, str | bytes) for one in arguments[1:2])
