"""An interpreter that has imported what programs import, and forks a process for each of them.

Python and the SDK take a program's process half a second of processor time to
load, twice for each stack of a run. Here it is paid once, beside other work: the
nursery is started early and imports while a site is read. What it forks is a
process like any other of ours: its own session, working directory, module table
and output, ended with all it has started, and gone when we are.

The nursery itself runs no program, opens no channel and has one thread, so a
fork of it is as good as new. If somebody kills it, that is told, and the
programs start as they do without it.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NoReturn, Self

from gcloud.engine.process import Child, Running, Say, Ties, command, environment

_MODULE: Final = "gcloud.engine.nursery_child"
END: Final = b"end"
"""Asks the nursery to end a process, and for its status."""
ENDED: Final = b"ended"
"""Said by the nursery of a process that has ended by itself."""
_ANSWER: Final = 64
"""Bytes of the longest answer."""
_KILLED: Final = -int(signal.SIGKILL)


class Nursery:
    """The interpreter, from which any thread may start processes; open it with `with`.

    Args:
        modules: what it imports; one that can't be is left out, and the program that needs it says why.
    """

    def __init__(self, modules: Sequence[str]) -> None:
        self._modules = tuple(modules)
        self._environment = environment()
        self._lock = threading.Lock()
        self._told = False

    def __enter__(self) -> Self:
        """Start it; it goes on importing by itself."""
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                command(_MODULE, str(theirs.fileno()), *self._modules),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=os.sep,
                env=self._environment,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it; what it has forked was ended by those who asked for it, and goes with it otherwise."""
        self._line.close()
        # What is gone already needs no signal, and its number may be another's.
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def start(
        self, module: str, folder: Path, orders: Mapping[str, Any], say: Say, *, pass_fds: Sequence[int] = ()
    ) -> Running:
        """Start a module of ours in a process forked from the nursery; a `Start`.

        Where that would not be the same as a new interpreter, or can't be done, it is a new interpreter.
        """
        if environment() != self._environment or not _is_absolute(self._environment.get("PYTHONPATH", "")):
            return Child(module, folder, orders, say, pass_fds=pass_fds)
        try:
            return _Forked(self._line, self._tell, module, folder, orders, say, pass_fds=pass_fds)
        except OSError:
            self._tell(say)
            return Child(module, folder, orders, say, pass_fds=pass_fds)

    def _tell(self, say: Say) -> None:
        """Say, once, that the nursery is gone."""
        with self._lock:
            told, self._told = self._told, True
        if not told:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
            how = _ended(self._process.returncode)
            say("warning", f"the process from which programs are started {how}; they start without it")


class _Forked:
    """A process forked from the nursery.

    Args:
        nursery: the way to it.
        lost: called when it is found to be gone, with who is to be told.

    Raises:
        OSError: there is no nursery any more.
    """

    def __init__(  # noqa: PLR0917 - as a Start
        self,
        nursery: socket.socket,
        lost: Callable[[Say], None],
        module: str,
        folder: Path,
        orders: Mapping[str, Any],
        say: Say,
        *,
        pass_fds: Sequence[int],
    ) -> None:
        self._lost, self._say = lost, say
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        read, write = os.pipe()
        heard, out = os.pipe()
        noted, err = os.pipe()
        request = {"module": module, "folder": str(folder), "numbers": [0, 1, 2, *pass_fds]}
        with ExitStack() as failed:
            failed.enter_context(self._line)
            for ours in (write, heard, noted):
                failed.callback(os.close, ours)
            try:
                given = [theirs.fileno(), read, out, err, *pass_fds]
                socket.send_fds(nursery, [json.dumps(request).encode()], given)
            finally:
                theirs.close()
                for its in (read, out, err):
                    os.close(its)
            self.pid = int(self._line.recv(_ANSWER) or _gone())
            failed.pop_all()
        self._ties = Ties(os.fdopen(write, "wb"), os.fdopen(heard, "rb"), os.fdopen(noted, "rb"), say)
        self._ties.tell(orders)

    def ended(self, seconds: float = 0) -> bool:
        """Tell whether it has ended, or its nursery, which ends it too; see Running."""
        self._line.settimeout(seconds)
        with contextlib.suppress(TimeoutError, BlockingIOError):
            # Only looked at: whoever ends it takes the answer.
            self._line.recv(_ANSWER, socket.MSG_PEEK)
            return True
        return False

    def end(self) -> int:
        """Kill it and whatever it has started; see Running."""
        try:
            status = self._status()
        except OSError:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            status = _KILLED
            self._lost(self._say)
        self._line.close()
        self._ties.cut()
        return status

    def _status(self) -> int:
        """Let the nursery end it: as long as that has not, its number is no other process's."""
        self._line.settimeout(None)
        self._line.send(END)
        while (answer := self._line.recv(_ANSWER) or _gone()) == ENDED:
            pass
        return int(answer)


def _gone() -> NoReturn:
    raise ConnectionResetError


def _is_absolute(path: str) -> bool:
    """Tell whether a search path means the same in every folder."""
    return not path or all(Path(place).is_absolute() for place in path.split(os.pathsep))


def _ended(status: int | None) -> str:
    if status is None:
        return "does not answer"
    return f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
