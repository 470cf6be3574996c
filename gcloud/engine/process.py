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
from typing import IO, Any, Final, TypeAlias

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


class Child:
    """A process that runs a module of ours; see gcloud.engine.tether for its side.

    Args:
        module: the module, `gcloud.engine.child`.
        folder: its working directory.
        orders: what it is told; JSON-able, may hold secrets.
        say: told of what it prints.
        pass_fds: descriptors that it inherits.
    """

    def __init__(
        self, module: str, folder: Path, orders: Mapping[str, Any], say: Say, *, pass_fds: Sequence[int] = ()
    ) -> None:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(),
            pass_fds=pass_fds,
            start_new_session=True,  # the terminal's Ctrl-C is for us, who stop cleanly
        )
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None  # noqa: S101, PT018 - for the type checker
        self.process = process
        self._orders = process.stdin
        self._listeners = [
            threading.Thread(target=_listen, args=(process.stdout, "info", say), daemon=True),
            threading.Thread(target=_listen, args=(process.stderr, "warning", say), daemon=True),
        ]
        for listener in self._listeners:
            listener.start()
        # If it died before it could read, its exit status says why.
        with contextlib.suppress(BrokenPipeError):
            self._orders.write(json.dumps(orders).encode() + b"\n")
            self._orders.flush()

    def end(self) -> int:
        """Kill it and whatever it has started; gives its exit status."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        status = self.process.wait()
        for listener in self._listeners:
            # What it has left behind, if it got away, may hold its output for ever.
            listener.join(_PATIENCE)
        with contextlib.suppress(BrokenPipeError):
            self._orders.close()
        return status


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in _WITHHELD}
    # A block of output must not wait in a buffer while people watch.
    return {**kept, "PYTHONUNBUFFERED": "1"}


def _listen(stream: IO[bytes], severity: Severity, say: Say) -> None:
    with stream:
        for line in stream:
            text = line.decode(errors="replace").rstrip()
            if text:
                say(severity, text)
