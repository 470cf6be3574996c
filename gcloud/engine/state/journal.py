"""What a run does, written down before and after it is done.

One JSON line an entry, each with a checksum, appended to a file that is bound to
one checkpoint by its hash; so the cost of a step does not grow with the stack,
and a journal can't be applied to a checkpoint that it doesn't belong to.

    {"do":"open","base":SHA256,"stack":…,"format":1,…}      (twice)
    {"do":"begin","n":7,"op":"create","state":{…},"existing":[…]}
    {"do":"end","n":7,"put":[{…}],"remove":[[URN,ID]]}
    {"do":"fail","n":8,"reason":…}
    {"do":"note","put":[…],"remove":[…]}
    {"do":"saved","result":SHA256}

`begin` and `end` return when their line is on the disk. Threads that come
together share one write and one flush: whoever gets the disk writes for all
that wait. What the lines mean is in gcloud.engine.state.replay.
"""

import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gcloud.engine.state import codec, files
from gcloud.engine.state.checkpoint import now
from gcloud.engine.state.entries import begin_entry, line_of
from gcloud.engine.state.errors import StateWriteError
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.replay import Ledger, Unanswered
from gcloud.engine.state.resource import Key, ResourceState


class Journal:
    """The open journal of a run. Methods may be called from any thread.

    Args:
        path: its file, started and whole.
        ledger: the snapshot that the entries change.
        sealer: encrypts what is written.
        inherited: the file holds entries of a dead run, which the ledger knows and the checkpoint doesn't.
    """

    def __init__(self, path: Path, ledger: Ledger, sealer: Sealer, *, inherited: bool = False) -> None:
        self._path = path
        self._ledger = ledger
        self._sealer = sealer
        self._inherited = inherited
        self._waiting: list[bytes] = []
        self._accepted = 0
        self._durable = 0
        self._broken: StateWriteError | None = None
        self._writing = False  # a thread writes for all
        self._mutex = threading.Lock()  # guards the ledger and all of the above
        self._written = threading.Condition(self._mutex)
        self._descriptor, self._length = _open(path)

    @property
    def broken(self) -> bool:
        """Whether a write failed; nothing more is taken until the journal starts afresh."""
        return self._broken is not None

    @property
    def has_entries(self) -> bool:
        """Whether it holds anything that the checkpoint doesn't."""
        return self._inherited or self._accepted > 0

    def begin(self, operation: str, state: ResourceState, existing: Iterable[str] = ()) -> int:
        """Write down that a provider is about to be called; durable when it returns.

        Args:
            operation: "create", "update", "delete", "read" or another word of the engine's.
            state: for a create the wanted state (no id yet), else the state before.
            existing: ids that a create's answer must not be mistaken for.

        Returns:
            The operation's number, for `end` or `fail`.

        Raises:
            StateWriteError: it could not be written; the provider must not be called.
        """
        with self._mutex:
            number = self._ledger.next_number()
        begun = Unanswered(number, operation, state, frozenset(existing))
        line = line_of(begin_entry(begun, self._sealer))
        with self._mutex:
            ticket = self._accept(line)
            self._ledger.begin(begun)
        self._flush(ticket)
        return number

    def end(self, number: int, put: Iterable[ResourceState] = (), remove: Iterable[Key] = ()) -> None:
        """Write down a provider's answer and what it means for the snapshot; durable when it returns.

        Args:
            number: the operation.
            put: states that are new or take the place of the state of the same key. A replaced
                resource's old state is put with `delete=True` beside the new one: its live entry
                gives way to the new state, its own waits under another key.
            remove: keys of states that are gone (`state.key`).

        Raises:
            StateWriteError: it could not be written; the operation counts as unanswered.
        """
        self._settle({"do": "end", "n": number}, number, tuple(put), tuple(remove))

    def fail(
        self, number: int, reason: str, put: Iterable[ResourceState] = (), remove: Iterable[Key] = ()
    ) -> None:
        """Write down that the provider refused: nothing was done, or what `put` and `remove` say."""
        entry = {"do": "fail", "n": number, "reason": self._sealer.redact(reason)}
        self._settle(entry, number, tuple(put), tuple(remove))

    def put(self, *states: ResourceState) -> None:
        """Note states that needed no provider (components, providers, changed options).

        Not waited for: they are durable at the latest with the next `begin` or `end`, which
        is all that those need.
        """
        self._note(states, ())

    def remove(self, *keys: Key) -> None:
        """Note states that went without a provider (components, retained resources); not waited for."""
        self._note((), keys)

    def saved(self, result: str) -> None:
        """Write down that the checkpoint of this hash, about to be put in place, holds all that is above."""
        with self._mutex:
            ticket = self._accept(line_of({"do": "saved", "result": result}))
        self._flush(ticket)

    def restart(self, content: bytes, scratch: Path) -> None:
        """Put a fresh journal in place of this one, whose entries the checkpoint now holds.

        Call while no other thread uses the journal.

        Args:
            content: the fresh journal's first lines.
            scratch: a folder for the temporary file.

        Raises:
            StateWriteError: it can't be written; the old journal stands, and says that it was saved.
        """
        with self._mutex:
            self._rest()
            files.replace(self._path, content, scratch)
            os.close(self._descriptor)
            self._descriptor, self._length = _open(self._path)
            self._waiting.clear()
            self._accepted = self._durable = 0
            self._inherited, self._broken = False, None

    def flush(self) -> None:
        """Make all that was noted durable."""
        with self._mutex:
            ticket = self._accepted
        self._flush(ticket)

    def close(self) -> None:
        """Close the file; what was noted and not flushed is written unless a write failed before."""
        try:
            if not self.broken:
                self.flush()
        finally:
            with self._mutex:
                self._rest()
                self._broken = StateWriteError(f"The journal {self._path} is closed; the run is over.")
                os.close(self._descriptor)

    def _rest(self) -> None:
        """Wait until nobody writes; call with the mutex held."""
        while self._writing:
            self._written.wait()

    def _settle(
        self, entry: dict[str, Any], number: int, put: tuple[ResourceState, ...], remove: tuple[Key, ...]
    ) -> None:
        line = line_of(entry | self._change(put, remove))
        with self._mutex:
            ticket = self._accept(line)
            self._ledger.settle(number, put, remove)
        self._flush(ticket)

    def _note(self, put: tuple[ResourceState, ...], remove: tuple[Key, ...]) -> None:
        if not put and not remove:
            return
        line = line_of({"do": "note"} | self._change(put, remove))
        with self._mutex:
            self._accept(line)
            self._ledger.change(put, remove)

    def _change(self, put: tuple[ResourceState, ...], remove: tuple[Key, ...]) -> dict[str, Any]:
        change: dict[str, Any] = {"time": now()}
        if put:
            change["put"] = [codec.dump(state, self._sealer) for state in put]
        if remove:
            change["remove"] = [list(key) for key in remove]
        return change

    def _accept(self, line: bytes) -> int:
        if self._broken is not None:
            raise self._broken
        self._waiting.append(line)
        self._accepted += 1
        return self._accepted

    def _flush(self, ticket: int) -> None:
        """Return when the line of this ticket is on the disk; one thread writes for all that wait."""
        with self._mutex:
            while self._writing and self._durable < ticket:
                self._written.wait()
            if self._durable >= ticket:
                return
            if self._broken is not None:
                raise self._broken
            self._writing = True
            lines, upto = b"".join(self._waiting), self._accepted
            self._waiting.clear()
        broken: StateWriteError | None = None
        try:
            self._write(lines)
        except StateWriteError as error:
            broken = error
            raise
        finally:
            with self._mutex:
                self._writing, self._broken = False, broken
                self._durable = self._durable if broken else upto
                self._written.notify_all()

    def _write(self, lines: bytes) -> None:
        """Append and flush; what was written in part is taken back, so that no line is torn in the middle."""
        with files.explained(self._path, "write"):
            try:
                rest = memoryview(lines)
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
                os.fdatasync(self._descriptor)
            except OSError:
                os.ftruncate(self._descriptor, self._length)
                raise
            self._length += len(lines)


def _open(path: Path) -> tuple[int, int]:
    with files.explained(path, "open"):
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        return descriptor, os.fstat(descriptor).st_size
