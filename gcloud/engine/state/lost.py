"""Moves a state that can't be opened any more out of the way, so that it can be rebuilt.

Nothing is deleted: each file stays beside its place under the name NAME.lost-TIME.
History and backups stay where they are.
"""

from pathlib import Path

from gcloud.engine.state import files
from gcloud.engine.state.lock import StackLock
from gcloud.engine.state.paths import StackFiles


def set_aside(stack: StackFiles) -> tuple[Path, ...]:
    """Move a stack's state aside and return where its files are now.

    Raises:
        StackLockedError: a run holds it.
        StateWriteError: a file can't be moved.
    """
    lock = StackLock.acquire(stack)
    try:
        # A state that an earlier run has found damaged stands aside already, and would keep a new one out.
        damaged = sorted(stack.checkpoint.parent.glob(f"{stack.checkpoint.name}.corrupt-*"))
        present = [path for path in (stack.checkpoint, stack.previous, stack.journal) if path.exists()]
        moved = [files.move_aside(path, "lost") for path in present]
        for path in damaged:
            moved.append(path.with_name(path.name.replace(".corrupt-", ".lost-")))
            path.rename(moved[-1])
        return tuple(moved)
    finally:
        lock.release()
