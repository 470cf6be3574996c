"""Child processes of the engine: started with orders, listened to, and ended with all they have started."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final, Protocol, TypeAlias

from gcloud.engine.events import Severity

Say: TypeAlias = Callable[[Severity, str], None]
"""Told of each line that a process prints."""

_PATIENCE: Final = 1.0
_WITHHELD: Final = (
    "PULUMI_CONFIG_PASSPHRASE",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
    "PULUMI_CONFIG",
    "PULUMI_CONFIG_SECRET_KEYS",
    "PULUMI_DISABLE_RESOURCE_REFERENCES",
    "PULUMI_ERROR_OUTPUT_STRING",
    "PYTHONSTARTUP",
    "PYTHONINSPECT",
)
"""Variables that a program must not see, or that would steer the SDK behind our back."""


class Running(Protocol):
    """A child process that runs.

    Attributes:
        pid: its number, and that of its session.
    """

    pid: int

    def ended(self, seconds: float = 0) -> bool:
        """Tell whether it has ended, after waiting for that so long at most."""
        ...

    def end(self) -> int:
        """Kill it and whatever it has started; gives its exit status, negative of a signal's number."""
        ...


class Start(Protocol):
    """A way to start a module of ours in a process of its own; see gcloud.engine.tether for its side."""

    def __call__(
        self, module: str, folder: Path, orders: Mapping[str, Any], say: Say, *, pass_fds: Sequence[int] = ()
    ) -> Running:
        """Start it.

        Args:
            module: the module, `gcloud.engine.child`.
            folder: its working directory.
            orders: what it is told; JSON-able, may hold secrets.
            say: told of what it prints.
            pass_fds: descriptors that it inherits, under the same numbers.
        """
        ...


class Child:
    """A process that runs a module of ours in a new interpreter; a `Start`."""

    def __init__(
        self, module: str, folder: Path, orders: Mapping[str, Any], say: Say, *, pass_fds: Sequence[int] = ()
    ) -> None:
        self._process = subprocess.Popen(
            command(module),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment(),
            pass_fds=pass_fds,
            start_new_session=True,  # the terminal's Ctrl-C is for us, who stop cleanly
        )
        process = self._process
        self.pid = process.pid
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None  # noqa: S101, PT018 - for the type checker
        self._ties = Ties(process.stdin, process.stdout, process.stderr, say)
        self._ties.tell(orders)

    def ended(self, seconds: float = 0) -> bool:
        """Tell whether it has ended; see Running."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return self._process.returncode is not None

    def end(self) -> int:
        """Kill it and whatever it has started; see Running."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        status = self._process.wait()
        self._ties.cut()
        return status


class Ties:
    """What ties a child process to us: the pipe that its orders go down, and the two that it prints on.

    Args:
        orders: the pipe's end; the child lives no longer than it is open.
        output: what the child prints.
        errors: what it prints as errors.
        say: told of each line.
    """

    def __init__(self, orders: IO[bytes], output: IO[bytes], errors: IO[bytes], say: Say) -> None:
        self._orders = orders
        self._listeners = [
            threading.Thread(target=_listen, args=(output, "info", say), daemon=True),
            threading.Thread(target=_listen, args=(errors, "warning", say), daemon=True),
        ]
        for listener in self._listeners:
            listener.start()

    def tell(self, orders: Mapping[str, Any]) -> None:
        """Give the child its orders; if it died before it could read, its exit status says why."""
        with contextlib.suppress(BrokenPipeError):
            self._orders.write(json.dumps(orders).encode() + b"\n")
            self._orders.flush()

    def cut(self) -> None:
        """Hear to the end what the child has printed, now that it is gone."""
        for listener in self._listeners:
            # What it has left behind, if it got away, may hold its output for ever.
            listener.join(_PATIENCE)
        with contextlib.suppress(BrokenPipeError):
            self._orders.close()


def command(module: str, *arguments: str) -> list[str]:
    """Give the command line that runs a module of ours, and nothing else of its folder."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """Give the variables that a child process sees."""
    kept = {key: value for key, value in os.environ.items() if key not in _WITHHELD}
    # A block of output must not wait in a buffer while people watch.
    return {**kept, "PYTHONUNBUFFERED": "1"}


def _listen(stream: IO[bytes], severity: Severity, say: Say) -> None:
    with stream:
        for line in stream:
            text = line.decode(errors="replace").rstrip()
            if text:
                say(severity, text)
