"""What can go wrong on a host, as sentences for the person who reads the report."""

from __future__ import annotations


class HostError(Exception):
    """Something on the host prevents reading or changing it."""


class UnreadableError(HostError):
    """The state of one item could not be read: its result is ``unknown``, with this sentence."""


class InapplicableError(HostError):
    """One item cannot be brought about here; the others of its batch go on."""


class InvalidError(HostError):
    """What was written did not pass its own program's check; it has been taken back."""


class BadItemError(HostError):
    """An item lacks a field, or a field has the wrong type: the catalogue is wrong, not the host."""
