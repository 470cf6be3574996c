"""The process of the official CLI: started in a process group of its own, stopped by one interrupt."""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pulumi import automation

_POLL = 0.2


class Cli(automation.PulumiCommand):
    """The CLI in a process group of its own, which an event can interrupt.

    Args:
        command: where it is.
        interrupt: once set, the command that runs is asked to stop.

    Raises:
        OSError: it can't be started.
        subprocess.CalledProcessError: it does not tell its version.
        InvalidVersionError: it is too old for the Automation API.
    """

    def __init__(self, command: str, interrupt: threading.Event) -> None:
        super().__init__()
        self.command = command
        self._interrupt = interrupt

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Callable[[str], Any] | None = None,
        on_error: Callable[[str], Any] | None = None,
    ) -> automation.CommandResult:
        """Run one command of the CLI; see the base class."""
        with subprocess.Popen(
            [self.command, "--non-interactive", *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env={**os.environ, **additional_env, "PULUMI_AUTOMATION_API": "true"},
            encoding="utf-8",
            process_group=0,
        ) as process:
            texts: dict[str, str] = {}

            def read(name: str, callback: Callable[[str], Any] | None) -> None:
                stream = process.stdout if name == "out" else process.stderr
                lines = []
                for line in stream or ():
                    lines.append(line.rstrip())
                    if callback is not None:
                        callback(line.rstrip())
                texts[name] = "\n".join(lines)

            readers = [
                threading.Thread(target=read, args=("out", on_output)),
                threading.Thread(target=read, args=("err", on_error)),
            ]
            for reader in readers:
                reader.start()
            while process.poll() is None:
                if self._interrupt.wait(_POLL):
                    self._interrupt.clear()
                    process.send_signal(signal.SIGINT)
            for reader in readers:
                reader.join()
        result = automation.CommandResult(stdout=texts["out"], stderr=texts["err"], code=process.returncode)
        if result.code != 0:
            raise automation.errors.create_command_error(result)
        return result


@contextlib.contextmanager
def forwarding(cancel: threading.Event | None, interrupt: threading.Event) -> Iterator[None]:
    """Pass one cancellation on to the CLI while the block runs.

    Args:
        cancel: set by whoever wants the run to stop.
        interrupt: the CLI's own.
    """
    done = threading.Event()

    def watch() -> None:
        while cancel is not None and not done.wait(_POLL):
            if cancel.is_set():
                interrupt.set()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
