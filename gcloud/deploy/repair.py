"""Putting a damaged state right, by what a person has decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from gcloud.deploy.custody import ENGINE, Custody
from gcloud.deploy.exchange import taken_in
from gcloud.deploy.passphrase import salt_of
from gcloud.deploy.recording import recorded
from gcloud.engine.scope import WHOLE
from gcloud.engine.state import checkpoint, files, recovery, replay, snapshot
from gcloud.engine.state.diagnosis import Diagnosis, diagnose, mended
from gcloud.engine.state.errors import PassphraseError, StateCorruptError, StateError
from gcloud.engine.state.find import find, name_of
from gcloud.engine.state.instate import Copy
from gcloud.engine.state.integrity import problems
from gcloud.engine.state.replay import Unanswered
from gcloud.errors import InputError


@dataclass(frozen=True)
class Decisions:
    """What a person has decided.

    Args:
        not_made: names of operations that have not happened.
        made: the object that an operation has happened to, by name.
        restore: the earlier state to put back, by name.
        unlock: remove locks of runs that are dead, or that nobody here can see.
    """

    not_made: tuple[str, ...] = ()
    made: Mapping[str, str] = field(default_factory=dict)
    restore: str | None = None
    unlock: bool = False


def look(kept: Custody) -> Diagnosis:
    """Find out what is wrong; nothing is written.

    Raises:
        PassphraseError: the state holds secrets, and nobody knows the passphrase.
    """
    return diagnose(kept.paths, kept.sealer(salt_of(kept.target)))


def mend(kept: Custody, found: Diagnosis, wish: Decisions) -> Iterator[str]:
    """Mend what can be mended, and say what was done.

    Args:
        kept: the state.
        found: what is wrong with it.
        wish: what was decided.

    Raises:
        InputError: a decision names nothing that is there.
        StackLockedError: a run holds the state.
        StateError: it can't be mended so.
    """
    settled: list[tuple[Unanswered, str | None]] = [(_pending(found, name), None) for name in wish.not_made]
    settled += [(_pending(found, name), id_) for name, id_ in wish.made.items()]
    copy = None if wish.restore is None else _copy(found, wish.restore)
    if wish.unlock:
        yield from _unlock(found)
    if copy is not None:
        yield from _restore(kept, copy)
    elif found.needs("order"):
        yield from _order(kept)
    if found.needs("open"):
        yield from _open(kept)
    if settled:
        yield from _settle(kept, settled)


def _pending(found: Diagnosis, name: str) -> Unanswered:
    one = find([operation.state for operation in found.pending], name)
    return next(operation for operation in found.pending if operation.state is one)


def _copy(found: Diagnosis, name: str) -> Copy:
    for copy in found.copies:
        if name in {copy.name, str(copy.path)}:
            if copy.resources is None:
                raise InputError(f"{copy.path} is damaged itself.")
            return copy
    names = ", ".join(copy.name for copy in found.copies if copy.resources is not None)
    raise InputError(
        f"There is no earlier state {name!r}.", hint=f"There are: {names}." if names else "There is none."
    )


def _unlock(found: Diagnosis) -> Iterator[str]:
    for holder in found.holders:
        if holder.lives or (holder.ours and holder.lives is False):
            continue  # who runs is not robbed; a dead run of ours is cleaned up at the next opening
        with files.explained(holder.file, "remove"):
            holder.file.unlink(missing_ok=True)
        yield f"Removed the lock of {holder.who}."


def _restore(kept: Custody, copy: Copy) -> Iterator[str]:
    content = files.read(copy.path) or b""
    number = len(checkpoint.parse(content).resources)
    yield from taken_in(kept, content, "repair", f"state repair: restored {copy.name}", number)
    yield f"Put back {copy.path}: {number} resources."
    yield "Compare `plan --verify` with the cloud before the next `up`."


def _order(kept: Custody) -> Iterator[str]:
    """Write the state in order, without references to what is not there, its journal applied."""
    paths = kept.paths
    found = recovery.look(paths)
    sealer = kept.sealer(found.checkpoint.salt)
    ledger = replay.Ledger(
        snapshot.resources_of(found.checkpoint, sealer), snapshot.pending_of(found.checkpoint, sealer)
    )
    if found.belongs and found.journal is not None:
        ledger = replay.Ledger(ledger.resources)
        replay.apply(ledger, found.journal.entries, sealer)
    states = mended(ledger.resources)
    left = problems(states)
    if left:
        raise StateCorruptError(
            f"That does not mend it: {left[0]}.", hint="Put an earlier state back with --restore."
        )
    whole = snapshot.store(found.checkpoint, states, ledger.unanswered, sealer)
    content = checkpoint.render(replace(whole, time=""))
    yield from taken_in(kept, content, "repair", "state repair: put in order", len(states))
    yield "Put the state in order; references to what is not there were dropped."


def _open(kept: Custody) -> Iterator[str]:
    """Open the state, which mends what needs no decision."""
    try:
        with kept.held() as store:
            notices = store.notices
    except PassphraseError:
        raise
    except StateError as error:
        # Opening has put things right, and tells people so by refusing this one time.
        yield f"{error.message} {error.hint}".strip()
    else:
        yield from notices


def _settle(kept: Custody, decided: list[tuple[Unanswered, str | None]]) -> Iterator[str]:
    with kept.held() as store:
        for operation, id_ in decided:
            wanted = (operation.state.urn, operation.operation)
            same = next(one for one in store.unanswered if (one.state.urn, one.operation) == wanted)
            what = "has not happened" if id_ is None else f"has happened to {id_}"
            told = f"{name_of(operation.state)}: {operation.operation} {what}"
            with recorded(
                store.record, kept.target, "repair", ENGINE, WHOLE, message=f"state repair: {told}"
            ) as ending:
                store.settle(same.number, id_)
                store.save()
                ending.result, ending.changes = "succeeded", {"repair": 1}
            yield f"Settled: {told}."
