"""A stack's state for the length of one run: open, journal, save.

    with StackStore.open("file:///srv/state", "datacenter", "ha-tinh", passphrase) as store:
        old = store.resources               # checkpoint with an older run's journal applied
        for operation in store.unanswered:  # sent by a killed run, never answered
            ...                             # look in the cloud, then end() or fail() it
        number = store.journal.begin("create", wanted, existing=ids)   # durable when it returns
        ...                                 # call the provider
        store.journal.end(number, put=[made])                          # durable when it returns
        store.save(in_program_order)        # one checkpoint; the journal starts afresh

Leaving the `with` block compacts whatever the journal holds into the
checkpoint, also after an exception or Ctrl-C; after SIGKILL the next `open`
does. So the official CLI always finds a checkpoint, and a lock as long as that
checkpoint is not whole.

For `plan` and `show`, `read_stack` gives the same view without a lock and
without writing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from gcloud.engine.state.resource import Key, ResourceState


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


class Journal:
    """What a run does, written before and after it is done. Methods may be called from any thread."""

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
        raise NotImplementedError

    def end(self, number: int, put: Iterable[ResourceState] = (), remove: Iterable[Key] = ()) -> None:
        """Write down a provider's answer and what it means for the snapshot; durable when it returns.

        Args:
            number: the operation.
            put: states that are new or take the place of the state of the same key. A replaced
                resource's old state is put with `delete=True` beside the new one: its live entry
                gives way to the new state, its own waits under another key.
            remove: keys of states that are gone (`state.key`).
        """
        raise NotImplementedError

    def fail(self, number: int, reason: str, put: Iterable[ResourceState] = ()) -> None:
        """Write down that the provider refused: nothing was done, or what `put` says."""
        raise NotImplementedError

    def put(self, *states: ResourceState) -> None:
        """Note states that needed no provider (components, providers, changed options).

        Not waited for: they are durable at the latest with the next `begin` or `end`, which
        is all that those need.
        """
        raise NotImplementedError

    def remove(self, *keys: Key) -> None:
        """Note states that went without a provider (components, retained resources); not waited for."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class StackView:
    """A stack's state at one moment, read only.

    Args:
        resources: the snapshot in dependency order, secrets decrypted.
        unanswered: operations whose outcome is not known.
        notices: what people should be told (something was restored, cleaned up …).
    """

    resources: tuple[ResourceState, ...]
    unanswered: tuple[Unanswered, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRecord:
    """One run, for the backend's history.

    Args:
        kind: "update", "refresh", "destroy", "import".
        started: seconds since the epoch.
        ended: seconds since the epoch.
        succeeded: whether all went well.
        changes: resources by operation ("create": 13, "same": 2 …).
        message: what the user says about it.
        environment: facts of the run as words (versions, commit …); never a secret.
        config: the stack's configuration as in its file: plain texts, or {"secure": ciphertext}.
    """

    kind: str
    started: float
    ended: float
    succeeded: bool
    changes: Mapping[str, int] = field(default_factory=dict)
    message: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, object] = field(default_factory=dict)


class StackStore:
    """A stack's state, locked for one run."""

    resources: tuple[ResourceState, ...]
    """The snapshot as it was when the store was opened, in dependency order, secrets decrypted."""
    unanswered: tuple[Unanswered, ...]
    """Operations of a killed run whose outcome is not known."""
    notices: tuple[str, ...]
    """What people should be told: something was restored, a dead run's lock was removed."""
    journal: Journal

    @classmethod
    def open(
        cls, backend: str | Path, project: str, stack: str, passphrase: str, *, salt: str | None = None
    ) -> Self:
        """Lock a stack and read its state; the folder and the stack are made if they are new.

        Args:
            backend: the backend's folder, as a path or `file://` URL (PULUMI_BACKEND_URL).
            project: the project's name (Pulumi.yaml).
            stack: the stack's name.
            passphrase: what secrets are encrypted with.
            salt: the stack file's `encryptionsalt`, used for a stack that has no state yet;
                without it a new one is made.

        Raises:
            StackLockedError: another run holds it (exit code 5).
            PassphraseError: wrong passphrase.
            StateCorruptError: a file is damaged; what was moved where, and how to go on.
            StateWriteError: the folder can't be written; nothing has been touched.
        """
        raise NotImplementedError

    def snapshot(self) -> tuple[ResourceState, ...]:
        """Give the snapshot as the journal has made it by now, in dependency order."""
        raise NotImplementedError

    def save(self, resources: Iterable[ResourceState] | None = None) -> None:
        """Write the checkpoint and start the journal afresh.

        Operations that are still unanswered stay so, in the checkpoint too (`pending_operations`).

        Args:
            resources: the whole snapshot in the order of the program's registrations;
                None takes the journal's.

        Raises:
            StateCorruptError: the snapshot is not sound (an engine's error); it is not written.
        """
        raise NotImplementedError

    def record(self, update: UpdateRecord) -> None:
        """Add a run to the backend's history and backups, as the official engine does after each."""
        raise NotImplementedError

    def close(self) -> None:
        """Compact what the journal holds and release the stack; safe to call twice."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_stack(backend: str | Path, project: str, stack: str, passphrase: str | None) -> StackView:
    """Read a stack's state without locking or writing; an unknown stack is empty.

    Args:
        backend: the backend's folder, as a path or `file://` URL.
        project: the project's name.
        stack: the stack's name.
        passphrase: what secrets are encrypted with; may be None if the state holds none.
    """
    raise NotImplementedError
