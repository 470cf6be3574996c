"""The one root of every error that a person may see.

An error carries what happened (its message), what to do next (its hint), the
facts a machine can use (its data) and the exit code of the process that dies
of it. Whoever catches it at the surface needs to know nothing else, so no
command has error handling of its own.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, ClassVar


class ExitCode(IntEnum):
    """Exit codes of every command; stable, part of the interface."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    CHANGES = 3
    REFUSED = 4
    LOCKED = 5
    FINDINGS = 6
    INCOMPLETE = 7
    INTERRUPTED = 130


class GovCloudError(Exception):
    """Something failed in a way that we foresaw.

    Args:
        message: one sentence that says what happened to what.
        hint: one sentence that says what to do next; empty if nothing can be done.
        data: facts for machines (JSON-able); never a secret.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL

    def __init__(self, message: str, *, hint: str = "", data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.data = dict(data or {})


class InputError(GovCloudError):
    """What the user gave can't be used: a file, an option, an argument."""

    exit_code = ExitCode.USAGE


class CloudError(GovCloudError):
    """The cloud, a host or a gateway refused, failed or could not be reached."""

    exit_code = ExitCode.REFUSED


class UnansweredError(CloudError):
    """A call was sent and not answered: what it did is unknown until one looks."""


class LockedError(GovCloudError):
    """Another run holds what this one needs."""

    exit_code = ExitCode.LOCKED
