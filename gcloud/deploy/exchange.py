"""A state carried out of its backend as a file, and a file taken in as the state."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from gcloud.deploy.custody import ENGINE, Custody
from gcloud.deploy.passphrase import salt_of
from gcloud.deploy.recording import recorded
from gcloud.engine.scope import WHOLE
from gcloud.engine.state import backend, checkpoint, exchange, instate, recrypt, snapshot
from gcloud.engine.state.checkpoint import Checkpoint
from gcloud.engine.state.errors import PassphraseError, StateError
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.secrets import new_salt, unlock


def exported(kept: Custody, *, show_secrets: bool) -> dict[str, Any]:
    """Give a state in the form of `pulumi stack export`.

    Args:
        kept: the state.
        show_secrets: write its secrets in clear.

    Raises:
        InputError: there is no state.
        StateError: it can't be used.
    """
    state = exchange.current(kept.paths, kept.sealer(salt_of(kept.target)))
    if show_secrets and state.salt is not None and recrypt.holds_secrets(state):
        state = recrypt.opened(state, unlock(kept.passphrase, state.salt).decrypt)
    return exchange.document(state)


@dataclass(frozen=True)
class Arrival:
    """A file that can be taken in as a state.

    Args:
        resources: what it holds.
        gone: what the present state holds and it doesn't.
        content: the checkpoint that would be written.
    """

    resources: tuple[ResourceState, ...]
    gone: tuple[ResourceState, ...]
    content: bytes


def arrival(kept: Custody, file: bytes, other: Callable[[], str] | None) -> Arrival:
    """Read a file that is to become the state; nothing is written.

    Args:
        kept: the state.
        file: an export, or a checkpoint.
        other: gives the passphrase of the file's secrets, if it is another than the state's.

    Raises:
        InputError: it is none, does not fit together, or is another stack's.
        PassphraseError: its secrets can't be decrypted.
    """
    paths = kept.paths
    given = exchange.read(file, paths.name)
    state = _under_our_key(kept, given, other or (lambda: kept.passphrase))
    sealer = kept.sealer(state.salt)
    resources = tuple(snapshot.resources_of(state, sealer))
    exchange.require_usable(resources, paths.project, paths.stack)
    snapshot.pending_of(state, sealer)
    here = {one.key for one in resources}
    gone = tuple(one for one in _present(kept) if one.key not in here)
    return Arrival(resources, gone, checkpoint.render(replace(state, time="")))


def _under_our_key(kept: Custody, given: Checkpoint, other: Callable[[], str]) -> Checkpoint:
    salt = salt_of(kept.target)
    if not recrypt.holds_secrets(given) and salt is not None:
        return replace(given, salt=salt)

    def decrypt(ciphertext: str) -> str:
        if given.salt is None:
            raise PassphraseError("The file holds encrypted values and no salt to decrypt them by.")
        return old[0](ciphertext)

    old = [] if given.salt is None else [unlock(other(), given.salt).decrypt]
    salt, key = new_salt(kept.passphrase) if salt is None else (salt, unlock(kept.passphrase, salt))
    return recrypt.recrypted(given, decrypt, key, salt)


def _present(kept: Custody) -> tuple[ResourceState, ...]:
    try:
        return kept.view().resources
    except StateError:
        return ()  # a damaged state is one of the reasons to import another


def taken_in(kept: Custody, content: bytes, kind: str, message: str, number: int) -> tuple[str, ...]:
    """Make a checkpoint the state, what was there kept, and record it.

    Args:
        kept: the state.
        content: a sound checkpoint.
        kind: the history's word for it.
        message: what is said about it.
        number: how many resources it holds.

    Returns:
        What became of what was there, in sentences.

    Raises:
        StackLockedError: a run holds it.
        StateWriteError: it can't be written.
    """
    with contextlib.suppress(StateError), kept.held():
        pass  # what a killed run left goes into the state that is kept as a copy
    paths = kept.paths

    def write(update: backend.UpdateRecord) -> None:
        backend.record(paths, update)

    with recorded(write, kept.target, kind, ENGINE, WHOLE, message=message) as ending:
        told = instate.put(paths, content)
        ending.result, ending.changes = "succeeded", {kind: number}
    return told
