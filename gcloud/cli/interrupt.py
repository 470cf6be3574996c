"""Ctrl-C while resources are being changed: the first stops cleanly, the second at once.

A clean stop finishes the steps that have been sent, starts no others and keeps
the state. A stop at once is what SIGKILL does, and the journal is made for it:
the next run finds out what became of the steps in flight. SIGTERM, which CI
systems send, means the same as Ctrl-C.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from gcloud.errors import ExitCode

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable() -> Iterator[threading.Event]:
    """Give an event that is set by the first Ctrl-C for as long as the block runs.

    Must be entered in the main thread.
    """
    cancel = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the handler's signature
        if cancel.is_set():
            click.echo(
                "\nStopped at once. The next run finds out what became of the steps in flight.", err=True
            )
            os._exit(ExitCode.INTERRUPTED)
        cancel.set()
        click.echo(
            "\nStopping: the steps that run are finished, no new ones start. Ctrl-C again stops at once.",
            err=True,
        )

    before = {number: signal.signal(number, on_signal) for number in _SIGNALS}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
