"""Deletes many resources: what needs something goes before what it needs, the rest at once.

Each deletion starts as soon as the last one that it waits for is done, so a
slow one holds up nothing but what it needs. One that fails keeps what it needs;
everything else goes on.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeAlias

from gcloud.engine.order import needs
from gcloud.engine.state.resource import Key, ResourceState

Riders: TypeAlias = Mapping[Key, Sequence[ResourceState]]

NO_RIDERS: Final[Riders] = {}


class _Schedule:
    """Who waits for whom; the counts change as deletions end."""

    def __init__(self, states: Sequence[ResourceState], along: Riders) -> None:
        groups = [(state, *along.get(state.key, ())) for state in states]
        by_urn: dict[str, list[int]] = defaultdict(list)
        for index, group in enumerate(groups):
            for state in group:
                by_urn[state.urn].append(index)
        self.needed = [
            {other for state in group for urn in needs(state) for other in by_urn.get(urn, ())} - {index}
            for index, group in enumerate(groups)
        ]
        self.waits = [0] * len(states)
        for below in self.needed:
            for other in below:
                self.waits[other] += 1
        self.hindered: list[str] = [""] * len(states)

    def release(self, index: int, hindrance: str) -> list[int]:
        """Note that a deletion has ended; gives those that may start now."""
        ready = []
        for other in self.needed[index]:
            self.waits[other] -= 1
            if hindrance:
                self.hindered[other] = hindrance
            if self.waits[other] == 0:
                ready.append(other)
        return ready


def delete_in_order(
    states: Sequence[ResourceState],
    delete: Callable[[ResourceState], bool],
    skip: Callable[[ResourceState, str], None],
    parallel: int,
    along: Riders = NO_RIDERS,
) -> None:
    """Delete resources.

    Args:
        states: what to delete.
        delete: deletes one and gives whether that succeeded; must not raise.
        skip: told of one that can't be tried, and why.
        parallel: how many at once, at most.
        along: what goes with each, by its key; it is none of the states itself.
    """
    schedule = _Schedule(states, along)
    lock = threading.Lock()
    finished = threading.Event()
    left = len(states)
    if not left:
        return

    with ThreadPoolExecutor(max_workers=parallel, thread_name_prefix="delete") as workers:

        def run(index: int) -> None:
            nonlocal left
            state = states[index]
            hindrance = schedule.hindered[index]
            if hindrance:
                skip(state, hindrance)
            elif not delete(state):
                hindrance = f"{state.urn.rpartition('::')[2]}, which needs it, could not be deleted"
            with lock:
                ready = schedule.release(index, hindrance)
                left -= 1
                if left == 0:
                    finished.set()
            for other in ready:
                workers.submit(run, other)

        first = [index for index, count in enumerate(schedule.waits) if count == 0]
        # The last ones made go first: with ties that is nearest to the reverse of creation.
        for index in reversed(first):
            workers.submit(run, index)
        finished.wait()
