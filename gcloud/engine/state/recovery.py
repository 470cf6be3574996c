"""Finding the state that is true after a kill, a damaged file or another engine's run.

The journal names the checkpoint that it continues by its hash. From that follows
which of these holds, and each has one safe answer:

- it names this checkpoint: its entries are applied;
- it says that it was saved as this checkpoint: the run was killed between the two
  files; nothing is left to apply;
- it names another one and holds no entries: another engine was here since;
- it names another one and holds entries: what it says of objects that the
  checkpoint doesn't know is told to people, and it is moved aside;
- the checkpoint is damaged and a copy of it is in the backups, as the hash
  proves: it is put back. Without proof nothing is put back, because an older
  state would make the next run create again what exists.

Nothing damaged is ever overwritten: it is moved to NAME.corrupt-TIME.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gcloud.engine.state import backend, checkpoint, entries, files
from gcloud.engine.state.checkpoint import Checkpoint
from gcloud.engine.state.errors import StateCorruptError, StateError
from gcloud.engine.state.paths import StackFiles


@dataclass(frozen=True, slots=True)
class Found:
    """What is on the disk.

    Args:
        checkpoint: parsed; an empty one for a stack without state.
        base: the hash of its file, "" without one.
        journal: its lines, None without a journal.
        notices: what was mended, in sentences.
    """

    checkpoint: Checkpoint
    base: str
    journal: entries.Read | None
    notices: tuple[str, ...] = ()

    @property
    def belongs(self) -> bool:
        """Whether the journal continues this checkpoint."""
        return self._named() == self.base

    @property
    def saved(self) -> bool:
        """Whether the journal says that this checkpoint holds it all."""
        lines = self.journal.entries if self.journal else ()
        return any(entry["do"] == "saved" and entry["result"] == self.base for entry in lines)

    @property
    def changes(self) -> tuple[Mapping[str, Any], ...]:
        """The journal's entries that change the snapshot or say what was sent."""
        lines = self.journal.entries if self.journal else ()
        return tuple(entry for entry in lines if entry["do"] not in {"open", "saved"})

    def _named(self) -> str | None:
        return None if self.journal is None else named_base(self.journal)


def named_base(journal: entries.Read) -> str | None:
    """Give the hash of the checkpoint that a journal continues; None if its opening is damaged."""
    return None if journal.opening is None else str(journal.opening["base"])


def look(stack: StackFiles) -> Found:
    """Read what is there, changing nothing.

    Raises:
        StateCorruptError: the checkpoint is damaged.
        StateError: it is sound and can't be used by this engine.
    """
    content, journal = files.read(stack.checkpoint), _journal(stack)
    if content is None:
        _refuse_if_moved(stack)
        return Found(Checkpoint(stack=stack.name), "", journal)
    try:
        parsed = checkpoint.parse(content)
    except StateError as error:
        hint = error.hint or (
            "Nothing was changed. `up` puts it back if a copy is known to be the same, "
            f"else says what to do. {_copies(stack)}"
        )
        raise type(error)(
            f"The state {stack.checkpoint} can't be used: {error.message}.", hint=hint
        ) from error
    return Found(parsed, checkpoint.digest(content), journal)


def mend(stack: StackFiles) -> Found:
    """Read what is there; a damaged checkpoint is moved aside and its proven copy put in its place.

    Call with the lock held.

    Raises:
        StateCorruptError: it is damaged, and no copy is proven to be the same.
        StateError: it is sound and can't be used by this engine.
    """
    content, journal = files.read(stack.checkpoint), _journal(stack)
    if content is None:
        return look(stack)
    try:
        parsed = checkpoint.parse(content)
    except StateCorruptError as error:
        copy = _proven_copy(stack, journal)
        moved = files.move_aside(stack.checkpoint, "corrupt")
        if copy is None:
            raise StateCorruptError(
                f"The state {stack.checkpoint} is damaged: {error.message}. It was moved to {moved}.",
                hint=_how_to_go_on(stack, moved),
                data={"moved_to": str(moved)},
            ) from error
        path, content = copy
        files.replace(stack.checkpoint, content, stack.scratch)
        notice = (
            f"The state {stack.checkpoint} was damaged ({error.message}). It was moved to {moved} "
            f"and put back from {path}, which is the same as it was."
        )
        return Found(checkpoint.parse(content), checkpoint.digest(content), journal, (notice,))
    except StateError as error:
        raise StateError(
            f"The state {stack.checkpoint} can't be used: {error.message}.", hint=error.hint
        ) from error
    return Found(parsed, checkpoint.digest(content), journal)


def _journal(stack: StackFiles) -> entries.Read | None:
    content = files.read(stack.journal)
    if content is None:
        return None
    journal = entries.read(content)
    if journal.opening is not None and journal.opening.get("format") != entries.FORMAT:
        raise StateError(
            f"The journal {stack.journal} was written by another version of this engine.",
            hint="Finish that run with the version that began it.",
        )
    return journal


def _refuse_if_moved(stack: StackFiles) -> None:
    """Refuse to start from nothing where a damaged state was moved aside and not replaced."""
    moved = sorted(stack.checkpoint.parent.glob(f"{stack.checkpoint.name}.corrupt-*"))
    if moved:
        raise StateCorruptError(
            f"The stack has no state: it was damaged and moved to {moved[-1]}.",
            hint=_how_to_go_on(stack, moved[-1]),
            data={"moved_to": str(moved[-1])},
        )


def _how_to_go_on(stack: StackFiles, moved: Path) -> str:
    return (
        f"{_copies(stack)} Copy the one to go on from to {stack.checkpoint}, or mend {moved} and move it "
        "back; then compare `plan` with the cloud before the next `up`. To begin with an empty state "
        f"instead, remove {moved}."
    )


def _copies(stack: StackFiles) -> str:
    newest = [path for _, path in backend.backups(stack)[:1]]
    copies = [*newest, *([stack.previous] if stack.previous.exists() else [])]
    if not copies:
        return "There is no earlier copy."
    return f"Earlier copies, newest first: {', '.join(map(str, copies))}."


def _proven_copy(stack: StackFiles, journal: entries.Read | None) -> tuple[Path, bytes] | None:
    """Find the copy of the checkpoint that the journal continues, if nothing was written since."""
    base = named_base(journal) if journal else None
    if base is None:
        return None
    saved = backend.backups(stack)
    newest = [path for _, path in saved[:1]]
    for path in (*newest, stack.previous):
        content = files.read(path)
        if content is not None and checkpoint.digest(content) == base:
            return path, content
        if path != stack.previous and not _before(path, stack.journal):
            return None  # another engine finished a run after this journal was started
    return None


def _before(path: Path, other: Path) -> bool:
    return path.stat().st_mtime_ns <= other.stat().st_mtime_ns


def unknown_objects(found: Found) -> tuple[str, ...]:
    """Name what a journal of another checkpoint knows and this checkpoint doesn't."""
    known = {str(entry.get("id")) for entry in found.checkpoint.resources if entry.get("id")}
    settled = {entry["n"] for entry in found.changes if entry["do"] in {"end", "fail"}}
    gone = {key[0] for entry in found.changes for key in entry.get("remove", ())}
    names: dict[str, None] = {}
    for state in _made(found):
        if state.get("custom") and state.get("id") and state["id"] not in known and state["urn"] not in gone:
            names[f"{state['urn']} ({state['id']})"] = None
    for entry in found.changes:
        if entry["do"] == "begin" and entry["n"] not in settled and entry["op"].startswith("create"):
            names[f"{entry['state']['urn']} (sent, not answered)"] = None
    return tuple(names)


def _made(found: Found) -> Iterator[Mapping[str, Any]]:
    for entry in found.changes:
        yield from entry.get("put", ())


def lost_operations(found: Found) -> int:
    """Count the operations of which a damaged journal may say nothing any more.

    Those whose numbers are missing, and one for each damaged line after the last sound one.
    """
    journal = found.journal
    if journal is None or journal.opening is None:
        return 0
    seen = {entry["n"] for entry in found.changes if "n" in entry}
    first = journal.opening.get("after", 0) + 1
    expected = {*journal.opening.get("carried", ()), *range(first, max(seen, default=0) + 1)}
    return len(expected - seen) + sum(line > journal.last_sound for line in journal.damaged)
