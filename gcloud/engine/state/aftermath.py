"""Putting the journal's file in order when a store opens; see gcloud.engine.state.recovery for the cases."""

import os

from gcloud.engine.state import backend, checkpoint, files, recovery, snapshot
from gcloud.engine.state.backend import StackFiles
from gcloud.engine.state.checkpoint import Checkpoint
from gcloud.engine.state.errors import StateCorruptError, StateError
from gcloud.engine.state.journal import fresh
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
            with files.explained(stack.journal, "write"):
                os.truncate(stack.journal, journal.sound_length)
        return ()
    notices: tuple[str, ...] = ()
    if (found.changes or journal.damaged) and not found.saved:
        notices = _set_aside(stack, found)
    start(stack, found.base, ledger, sealer)
    return notices


def start(stack: StackFiles, base: str, ledger: Ledger, sealer: Sealer) -> None:
    """Put a fresh journal in place, with the operations that are still open."""
    files.replace(stack.journal, fresh(stack.name, base, ledger.unanswered, sealer), stack.scratch)


def _salvage(stack: StackFiles, found: Found, base: Checkpoint, ledger: Ledger, sealer: Sealer) -> None:
    """Save what a damaged journal still says, keep the journal, and tell people before going on."""
    assert found.journal is not None  # noqa: S101 - settle() asked
    moved = files.move_aside(stack.journal, "corrupt")
    content = checkpoint.render(snapshot.store(base, ledger.resources, ledger.unanswered, sealer))
    backend.write_checkpoint(stack, content)
    start(stack, checkpoint.digest(content), ledger, sealer)
    lines = ", ".join(map(str, found.journal.damaged))
    lost = recovery.lost_operations(found)
    more = (
        f" Of {len(lost)} operations nothing is left; what they made may be in the cloud and not in the state."
        if lost
        else ""
    )
    raise StateCorruptError(
        f"The journal {stack.journal} of a killed run was damaged (line {lines}). It was moved to {moved}; "
        f"what can be read of it is saved in the state.{more}",
        hint="Compare `plan` with the cloud, then run the same command again; it goes on from there.",
        data={"moved_to": str(moved), "lost_operations": list(lost)},
    )


def _set_aside(stack: StackFiles, found: Found) -> tuple[str, ...]:
    """Move a journal away that continues another checkpoint than the one that is there."""
    unknown = recovery.unknown_objects(found)
    moved = files.move_aside(stack.journal, "stale")
    told = (
        f"The journal of a killed run does not belong to the state that is here now; it was moved to {moved}."
    )
    if unknown:
        raise StateError(
            f"{told} It knows of objects that the state doesn't: {', '.join(unknown)}.",
            hint="Another engine or a restored copy changed the state since. Import or delete those objects, "
            "then run again.",
            data={"moved_to": str(moved), "unknown": list(unknown)},
        )
    return (f"{told} The state knows all that it made.",)
