"""Hands a secret to a program that wants to read it from a file: by a pipe, so that it is on no disk.

Neither a command line nor the environment carries it: both can be read by others.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PAUSE: Final = 0.02
"""Seconds between two looks whether somebody reads."""


@contextmanager
def readable(secret: str, path: Path) -> Iterator[Path]:
    """Let whoever opens a path read a secret, for as long as the block lasts.

    Args:
        secret: what is read.
        path: the pipe to make, in a folder that only its owner may enter.
    """
    os.mkfifo(path, 0o600)
    over = threading.Event()
    feeder = threading.Thread(target=_feed, args=(secret.encode(), path, over), name="secret", daemon=True)
    feeder.start()
    try:
        yield path
    finally:
        over.set()
        feeder.join()
        path.unlink(missing_ok=True)


def _feed(secret: bytes, path: Path, over: threading.Event) -> None:
    while not over.wait(_PAUSE):
        try:
            pipe = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            continue
        try:
            os.write(pipe, secret)
        except BrokenPipeError:  # the reader has gone: the next one gets it whole
            continue
        finally:
            os.close(pipe)
        over.wait(_PAUSE * 5)  # until this reader has seen the end
