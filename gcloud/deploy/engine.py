"""What an engine is to the commands: plan, up, down, and what the state holds.

Two engines run the same programs on the same state (ADR 1). A command opens
one for the length of its work; while one is open for changes, its stack is
locked where the engine can lock, so what was shown is what is applied.
"""

import threading
from types import TracebackType
from typing import Literal, Protocol, Self

from gcloud.deploy.outcome import Listener, Outcome
from gcloud.engine.state.resource import ResourceState

Name = Literal["embedded", "pulumi"]


class Engine(Protocol):
    """One engine, opened for one target; a context manager.

    Attributes:
        name: which one it is.
        version: its version, as shown.
    """

    name: Name
    version: str

    def preview(self, listener: Listener | None = None, cancel: threading.Event | None = None) -> Outcome:
        """Find out what `up` would do, changing nothing; once `cancel` is set, it ends early."""
        ...

    def up(self, listener: Listener | None = None, cancel: threading.Event | None = None) -> Outcome:
        """Make the cloud what the program says.

        Args:
            listener: called with every event.
            cancel: once set, running steps are finished and no new ones are started.
        """
        ...

    def destroy(self, listener: Listener | None = None, cancel: threading.Event | None = None) -> Outcome:
        """Delete everything that the state knows."""
        ...

    def resources(self) -> tuple[ResourceState, ...]:
        """Return what the state holds, in dependency order; needs no cloud."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
