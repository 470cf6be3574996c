"""A stack's state for the length of one run: open, journal, save.

    with StackStore.open("file:///srv/state", "datacenter", "ha-tinh", passphrase) as store:
        old = store.resources               # checkpoint with an older run's journal applied
        for operation in store.unanswered:  # sent by a killed run, never answered
            ...                             # look in the cloud, then end() or fail() it
        number = store.journal.begin("create", wanted, existing=ids)   # durable when it returns
        ...                                 # call the provider
        store.journal.end(number, put=[made])                          # durable when it returns
        store.save(in_program_order)        # one checkpoint; the journal starts afresh
        store.record(UpdateRecord(...))     # history and backup

Leaving the `with` block compacts whatever the journal holds into the
checkpoint, also after an exception or Ctrl-C; after SIGKILL the next `open`
does. So the official CLI always finds a checkpoint, and a lock as long as that
checkpoint is not whole. For `plan` and `show`, `gcloud.engine.state.view` reads
the same without a lock and without writing.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from gcloud.engine.state import aftermath, backend, checkpoint, files, recovery, snapshot
from gcloud.engine.state.backend import UpdateRecord
from gcloud.engine.state.checkpoint import Checkpoint
from gcloud.engine.state.entries import fresh
from gcloud.engine.state.errors import StateCorruptError, StateError
from gcloud.engine.state.integrity import ordered, problems
from gcloud.engine.state.journal import Journal
from gcloud.engine.state.lock import StackLock
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.recovery import Found
from gcloud.engine.state.replay import Ledger, Unanswered
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.secrets import Crypter, new_salt, unlock
from gcloud.engine.state.settling import told
from gcloud.engine.state.shelf import Shelf

SPACE: Final = 1 << 20
"""Bytes that must be free beside three times the state's size: for its copies and a run's journal."""


class StackStore:
    """A stack's state, locked for one run; `open` makes it.

    Attributes:
        unanswered: operations of a killed run whose outcome is not known.
        notices: what people should be told: something was put back, a dead run's lock removed.
        journal: where the run writes what it does.
        crypter: decrypts what else is under the stack's passphrase and salt.
    """

    def __init__(
        self,
        *,
        paths: StackFiles,
        lock: StackLock,
        base: Checkpoint,
        digest: str,
        ledger: Ledger,
        sealer: Sealer,
        crypter: Crypter,
        inherited: bool,
        notices: tuple[str, ...],
    ) -> None:
        self._found = Shelf(ledger.resources)
        self.notices = notices
        self.crypter = crypter
        self.journal = Journal(paths.journal, ledger, sealer, inherited=inherited)
        self._paths, self._lock, self._digest = paths, lock, digest
        self._base = Shelf(base)
        self._ledger, self._sealer = ledger, sealer
        self._open = True

    @classmethod
    def open(
        cls, backend_folder: str | Path, project: str, stack: str, passphrase: str, *, salt: str | None = None
    ) -> Self:
        """Lock a stack and read its state; the folder and the stack are made if they are new.

        Args:
            backend_folder: the backend's folder, as a path or `file://` URL (PULUMI_BACKEND_URL).
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
        paths = StackFiles.locate(backend_folder, project, stack)
        backend.check_layout(paths)
        lock = StackLock.acquire(paths)
        try:
            backend.prepare(paths)
            return cls._load(paths, lock, passphrase, salt)
        except BaseException:
            # What a dead run left is not in the checkpoint yet: the official engine must go on waiting.
            lock.release(keep_file=bool(lock.removed))
            raise

    @classmethod
    def _load(cls, paths: StackFiles, lock: StackLock, passphrase: str, salt: str | None) -> Self:
        found = recovery.mend(paths)
        size = paths.checkpoint.stat().st_size if found.base else 0
        files.check_space(paths.scratch, 3 * size + SPACE)
        with ThreadPoolExecutor(max_workers=1) as beside:
            key = beside.submit(_unlock, passphrase, found.checkpoint.salt or salt)
            sealer = Sealer(lambda: key.result()[1])
            ledger = snapshot.load(paths, found, sealer)
            salt, crypter = key.result()
        base = replace(found.checkpoint, salt=salt)
        if found.checkpoint.salt is None:
            found = _begin(paths, base, found)
        mended = aftermath.settle(paths, found, base, ledger, sealer)
        dead = tuple(f"The lock of a dead run was removed: {who}." for who in lock.removed)
        return cls(
            paths=paths,
            lock=lock,
            base=base,
            digest=found.base,
            ledger=ledger,
            sealer=sealer,
            crypter=crypter,
            inherited=found.belongs and bool(found.changes),
            notices=(*dead, *found.notices, *mended),
        )

    @property
    def resources(self) -> tuple[ResourceState, ...]:
        """The snapshot as it was when the store was opened, in dependency order, secrets decrypted."""
        return self._found.value

    def rest(self) -> None:
        """Take little memory until the stack is worked on again; call while no operation runs."""
        self._found.put_away()
        self._base.put_away()
        self._ledger.rest()

    @property
    def digest(self) -> str:
        """Hash of the checkpoint as this run has read or written it."""
        return self._digest

    @property
    def unanswered(self) -> tuple[Unanswered, ...]:
        """Operations whose outcome is not known: a killed run's, until they are settled, and this run's."""
        return self._ledger.unanswered

    def snapshot(self) -> tuple[ResourceState, ...]:
        """Give the snapshot as the journal has made it by now, in dependency order."""
        return self._ledger.resources

    def save(self, resources: Iterable[ResourceState] | None = None) -> None:
        """Write the checkpoint and start the journal afresh; call while no operation runs.

        Operations that are still unanswered stay so, in the checkpoint too (`pending_operations`).
        A state that did not change is not written.

        Args:
            resources: the whole snapshot in the order of the program's registrations;
                None takes the journal's.

        Raises:
            StateCorruptError: the snapshot is not sound (an engine's error); it is not written.
            StateWriteError: the disk is full …; state and journal stand.
            StateError: somebody else wrote the state meanwhile; it stands, and so does the journal.
        """
        if resources is not None:
            states = ordered(resources)
            wrong = problems(states)
            if wrong:
                raise StateCorruptError(
                    f"The run's result does not fit together and was not saved: {'; '.join(wrong)}.",
                    hint="This is an error of the engine; the journal keeps what was done.",
                )
            self._ledger.reset(states)
        new = snapshot.store(self._base.value, self._ledger.resources, self._ledger.unanswered, self._sealer)
        content = checkpoint.render(new)
        if snapshot.same(new, self._base.value):
            if self.journal.has_entries:
                self._restart()
            return
        self._refuse_if_changed()
        if not self.journal.broken:
            self.journal.saved(checkpoint.digest(content))
        backend.write_checkpoint(self._paths, content)
        self._base, self._digest = Shelf(new), checkpoint.digest(content)
        self._restart()

    def _refuse_if_changed(self) -> None:
        """Never overwrite what somebody wrote who did not look at the lock."""
        if checkpoint.digest(files.read(self._paths.checkpoint) or b"") != self._digest:
            raise StateError(
                f"The state {self._paths.checkpoint} was changed by somebody else during the run.",
                hint="Nothing was overwritten, and the journal keeps what this run did. Run again: it says "
                "what the state does not know.",
            )

    def _restart(self) -> None:
        content = fresh(self._paths.name, self._digest, self._ledger, self._sealer)
        self.journal.restart(content, self._paths.scratch)

    def under(self, salt: str, key: Crypter) -> dict[Path, bytes]:
        """Give this state's files as they would be under another key; call after `save`. Nothing is written.

        Args:
            salt: the other key's.
            key: encrypts.
        """
        sealer = Sealer(lambda: key)
        base = replace(self._base.value, salt=salt)
        new = snapshot.store(base, self._ledger.resources, self._ledger.unanswered, sealer)
        content = checkpoint.render(new)
        journal = fresh(self._paths.name, checkpoint.digest(content), self._ledger, sealer)
        return {self._paths.checkpoint: content, self._paths.journal: journal}

    def settle(self, number: int, id_: str | None) -> None:
        """Settle an unanswered operation by what people have found out; the next run goes on with it.

        Args:
            number: the operation's, see `unanswered`.
            id_: the object that it has happened to (that it has made); None if it has not happened.

        Raises:
            StateWriteError: it can't be written down.
        """
        operation = next(one for one in self.unanswered if one.number == number)
        before = next((one for one in self.snapshot() if one.key == operation.state.key), None)
        put, remove = told(operation, id_, before)
        self.journal.end(number, put=put, remove=remove)

    def redact(self, text: str) -> str:
        """Replace the secrets of this state in a text that somebody else wrote (a provider's error)."""
        return self._sealer.redact(text)

    def record(self, update: UpdateRecord) -> None:
        """Add a run to the backend's history and backups, as the official engine does after each."""
        backend.record(self._paths, update)

    def close(self) -> None:
        """Compact what the journal holds and release the stack; safe to call twice."""
        if not self._open:
            return
        self._open = False
        whole = False
        try:
            if self.journal.has_entries:
                self.save()
            whole = True
        finally:
            self.journal.close()
            self._lock.release(keep_file=not whole)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _unlock(passphrase: str, salt: str | None) -> tuple[str, Crypter]:
    return new_salt(passphrase) if salt is None else (salt, unlock(passphrase, salt))


def _begin(paths: StackFiles, base: Checkpoint, found: Found) -> Found:
    """Write the first checkpoint of a stack, so that its salt outlives a killed first run."""
    content = checkpoint.render(base)
    backend.write_checkpoint(paths, content)
    return replace(found, base=checkpoint.digest(content))
