"""The moments of a run at which a kill may leave something half done, and the kill at one of them.

Before and after the cloud has done what a call asks; before, in the middle of and after each write
to the journal; around each file that comes, goes or is renamed in the state's folder.
"""

import json
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.world import Weather, World

KINDS = (".journal", ".history.json", ".checkpoint.json", ".bak", ".json", ".lock", ".yaml")


class Moments:
    """Counts the moments of this process's run, and ends the process at one of them.

    It changes functions of this process for good: use it in a forked child.
    """

    def __init__(self, world: World, at: int | None = None, weather: Weather | None = None) -> None:
        self.labels: list[str] = []
        self._at = at
        self._lock = threading.Lock()
        self._state = str(world.state)
        world.cloud.before = self._called("asked", weather.before if weather else None)
        world.cloud.after = self._called("done, not answered", weather.after if weather else None)
        self._watch_journal()
        for name in ("replace", "rename", "unlink", "mkdir"):
            self._watch_path(name)
        self._watch_scratch()
        # A killed process loses nothing that it has written; only a machine that dies needs the disk.
        os.fsync = os.fdatasync = lambda _: None

    def reach(self, label: str, last: Callable[[], object] | None = None) -> None:
        """Pass a moment; if it is the last one, do what is still to be done and die."""
        with self._lock:
            self.labels.append(label)
            if len(self.labels) != self._at:
                return
        if last is not None:
            last()
        os.kill(os.getpid(), signal.SIGKILL)

    def _called(self, what: str, weather: Callable[..., None] | None) -> Callable[..., None]:
        def pass_by(verb: str, *rest: object) -> None:
            self.reach(f"{verb}: {what}")
            if weather is not None:
                weather(verb, *rest)

        return pass_by

    def _watch_journal(self) -> None:
        plain = os.write

        def write(descriptor: int, data: Any) -> int:
            if not _path_of(descriptor).endswith(".journal"):
                return plain(descriptor, data)
            self.reach("journal: before a line")
            for part in (1, len(data) // 2, len(data) - 1):
                self.reach("journal: in a line", lambda part=part: plain(descriptor, data[:part]))
            written = plain(descriptor, data)
            self.reach("journal: after a line")
            return written

        os.write = write

    def _watch_path(self, name: str) -> None:
        plain = getattr(Path, name)

        def wrapped(path: Path, *args: Any, **given: Any) -> Any:
            if not str(path).startswith(self._state):
                return plain(path, *args, **given)
            target = Path(args[0]) if args and name in {"replace", "rename"} else path
            what = f"{name} {_kind(target)}" if not path.is_dir() or name == "mkdir" else f"{name} a folder"
            self.reach(f"file: before {what}")
            result = plain(path, *args, **given)
            self.reach(f"file: after {what}")
            return result

        setattr(Path, name, wrapped)

    def _watch_scratch(self) -> None:
        plain = tempfile.mkstemp

        def mkstemp(*args: Any, **given: Any) -> tuple[int, str]:
            made = plain(*args, **given)
            self.reach("file: a temporary one is empty")
            return made

        tempfile.mkstemp = mkstemp


def _path_of(descriptor: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""


def _kind(path: Path) -> str:
    if path.parent.name == "stack" and path.suffix == ".json" and "locks" in path.parts:
        return "lock file"
    return next((kind for kind in KINDS if path.name.endswith(kind)), "a folder or a temporary file")


def _let_threads_end() -> None:
    """Wait, a moment at most, for the system's threads behind those that Python has joined.

    One that is still on its way out may hold a lock of OpenSSL, which a fork would keep for ever.
    """
    for _ in range(50):
        if len(list(Path("/proc/self/task").iterdir())) <= threading.active_count():
            return
        time.sleep(0.001)


def in_child(work: Callable[[], object]) -> int:
    """Do something in a forked process; gives its exit status, or minus the signal that ended it."""
    _let_threads_end()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def moments_of(world: World, work: Callable[[World], object], weather: Weather | None = None) -> list[str]:
    """Count a run's moments, by doing it in a child and to its end; gives their labels."""
    told = world.folder / "moments.json"

    def counted() -> None:
        moments = Moments(world, None, weather)
        try:
            work(world)
        finally:
            told.write_text(json.dumps(moments.labels))

    in_child(counted)
    labels: list[str] = json.loads(told.read_text())
    told.unlink()
    return labels


def killed(world: World, work: Callable[[World], object], at: int, weather: Weather | None = None) -> bool:
    """Do a run in a child and kill it at a moment; False if it ended before that moment came."""

    def doomed() -> None:
        Moments(world, at, weather)
        work(world)

    return in_child(doomed) == -signal.SIGKILL
