"""Tells what happens, one event at a time, and keeps count.

Steps run in many threads; whoever listens must not have to care. Secrets and
unknown values end here: what leaves is fit to be shown.
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from gcloud.engine import paths
from gcloud.engine.discretion import Discretion
from gcloud.engine.events import (
    Change,
    Diagnostic,
    Event,
    Op,
    Resolved,
    Severity,
    StepFailed,
    StepFinished,
    StepPlanned,
    StepSkipped,
    StepStarted,
    Summary,
)
from gcloud.engine.interface import PropertyChange
from gcloud.engine.state import urn as urns
from gcloud.engine.values import SECRET_TEXT, displayed
from gcloud.errors import ExitCode, GovCloudError

Listener: TypeAlias = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that went wrong.

    Args:
        urn: the resource; the root stack's for the program itself.
        op: what was tried; "same" where nothing was.
        error: what it was.
        position: where in the program, "file:line"; may be empty.
    """

    urn: str
    op: Op
    error: GovCloudError
    position: str = ""


class Reporter:
    """One run's events."""

    def __init__(self, listener: Listener | None) -> None:
        self._listener = listener
        self._lock = threading.Lock()
        self._ops: dict[str, Op] = {}
        self._failures: list[Failure] = []
        self._skipped = 0
        self._start = time.monotonic()
        self._discretion = Discretion()

    def hide(self, trees: Iterable[Mapping[str, Any]]) -> None:
        """Note property trees whose secrets nothing that is told may hold."""
        self._discretion.hide(trees)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What has gone wrong until now, in the order in which it did."""
        with self._lock:
            return tuple(self._failures)

    @property
    def skipped(self) -> int:
        """How many steps were not tried."""
        return self._skipped

    @property
    def troubled(self) -> bool:
        """Whether anything has failed or was not tried."""
        return bool(self._failures) or self._skipped > 0

    def tell(self, event: Event) -> None:
        """Pass an event on."""
        with self._lock:
            if isinstance(event, StepSkipped):
                self._skipped += 1
            if self._listener is not None:
                self._listener(event)

    def planned(
        self,
        urn: str,
        op: Op,
        *,
        changes: Iterable[PropertyChange] = (),
        secrets: Collection[str] = (),
        parent: str = "",
        id_: str = "",
        delete_before_replace: bool = False,
        reason: str = "",
    ) -> None:
        """Tell what will be done to a resource; changes under the secret names are masked."""
        parts = urns.parse(urn)
        told = tuple(shown(change, secrets) for change in changes)
        # A plan and its run tell of the same resources, and both are kept to the end: one name is enough.
        urn, type_, name, parent = (sys.intern(text) for text in (urn, parts.type, parts.name, parent))
        with self._lock:
            if op == "delete-replaced":
                # What an earlier run left behind is one deletion more, whatever becomes of its successor.
                self._ops[f"{urn} {id_}"] = "delete"
            else:
                self._ops[urn] = op
        self.tell(StepPlanned(urn, type_, name, op, told, parent, id_, delete_before_replace, reason))

    def started(self, urn: str, op: Op) -> float:
        """Tell that a step has begun; gives the moment, for `finished` and `failed`."""
        parts = urns.parse(urn)
        self.tell(StepStarted(urn, parts.type, parts.name, op))
        return time.monotonic()

    def finished(self, urn: str, op: Op, since: float, id_: str) -> None:
        """Tell that a step has succeeded."""
        parts = urns.parse(urn)
        self.tell(StepFinished(urn, parts.type, parts.name, op, time.monotonic() - since, id_))

    def failed(
        self, urn: str, op: Op, error: GovCloudError, since: float | None = None, position: str = ""
    ) -> None:
        """Tell that a step has failed, and remember it."""
        parts = urns.parse(urn)
        self._discretion.error(error)
        with self._lock:
            self._failures.append(Failure(urn, op, error, position))
        elapsed = 0.0 if since is None else time.monotonic() - since
        self.tell(
            StepFailed(
                urn, parts.type, parts.name, op, error.message, error.hint, elapsed,
                int(error.exit_code), position,
            )
        )  # fmt: skip

    def skipped_step(self, urn: str, op: Op, reason: str) -> None:
        """Tell that a step is not tried."""
        parts = urns.parse(urn)
        self.tell(StepSkipped(urn, parts.type, parts.name, op, self._discretion.text(reason)))

    def resolved(self, urn: str, op: Op, found: bool, text: str) -> None:
        """Tell what became of an unanswered operation."""
        parts = urns.parse(urn)
        self.tell(Resolved(urn, parts.type, parts.name, op, found, self._discretion.text(text)))

    def note(self, severity: Severity, text: str, urn: str = "") -> None:
        """Tell a line for people."""
        self.tell(Diagnostic(severity, self._discretion.text(text), urn))

    def problem(self, urn: str, error: GovCloudError, position: str = "") -> None:
        """Tell that something other than a step has failed (the program, the engine), and remember it."""
        self._discretion.error(error)
        with self._lock:
            self._failures.append(Failure(urn, "same", error, position))
        self.note("error", error.message, urn)

    def summary(self, outputs: Mapping[str, object], *, interrupted: bool) -> Summary:
        """Tell the end of the run."""
        event = Summary(
            counts=dict(Counter(self._ops.values())),
            elapsed=time.monotonic() - self._start,
            failed=len(self._failures),
            skipped=self._skipped,
            interrupted=interrupted,
            outputs=displayed(outputs),
        )
        self.tell(event)
        return event


def as_known(error: Exception) -> GovCloudError:
    """Give any error as one that can be shown; what nobody foresaw becomes an internal one."""
    if isinstance(error, GovCloudError):
        return error
    return _UnforeseenError(f"internal error: {type(error).__name__}: {error}")


class _UnforeseenError(GovCloudError):
    """A provider or the engine failed in a way that nobody foresaw."""

    exit_code = ExitCode.INTERNAL


def shown(change: PropertyChange, secrets: Collection[str]) -> Change:
    """Give a change as it may be shown; those under the secret names are masked."""
    name = str(paths.parse(change.path)[0]) if change.path else ""
    if name in secrets:
        old, new = (None if value is None else SECRET_TEXT for value in (change.old, change.new))
        return Change(change.path, old, new, change.replaces)
    return Change(change.path, displayed(change.old), displayed(change.new), change.replaces)
