"""What a journal means: a snapshot, changed entry by entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gcloud.engine.state import codec
from gcloud.engine.state.errors import StateCorruptError
from gcloud.engine.state.integrity import ordered, pruned
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.resource import Key, ResourceState
from gcloud.engine.state.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An operation that was sent to a provider by a run that did not live to hear the answer.

    Args:
        number: what `Journal.end` and `Journal.fail` take to settle it.
        operation: "create", "update", "delete", "read", …, as given to `begin`.
        state: as given to `begin`; for a create its inputs are what was sent.
        existing: ids of objects that were there before; the operation made none of them.
            None if that is not known (it comes from the official engine's pending operations).
    """

    number: int
    operation: str
    state: ResourceState
    existing: frozenset[str] | None


class Ledger:
    """A snapshot under change, with the operations that are open. Not safe between threads.

    Args:
        resources: the snapshot to begin with.
        unanswered: operations that are open already.
    """

    def __init__(self, resources: Iterable[ResourceState], unanswered: Iterable[Unanswered] = ()) -> None:
        self._states = Shelf({state.key: state for state in resources})
        self._open = {operation.number: operation for operation in unanswered}
        self._last = max(self._open, default=0)

    @property
    def resources(self) -> tuple[ResourceState, ...]:
        """The snapshot in dependency order; references to what is not there are dropped."""
        return ordered(pruned(self._states.value.values()))

    @property
    def unanswered(self) -> tuple[Unanswered, ...]:
        """The open operations, oldest first."""
        return tuple(self._open.values())

    def reset(self, resources: Iterable[ResourceState]) -> None:
        """Take another snapshot; open operations stay open."""
        self._states = Shelf({state.key: state for state in resources})

    def rest(self) -> None:
        """Take little memory until the snapshot is asked for or changed."""
        self._states.put_away()

    @property
    def last(self) -> int:
        """The number of the last operation."""
        return self._last

    def go_on_after(self, number: int) -> None:
        """Number operations on from here."""
        self._last = max(self._last, number)

    def next_number(self) -> int:
        """Give the next operation's number."""
        self._last += 1
        return self._last

    def begin(self, operation: Unanswered) -> None:
        """Note that an operation is sent."""
        self._open[operation.number] = operation
        self._last = max(self._last, operation.number)

    def settle(self, number: int, put: Iterable[ResourceState], remove: Iterable[Key]) -> None:
        """Note an operation's answer."""
        self._open.pop(number, None)
        self.change(put, remove)

    def change(self, put: Iterable[ResourceState], remove: Iterable[Key]) -> None:
        """Apply changes: first what goes, then what comes."""
        states = self._states.value
        for key in remove:
            states.pop(key, None)
        for state in put:
            states[state.key] = state


def apply(ledger: Ledger, entries: Iterable[Mapping[str, Any]], sealer: Sealer) -> None:
    """Apply a journal's entries to the snapshot of its checkpoint.

    Raises:
        StateCorruptError: an entry is sound as a line and yet makes no sense.
    """
    for entry in entries:
        try:
            _apply(ledger, entry, sealer)
        except (KeyError, TypeError, ValueError) as error:
            raise StateCorruptError(f"an entry of the journal makes no sense: {error!r}") from error


def _apply(ledger: Ledger, entry: Mapping[str, Any], sealer: Sealer) -> None:
    put = [codec.load(state, sealer) for state in entry.get("put", ())]
    remove = [Key(*key) for key in entry.get("remove", ())]
    match entry["do"]:
        case "begin":
            existing = None if entry["existing"] is None else frozenset(entry["existing"])
            state = codec.load(entry["state"], sealer)
            ledger.begin(Unanswered(entry["n"], entry["op"], state, existing))
        case "end" | "fail":
            ledger.settle(entry["n"], put, remove)
        case "note":
            ledger.change(put, remove)
        case "open":
            ledger.go_on_after(entry.get("after", 0))
        case "saved":
            pass
        case other:
            raise ValueError(other)
