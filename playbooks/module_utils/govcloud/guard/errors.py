"""What can go wrong with a guard, as sentences for the person who reads the report."""

from __future__ import annotations

from typing import Any, Mapping


class GuardError(Exception):
    """A guard could not do what it was asked."""


class GuardRefusedError(GuardError):
    """The guard could not be set, or not be lifted, by rule; nothing was changed by the refusal."""


class GuardBusyError(GuardRefusedError):
    """Another run is changing this host, or its change still waits to be confirmed; nothing was touched."""


class GuardUndoneError(GuardError):
    """The change was taken back.

    Attributes:
        report: What ``last.json`` says: why, and what was undone.
    """

    def __init__(self, report: Mapping[str, Any]) -> None:
        super().__init__(f"undone: {report.get('why')}")
        self.report = report
