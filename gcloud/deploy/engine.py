"""What an engine is to the commands: plan, up, down, and what the state holds.

Two engines run the same programs on the same state (ADR 1). A command opens
one for the length of its work; while one is open for changes, its stack is
locked where the engine can lock, so what was shown is what is applied.
"""

import threading
from types import TracebackType
from typing import Protocol, Self

from gcloud.deploy.basis import Basis
from gcloud.deploy.outcome import Listener, Outcome
from gcloud.deploy.wish import Name
from gcloud.engine.drift import Drift
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.state.resource import ResourceState


class Engine(Protocol):
    """One engine, opened for one target; a context manager.

    Attributes:
        name: which one it is.
        version: its version, as shown.
    """

    name: Name
    version: str

    def preview(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Find out what `up` would do, changing nothing.

        Args:
            listener: called with every event.
            cancel: once set, the preview ends early.
            scope: what of the stack it is about.

        Raises:
            InputError: the scope names what the stack does not have.
        """
        ...

    def up(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Make the cloud what the program says.

        Args:
            listener: called with every event.
            cancel: once set, running steps are finished and no new ones are started.
            scope: what of the stack is to be brought about.

        Raises:
            InputError: the scope names what the stack does not have.
        """
        ...

    def destroy(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Delete everything that the state knows, or what the scope names."""
        ...

    def refresh(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Make the state what the cloud is; the cloud is only looked at."""
        ...

    def drift(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Drift:
        """Find out where the cloud is not what the state says, and what is there beside it.

        Nothing is written.
        """
        ...

    def basis(self) -> Basis:
        """Tell what the last preview has found, for a plan that is saved.

        Raises:
            InputError: this engine can't tell.
        """
        ...

    def bind(self) -> None:
        """Let the next `up` do exactly what the last preview has found, or nothing."""
        ...

    def rest(self) -> None:
        """Take little memory until it is worked on again: others of its site are now."""
        ...

    def resources(self) -> tuple[ResourceState, ...]:
        """Return what the state holds, in dependency order; needs no cloud."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
