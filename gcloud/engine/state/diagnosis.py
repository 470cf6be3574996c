"""What is wrong with a stack's state, found by looking only.

Opening a state refuses what is damaged and mends what it can; this looks at all
of it at once, says what each finding means and who can mend it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from gcloud.engine.state import backend, checkpoint, files, recovery, replay, snapshot
from gcloud.engine.state.errors import StateError
from gcloud.engine.state.instate import Copy, copies
from gcloud.engine.state.integrity import ordered, problems, pruned
from gcloud.engine.state.lock import Holder, holders
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.recovery import Found
from gcloud.engine.state.replay import Unanswered
from gcloud.engine.state.resource import ResourceState

Kind = Literal["layout", "missing", "damaged", "unsound", "journal", "stale-journal", "pending", "lock"]
Mend = Literal["open", "order", "settle", "restore", "unlock", "by hand"]

MENDS: Final[dict[Mend, str]] = {
    "open": "the next run does it, or this command",
    "order": "references to what is not there are dropped, the rest is put in order",
    "settle": "the next `up` looks it up; or say --not-made NAME, --made NAME=ID",
    "restore": "put an earlier state back with --restore",
    "unlock": "remove the lock with --unlock, if that run is dead",
    "by hand": "follow the message",
}
"""How each finding is mended, in words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Args:
        kind: what kind of thing.
        text: one sentence.
        mend: how it is mended.
    """

    kind: Kind
    text: str
    mend: Mend


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that was found.

    Args:
        findings: what is wrong; empty if nothing is.
        holders: the lock files that are there.
        pending: operations whose outcome is not known.
        copies: earlier states, newest first.
    """

    findings: tuple[Finding, ...]
    holders: tuple[Holder, ...]
    pending: tuple[Unanswered, ...]
    copies: tuple[Copy, ...]

    def needs(self, mend: Mend) -> bool:
        """Tell whether anything is mended in this way."""
        return any(finding.mend == mend for finding in self.findings)


def diagnose(stack: StackFiles, sealer: Sealer) -> Diagnosis:
    """Look at a stack's files; nothing is locked or written.

    Args:
        stack: where they are.
        sealer: decrypts its secrets.

    Raises:
        PassphraseError: a secret can't be decrypted.
        StateWriteError: a file can't be read.
    """
    there = holders(stack)
    findings = [*_locks(there)]
    pending: tuple[Unanswered, ...] = ()
    try:
        backend.check_layout(stack)
        found = recovery.look(stack)
    except StateError as error:
        findings.insert(0, _unreadable(stack, error))
    else:
        pending = _open_operations(found, sealer)
        findings += [*_checkpoint(found, sealer), *_journal(found), *_pending(pending)]
    return Diagnosis(tuple(findings), there, pending, copies(stack))


def mended(resources: tuple[ResourceState, ...]) -> tuple[ResourceState, ...]:
    """Put a snapshot in order and drop references to what is not there; see what is left with `problems`."""
    return ordered(pruned(resources))


def _unreadable(stack: StackFiles, error: StateError) -> Finding:
    content = files.read(stack.checkpoint)
    if content is None:
        return Finding("missing", error.message, "restore" if copies(stack) else "by hand")
    try:
        checkpoint.parse(content)
    except StateError:
        return Finding("damaged", error.message, "restore")
    return Finding("layout", f"{error.message} {error.hint}".strip(), "by hand")


def _locks(there: tuple[Holder, ...]) -> Iterator[Finding]:
    for holder in there:
        if holder.lives:
            yield Finding("lock", f"Locked by {holder.who}, which still runs.", "by hand")
        elif holder.ours and holder.lives is False:
            yield Finding("lock", f"A dead run left its lock: {holder.who}.", "open")
        else:
            whose = "" if holder.lives is None else " Its process is gone."
            yield Finding("lock", f"Locked by {holder.who}.{whose}", "unlock")


def _checkpoint(found: Found, sealer: Sealer) -> Iterator[Finding]:
    resources = tuple(snapshot.resources_of(found.checkpoint, sealer))
    wrong = problems(resources)
    mend: Mend = "restore" if problems(mended(resources)) else "order"
    for problem in wrong:
        yield Finding("unsound", f"{problem}.", mend)


def _journal(found: Found) -> Iterator[Finding]:
    journal = found.journal
    if journal is None or found.saved:
        return
    if found.belongs and (found.changes or journal.damaged):
        damage = f", damaged in line {', '.join(map(str, journal.damaged))}" if journal.damaged else ""
        yield Finding(
            "journal",
            f"A run left {len(found.changes)} entries that are not in the state yet{damage}.",
            "open",
        )
    elif found.changes:
        unknown = recovery.unknown_objects(found)
        knows = f", and knows of objects that it doesn't: {', '.join(unknown)}" if unknown else ""
        yield Finding("stale-journal", f"A run's journal does not belong to this state{knows}.", "open")


def _open_operations(found: Found, sealer: Sealer) -> tuple[Unanswered, ...]:
    if found.belongs and found.journal is not None:
        ledger = replay.Ledger(())
        replay.apply(ledger, found.journal.entries, sealer)
        return ledger.unanswered
    return snapshot.pending_of(found.checkpoint, sealer)


def _pending(pending: tuple[Unanswered, ...]) -> Iterator[Finding]:
    for one in pending:
        yield Finding("pending", f"{one.state.urn}: {one.operation} was sent and not answered.", "settle")
