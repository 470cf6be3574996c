"""How many calls may be under way at once, over all clouds and all stacks of a run.

Each stack works on many resources at once, and many stacks run at once; a cloud
that is asked for everything at the same time serves nobody. So every call of a
run goes through one gate. Who waits between two tries of a call is not in it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Lets so many through at once; the others wait. May be shared by any number of threads.

    Args:
        limit: how many; at least 1.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._places = threading.BoundedSemaphore(limit)
        self._counting = threading.Lock()
        self._passed = 0

    @property
    def passed(self) -> int:
        """How many calls it has let through; one that was repeated counts as often as it was sent."""
        return self._passed

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place for as long as the block runs; waits for one."""
        with self._places:
            with self._counting:
                self._passed += 1
            yield
