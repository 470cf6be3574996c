"""What a resource type is handed besides its inputs: the cloud, and how long it may take.

One connection serves all worker threads: keystoneauth guards its token and its
discovery cache with locks, requests' sessions may be shared, and the service
proxies are made before the first thread sees the connection. What the threads
of one run share besides (listings kept for the run) is here too, so that the
types themselves hold no state.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from gcloud.errors import CloudError

T = TypeVar("T")

_FIRST_PAUSE: Final = 0.2
_LONGEST_PAUSE: Final = 2.0
_GROWTH: Final = 1.5


class Shared:
    """What the calls of one provider share; safe to use from many threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._made: dict[str, Future[Any]] = {}

    def once(self, what: str, make: Callable[[], T]) -> T:
        """Make something at its first use and keep it as long as the provider lives.

        Who asks while it is made waits for it. If it can't be made, all who wait get the
        same error (not each its own attempt, one after the other), and the next to ask tries anew.
        """
        with self._guard:
            mine = what not in self._made
            made = self._made.setdefault(what, Future())
        if mine:
            try:
                made.set_result(make())
            except BaseException as error:
                with self._guard:
                    del self._made[what]
                made.set_exception(error)
                raise
        result: T = made.result()
        return result

    def has(self, what: str) -> bool:
        """Tell whether something has been made, without making it."""
        with self._guard:
            made = self._made.get(what)
        return made is not None and made.done() and made.exception() is None


def birth(project: str) -> str:
    """Name the fact that a project was made by this run: what is in it, this run has made, too."""
    return f"birth of project {project}"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one resource type.

    Args:
        cloud: an `openstack.connection.Connection`; its own project is what types list by default.
        region: the region's name, as outputs report it.
        seconds: how long the call may take in all.
        shared: what it shares with the other calls of the provider.
        started: when the call began, by the monotonic clock.
    """

    cloud: Any
    region: str
    seconds: float
    shared: Shared
    started: float = field(default_factory=time.monotonic)

    @property
    def project(self) -> str:
        """The id of the project that the connection is scoped to."""
        project: str = self.cloud.current_project_id
        return project

    def left(self) -> float:
        """Give the seconds that are left, never less than 0."""
        return max(0.0, self.started + self.seconds - time.monotonic())

    def wait(self, what: str, look: Callable[[], T | None]) -> T:
        """Look again and again until there is something.

        Args:
            what: what is waited for, to complete the sentence "gave up waiting for …".
            look: gives None while it isn't there yet.

        Raises:
            CloudError: the call's time is up.
        """
        pause = _FIRST_PAUSE
        while (seen := look()) is None:
            if self.left() <= 0:
                raise CloudError(
                    f"gave up waiting for {what} after {self.seconds:.0f} s",
                    hint="look at the service's log, then run the same command again: it continues here",
                )
            time.sleep(min(pause, max(self.left(), 0.01)))
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)
        return seen
