"""The nursery itself: `python -m gcloud.engine.nursery_child DESCRIPTOR MODULE…`; see gcloud.engine.nursery.

It imports, then waits. A message on the descriptor asks for a process: it
carries the process's own descriptors, of which the first is the line on which
its end is told. What is imported here was looked at by every program that comes
of it, so the record of looks begins before.
"""

import contextlib
import fcntl
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from dataclasses import dataclass
from types import FrameType
from typing import Any, Final, NoReturn

from gcloud.engine import reads
from gcloud.engine.nursery import END, ENDED

_LONGEST: Final = 16 * 1024
_MOST_DESCRIPTORS: Final = 16


@dataclass(frozen=True, slots=True)
class Birth:
    """What a process that was forked is to be.

    Args:
        module: runs its `main`.
        folder: its working directory.
        descriptors: its descriptors by the number that each is to have.
    """

    module: str
    folder: str
    descriptors: dict[int, int]


class Wards:
    """The processes that were forked and not ended yet.

    Args:
        line: where they are asked for; when it ends, so do they.
    """

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._wards: dict[socket.socket, int] = {}
        self._selector = selectors.DefaultSelector()
        self._woken, self._waker = socket.socketpair()

    def tend(self) -> Birth:
        """Fork what is asked for, end it, and tell of its end; comes back in a forked process only."""
        for end in (self._woken, self._waker):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, _heed)
        signal.set_wakeup_fd(self._waker.fileno())
        for waited_for in (self._line, self._woken):
            self._selector.register(waited_for, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._line:
                    birth = self._bear()
                    if birth is not None:
                        return birth
                elif key.fileobj is self._woken:
                    self._notice()
                elif isinstance(key.fileobj, socket.socket):
                    self._end(key.fileobj)

    def _bear(self) -> Birth | None:
        message, descriptors, _, _ = socket.recv_fds(self._line, _LONGEST, _MOST_DESCRIPTORS)
        if not message:
            self._leave()
        request: dict[str, Any] = json.loads(message)
        ward, *given = descriptors
        birth = Birth(request["module"], request["folder"], dict(zip(request["numbers"], given, strict=True)))
        pid = os.fork()
        if pid == 0:
            os.close(ward)
            self._forget()
            return birth
        for descriptor in given:
            os.close(descriptor)
        line = socket.socket(fileno=ward)
        self._wards[line] = pid
        self._selector.register(line, selectors.EVENT_READ)
        with contextlib.suppress(OSError):
            line.send(str(pid).encode())
        return None

    def _forget(self) -> None:
        """Leave nothing of the nursery in a forked process."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for one in (self._line, self._woken, self._waker, *self._wards):
            one.close()

    def _notice(self) -> None:
        """Tell of those that have ended; they stay as they are until somebody asks for their status."""
        with contextlib.suppress(BlockingIOError):
            while self._woken.recv(_LONGEST):
                pass
        for line, pid in self._wards.items():
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                with contextlib.suppress(OSError):
                    line.send(ENDED)

    def _end(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            line.recv(len(END))  # or its end: whoever asked for the process is gone
        status = _killed(self._wards.pop(line))
        self._selector.unregister(line)
        with contextlib.suppress(OSError):
            line.send(str(status).encode())
        line.close()

    def _leave(self) -> NoReturn:
        for pid in self._wards.values():
            _killed(pid)
        os._exit(0)


def main() -> None:
    """Import, then fork; a forked process does what it was made for."""
    line = socket.socket(fileno=int(sys.argv[1]))
    recorder = reads.record()
    # Nothing of this is garbage, and pages that nobody touches are shared with what is forked.
    gc.disable()
    for module in sys.argv[2:]:
        # The program that needs it fails by itself, and says where.
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    gc.freeze()
    with recorder.apart():
        birth = Wards(line).tend()
        os.setsid()
        _settle(birth)
    gc.enable()
    try:
        importlib.import_module(birth.module).main(recorder)
    except BaseException:  # noqa: BLE001 - as an interpreter ends
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _settle(birth: Birth) -> None:
    """Take the descriptors and the folder that were given."""
    # First all out of each other's way, then each to its place.
    away = max(birth.descriptors) + 1
    aside = {
        number: fcntl.fcntl(given, fcntl.F_DUPFD_CLOEXEC, away) for number, given in birth.descriptors.items()
    }
    for given in birth.descriptors.values():
        os.close(given)
    for number, given in aside.items():
        os.dup2(given, number, inheritable=True)
        os.close(given)
    os.chdir(birth.folder)
    del sys.argv[1:]


def _killed(pid: int) -> int:
    """Kill a process and whatever it has started; gives its exit status."""
    # One that was forked just now may not have its own session yet.
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _heed(_: int, __: FrameType | None) -> None:
    """Let a child's end wake the loop, by the descriptor that is set for that."""


if __name__ == "__main__":
    main()
