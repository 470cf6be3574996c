"""Events of one run from several sources, one at a time to one listener."""

import threading
from collections.abc import Mapping

from gcloud.deploy.outcome import Listener
from gcloud.engine.events import Diagnostic, Event, Severity
from gcloud.engine.program import without_secrets
from gcloud.engine.values import Secret


class Relay:
    """Passes on what the engine tells, and what the processes print that it has started.

    Args:
        config: the stack's configuration, whose secrets are left out of what is printed.
    """

    def __init__(self, config: Mapping[str, str | Secret]) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._listener: Listener | None = None

    def listen(self, listener: Listener) -> Listener:
        """Take whom to tell from now on; gives where to tell events."""
        self._listener = listener
        return self._tell

    def say(self, severity: Severity, text: str) -> None:
        """Tell a line that a process has printed."""
        self._tell(Diagnostic(severity, without_secrets(text, self._config)))

    def _tell(self, event: Event) -> None:
        with self._lock:
            if self._listener is not None:
                self._listener(event)
