"""Between a checkpoint's encoded entries and the snapshot that a run works on."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from gcloud.engine.state import codec, replay
from gcloud.engine.state.checkpoint import Checkpoint
from gcloud.engine.state.errors import StateCorruptError
from gcloud.engine.state.integrity import problems
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.properties import SIGNATURE, Sealer
from gcloud.engine.state.recovery import Found
from gcloud.engine.state.replay import Ledger, Unanswered
from gcloud.engine.state.resource import ResourceState

VERBS: Final = {"creating": "create", "updating": "update", "deleting": "delete", "reading": "read"}
PENDING: Final = {verb: pending for pending, verb in VERBS.items()}
SHOWN_PROBLEMS: Final = 5


def load(stack: StackFiles, found: Found, sealer: Sealer) -> Ledger:
    """Make the snapshot of a checkpoint, with its journal applied where it belongs to it.

    Raises:
        StateCorruptError: the checkpoint's resources don't fit together; it stays as it is.
        PassphraseError: its secrets can't be decrypted.
    """
    with _told_of(stack.checkpoint, _way_back(stack)):
        resources = resources_of(found.checkpoint, sealer)
        pending = pending_of(found.checkpoint, sealer)
        wrong = problems(resources)
        if wrong:
            shown = "; ".join(wrong[:SHOWN_PROBLEMS]) + ("; …" if len(wrong) > SHOWN_PROBLEMS else "")
            raise StateCorruptError(f"it does not fit together: {shown}", data={"problems": list(wrong)})
    with _told_of(stack.journal, "Finish that run with the version of this engine that began it."):
        lines = found.journal.entries if found.journal else ()
        if found.belongs:
            ledger = Ledger(resources)
            replay.apply(ledger, lines, sealer)
            return ledger
        if found.saved:
            carried = Ledger(())
            replay.apply(carried, lines, sealer)
            return Ledger(resources, carried.unanswered)
    return Ledger(resources, pending)


def resources_of(found: Checkpoint, sealer: Sealer) -> list[ResourceState]:
    """Decode a checkpoint's resources, those without secrets first: the key is being derived meanwhile."""
    states: dict[int, ResourceState] = {}
    for number, entry in sorted(
        enumerate(found.resources), key=lambda item: SIGNATURE in json.dumps(item[1])
    ):
        states[number] = codec.load(entry, sealer)
    return [states[number] for number in range(len(states))]


@contextmanager
def _told_of(path: Path, hint: str) -> Iterator[None]:
    try:
        yield
    except StateCorruptError as error:
        message = f"{path} can't be used: {error.message.rstrip('.')}."
        raise StateCorruptError(message, hint=error.hint or hint, data=error.data) from error


def _way_back(stack: StackFiles) -> str:
    return (
        f"Repair it with `pulumi state repair`, or put back {stack.previous} or a copy from {stack.backups} "
        "and compare `plan` with the cloud."
    )


def pending_of(found: Checkpoint, sealer: Sealer) -> tuple[Unanswered, ...]:
    """Decode the operations that were in flight when a checkpoint was written."""
    operations = []
    for number, entry in enumerate(found.pending, start=1):
        if not isinstance(entry, dict):
            raise StateCorruptError("A pending operation in the state is no object.")
        verb = VERBS.get(str(entry.get("type")), "update")
        operations.append(Unanswered(number, verb, codec.load(entry.get("resource"), sealer), None))
    return tuple(operations)


def store(
    base: Checkpoint, resources: Iterable[ResourceState], unanswered: Iterable[Unanswered], sealer: Sealer
) -> Checkpoint:
    """Encode a snapshot as the checkpoint that follows another; its time is not set."""
    states = tuple(resources)
    features = set(base.features)
    if any(state.taint for state in states):
        features.add("taint")
    if any(state.replace_with for state in states):
        features.add("replaceWith")
    return replace(
        base,
        resources=tuple(codec.dump(state, sealer) for state in states),
        pending=tuple(_operation(operation, sealer) for operation in unanswered),
        features=frozenset(features),
        time="",
    )


def _operation(operation: Unanswered, sealer: Sealer) -> dict[str, Any]:
    verb = operation.operation.partition("-")[0]
    return {"resource": codec.dump(operation.state, sealer), "type": PENDING.get(verb, "updating")}


def same(one: Checkpoint, other: Checkpoint) -> bool:
    """Tell whether two checkpoints would be the same file but for their times."""
    return replace(one, time="") == replace(other, time="")
