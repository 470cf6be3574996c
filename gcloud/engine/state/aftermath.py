"""Putting the journal's file in order when a store opens; see gcloud.engine.state.recovery for the cases."""

import os

from gcloud.engine.state import backend, checkpoint, files, recovery, snapshot
from gcloud.engine.state.checkpoint import Checkpoint
from gcloud.engine.state.entries import fresh, line_of
from gcloud.engine.state.errors import StateCorruptError, StateError
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.recovery import Found
from gcloud.engine.state.replay import Ledger


def settle(
    stack: StackFiles, found: Found, base: Checkpoint, ledger: Ledger, sealer: Sealer
) -> tuple[str, ...]:
    """Leave a journal that continues the checkpoint and can be appended to.

    Returns:
        What people should be told.

    Raises:
        StateCorruptError: the journal was damaged; what could be read is saved, and the next run goes on.
        StateError: it knows of objects that this checkpoint doesn't; it was moved aside.
    """
    journal = found.journal
    if journal is None:
        start(stack, found.base, ledger, sealer)
        return ()
    if found.belongs:
        if journal.damaged:
            _salvage(stack, found, base, ledger, sealer)
        if journal.torn:
            _append(stack, journal.sound_length, b"")
        return ()
    notices: tuple[str, ...] = ()
    if (found.changes or journal.damaged) and not found.saved:
        notices = _set_aside(stack, found)
    start(stack, found.base, ledger, sealer)
    return notices


def start(stack: StackFiles, base: str, ledger: Ledger, sealer: Sealer) -> None:
    """Put a fresh journal in place, with the operations that are still open."""
    files.replace(stack.journal, fresh(stack.name, base, ledger, sealer), stack.scratch)


def _salvage(stack: StackFiles, found: Found, base: Checkpoint, ledger: Ledger, sealer: Sealer) -> None:
    """Save what a damaged journal still says, keep the journal, and tell people before going on."""
    assert found.journal is not None  # noqa: S101 - settle() asked
    content = checkpoint.render(snapshot.store(base, ledger.resources, ledger.unanswered, sealer))
    kept = files.copy_aside(stack.journal, "corrupt", stack.scratch)
    _append(stack, found.journal.sound_length, line_of({"do": "saved", "result": checkpoint.digest(content)}))
    backend.write_checkpoint(stack, content)
    start(stack, checkpoint.digest(content), ledger, sealer)
    lines = ", ".join(map(str, found.journal.damaged))
    lost = recovery.lost_operations(found)
    more = f" Operations that may be lost: {lost}; what they made may be in the cloud only." if lost else ""
    raise StateCorruptError(
        f"The journal {stack.journal} of a killed run was damaged (line {lines}). It is kept as {kept}; "
        f"what can be read of it is saved in the state.{more}",
        hint="Compare `plan` with the cloud, then run the same command again; it goes on from there.",
        data={"moved_to": str(kept), "lost_operations": lost},
    )


def _append(stack: StackFiles, length: int, line: bytes) -> None:
    """Add a line to a journal that no run has open, after cutting it to its sound length."""
    with files.explained(stack.journal, "write"), stack.journal.open("r+b") as file:
        file.truncate(length)
        file.seek(length)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _set_aside(stack: StackFiles, found: Found) -> tuple[str, ...]:
    """Move a journal away that continues another checkpoint than the one that is there."""
    unknown = recovery.unknown_objects(found)
    moved = files.move_aside(stack.journal, "stale")
    told = f"The journal of a killed run does not belong to the state that is here; it was moved to {moved}."
    if unknown:
        raise StateError(
            f"{told} It knows of objects that the state doesn't: {', '.join(unknown)}.",
            hint="Another engine or a restored copy changed the state since. Import or delete those objects, "
            "then run again.",
            data={"moved_to": str(moved), "unknown": list(unknown)},
        )
    return (f"{told} The state knows all that it made.",)
