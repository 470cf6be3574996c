"""A stack's state at one moment, for `plan` and `show`: no lock, no writing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gcloud.engine.state import backend, recovery, snapshot
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.recovery import Found
from gcloud.engine.state.replay import Unanswered
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.secrets import Crypter, missing, unlock

ATTEMPTS: Final = 5
"""How often the two files are read again when a run has just replaced one of them."""


@dataclass(frozen=True, slots=True)
class StackView:
    """A stack's state, read only.

    Args:
        resources: the snapshot in dependency order, secrets decrypted.
        unanswered: operations whose outcome is not known.
        notices: what people should be told.
        exists: whether the stack has a state at all.
    """

    resources: tuple[ResourceState, ...]
    unanswered: tuple[Unanswered, ...] = ()
    notices: tuple[str, ...] = ()
    exists: bool = True


def read_stack(backend_folder: str | Path, project: str, stack: str, passphrase: str | None) -> StackView:
    """Read a stack's state without locking or writing; an unknown stack is empty.

    Args:
        backend_folder: the backend's folder, as a path or `file://` URL.
        project: the project's name.
        stack: the stack's name.
        passphrase: what secrets are encrypted with; may be None if the state holds none.

    Raises:
        PassphraseError: wrong, or missing where the state holds secrets.
        StateError: a file is damaged or in a form that this engine does not know.
    """
    paths = StackFiles.locate(backend_folder, project, stack)
    backend.check_layout(paths)
    found = settled(paths)
    salt = found.checkpoint.salt
    with ThreadPoolExecutor(max_workers=1) as beside:
        if salt is None or passphrase is None:
            sealer = Sealer(_no_passphrase)
            ledger = snapshot.load(paths, found, sealer)
        else:
            key = beside.submit(unlock, passphrase, salt)
            ledger = snapshot.load(paths, found, Sealer(key.result))
            key.result()
    return StackView(ledger.resources, ledger.unanswered, _notices(found), bool(found.base))


def _no_passphrase() -> Crypter:
    raise missing()


def settled(paths: StackFiles) -> Found:
    """Read checkpoint and journal until they fit; a run that writes replaces them one after the other.

    Raises:
        StateError: a file is damaged or in a form that this engine does not know.
    """
    for _ in range(ATTEMPTS):
        found = recovery.look(paths)
        if found.belongs or found.saved or not found.changes:
            break
    return found


def _notices(found: Found) -> tuple[str, ...]:
    if found.belongs and found.journal is not None and found.journal.damaged:
        return ("The journal of a killed run is damaged; the next `up` saves what can be read of it.",)
    if found.changes and not found.belongs and not found.saved:
        return (
            "The journal of a killed run does not belong to this state; the next `up` says what it knows.",
        )
    return ()
