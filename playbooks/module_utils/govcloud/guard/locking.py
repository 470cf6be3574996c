"""One at a time: a change, a confirmation or an undo; the kernel frees the lock of one that died."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import Callable, Iterator

from .errors import GuardBusyError
from .host import Host

FILE = "lock"
PAUSE = 0.05


@contextmanager
def locked(host: Host, patience: float, busy: Callable[[], str | None] = lambda: None) -> Iterator[None]:
    """Hold the guard's lock.

    Args:
        host: The host.
        patience: Seconds to wait for it.
        busy: Says why waiting is of no use, while another one holds it; or None.

    Raises:
        GuardBusyError: Another one holds it.
    """
    os.makedirs(host.state(), 0o700, exist_ok=True)
    opened = os.open(host.state(FILE), os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = host.clock() + patience
    try:
        while True:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                why = busy()
                if why is None and host.clock() > until:
                    why = f"the guard's lock {host.name(host.state(FILE))} was held for {patience:.0f} s"
                if why is not None:
                    raise GuardBusyError(why) from None
                time.sleep(PAUSE)
        yield
    finally:
        os.close(opened)
