"""Between a checkpoint's encoded entries and the snapshot that a run works on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gcloud.engine.state import codec, replay
from gcloud.engine.state.checkpoint import Checkpoint
from gcloud.engine.state.errors import StateCorruptError
from gcloud.engine.state.integrity import problems
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.recovery import Found
from gcloud.engine.state.replay import Ledger, Unanswered
from gcloud.engine.state.resource import ResourceState

VERBS = {"creating": "create", "updating": "update", "deleting": "delete", "reading": "read"}
PENDING = {verb: pending for pending, verb in VERBS.items()}
SHOWN_PROBLEMS = 5


def load(stack: StackFiles, found: Found, sealer: Sealer) -> Ledger:
    """Make the snapshot of a checkpoint, with its journal applied where it belongs to it.

    Raises:
        StateCorruptError: the checkpoint's resources don't fit together.
    """
    resources = [codec.load(entry, sealer) for entry in found.checkpoint.resources]
    refuse_unsound(stack, resources)
    if found.belongs:
        ledger = Ledger(resources)
        replay.apply(ledger, found.changes, sealer)
        return ledger
    if found.saved:
        carried = Ledger(())
        replay.apply(carried, found.changes, sealer)
        return Ledger(resources, carried.unanswered)
    return Ledger(resources, _pending(found.checkpoint, sealer))


def refuse_unsound(stack: StackFiles, resources: Sequence[ResourceState]) -> None:
    """Refuse a checkpoint that the official engine would refuse; it stays as it is.

    Raises:
        StateCorruptError: with the first reasons.
    """
    wrong = problems(resources)
    if wrong:
        shown = "; ".join(wrong[:SHOWN_PROBLEMS]) + ("; …" if len(wrong) > SHOWN_PROBLEMS else "")
        raise StateCorruptError(
            f"The state {stack.checkpoint} does not fit together: {shown}.",
            hint=f"Repair it with `pulumi state repair`, or put back {stack.previous} or a copy from "
            f"{stack.backups}.",
            data={"problems": list(wrong)},
        )


def _pending(found: Checkpoint, sealer: Sealer) -> tuple[Unanswered, ...]:
    return tuple(
        Unanswered(number, _verb(entry), codec.load(entry["resource"], sealer), None)
        for number, entry in enumerate(found.pending, start=1)
    )


def _verb(entry: Mapping[str, Any]) -> str:
    return VERBS.get(str(entry.get("type")), "update")


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
