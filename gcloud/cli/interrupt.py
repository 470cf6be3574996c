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

from gcloud.errors import ExitCode

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


PLANNING = "Stopping. Nothing has been changed. Ctrl-C again stops at once."
CHANGING = "Stopping: the steps that run are finished, no new ones start. Ctrl-C again stops at once."
AT_ONCE = "Stopped at once. The next run finds out what became of the steps in flight."


@contextmanager
def stoppable(first: str = CHANGING) -> Iterator[threading.Event]:
    """Give an event that is set by the first Ctrl-C for as long as the block runs.

    Must be entered in the main thread.

    Args:
        first: what to say at the first Ctrl-C.
    """
    cancel = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the handler's signature
        # Written past Python's buffers, which the interrupted code may be in the middle of.
        if cancel.is_set():
            os.write(2, f"\n{AT_ONCE}\n".encode())
            os._exit(ExitCode.INTERRUPTED)
        cancel.set()
        os.write(2, f"\n{first}\n".encode())

    before = {number: signal.signal(number, on_signal) for number in _SIGNALS}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
