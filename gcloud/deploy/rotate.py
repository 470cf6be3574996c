"""Another passphrase for all that a site's stacks keep: states, journals, stack files, copies on demand."""

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from gcloud.deploy.custody import ENGINE, Custody
from gcloud.deploy.recording import recorded
from gcloud.engine.scope import WHOLE
from gcloud.engine.state import files, keychain, rekey, rotation, stackfile
from gcloud.engine.state.errors import StateError
from gcloud.engine.state.lock import StackLock
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.rekey import Keys
from gcloud.engine.state.secrets import new_salt
from gcloud.engine.state.stackfile import StackFile
from gcloud.engine.state.store import StackStore
from gcloud.errors import InputError


@dataclass
class Rotated:
    """What was done.

    Attributes:
        files: what is under the new passphrase now.
        copies: earlier states and history entries that are under it too.
        left: what is still under another one, by path: why.
        keyring: the entry in the keyring was changed too.
    """

    files: list[Path] = field(default_factory=list)
    copies: list[Path] = field(default_factory=list)
    left: dict[Path, str] = field(default_factory=dict)
    keyring: bool = False


def interrupted(kept: Custody) -> bool:
    """Tell whether a change of the passphrase was decided and not ended."""
    return rotation.pending(kept.paths)


def end(kept: Custody) -> Rotated:
    """End a change of the passphrase that was interrupted; needs no passphrase.

    Raises:
        StackLockedError: a run holds one of the stacks.
        StateWriteError: a file can't be written.
    """
    with ExitStack() as held:
        for paths in stacks_of(kept):
            lock = StackLock.acquire(paths)
            held.callback(lock.release)
        return Rotated(files=list(rotation.finish(kept.paths)))


def rotate(kept: Custody, new: str, *, copies: bool) -> Rotated:
    """Put all files of a site's stacks under another passphrase: all of them, or none.

    Args:
        kept: the state; its passphrase is the old one.
        new: the new passphrase.
        copies: also the earlier states and the history. They are done first and one by one; a
            run that is killed among them is done again by the same call.

    Raises:
        InputError: there is no state.
        PassphraseError: a file is under another passphrase than the old one.
        StackLockedError: a run holds one of the stacks.
        StateError: a file is damaged, or can't be written; nothing has changed.
    """
    if not stacks_of(kept):
        raise InputError(
            f"The stack {kept.target.stack} has no state.", hint="A new one takes any passphrase."
        )
    salt, key = new_salt(new)
    keys = Keys((kept.passphrase, new), salt, key)
    first = kept.paths
    done = Rotated()
    with ExitStack() as held:
        stores = [held.enter_context(_opened(kept, paths)) for paths in stacks_of(kept)]
        contents: dict[Path, bytes] = {}
        for store in stores:
            store.save()
            contents |= store.under(salt, key)
        old_salts = []
        for path in stack_files(kept):
            text = (files.read(path) or b"").decode()
            old_salts += [found] if (found := stackfile.read(path, kept.target.program.project).salt) else []
            changed = rekey.stack_file(text, keys)
            if changed != text:
                contents[path] = changed.encode()
        for path, change in _copies(kept, keys, old_salts):
            _exchange(path, change, done, scratch=first.scratch, wanted=copies)
        rotation.decide(first, contents)
        done.files = list(rotation.finish(first))
        if keychain.entry(kept.target.backend.url) is not None:
            keychain.keep(kept.target.backend.url, new)
            done.keyring = True
        # The settings that the record names are under the new passphrase by now.
        target = replace(kept.target, settings=StackFile(salt, {}))
        for store in stores:
            with recorded(store.record, target, "rotate", ENGINE, WHOLE, message="state rotate") as ending:
                ending.result = "succeeded"
    return done


def stacks_of(kept: Custody) -> tuple[StackFiles, ...]:
    """Give the stacks of a site's name that have a state in its backend, whatever their project."""
    own = kept.paths
    found = sorted((own.root / ".pulumi" / "stacks").glob(f"*/{own.stack}.json"))
    return tuple(StackFiles.locate(own.root, path.parent.name, own.stack) for path in found)


def stack_files(kept: Custody) -> Iterator[Path]:
    """Give the stack files that are there: the site's own, and those that programs keep for it."""
    what = kept.target
    programs = what.program.folder.parent
    own = stackfile.path_of(what.workspace, what.stack)
    if own.exists():
        yield own
    for path in sorted(programs.glob(f"*/Pulumi.{what.stack}.yaml")):
        project = path.parent.name
        named = stackfile.read(path, project).config.get(f"{project}:site")
        if isinstance(named, str) and (path.parent / named).resolve() == what.site:
            yield path


def _opened(kept: Custody, paths: StackFiles) -> StackStore:
    return StackStore.open(
        paths.root, paths.project, paths.stack, kept.passphrase, salt=kept.target.settings.salt
    )


def _copies(kept: Custody, keys: Keys, salts: list[str]) -> Iterator[tuple[Path, Callable[[bytes], bytes]]]:
    """Yield each earlier state and each entry of the history, with what puts it under the new key."""

    def entry(content: bytes) -> bytes:
        return rekey.history_entry(content, salts[0], keys) if salts else content

    def copy(content: bytes) -> bytes:
        return rekey.state(content, keys)

    for paths in stacks_of(kept):
        aside = paths.checkpoint.parent.glob(f"{paths.checkpoint.name}.*-*")
        for path in sorted(
            [paths.previous, *aside, *paths.backups.glob("*.json"), *paths.history.glob("*.checkpoint.json")]
        ):
            if path.exists():
                yield path, copy
        for path in sorted(paths.history.glob("*.history.json")):
            yield path, entry


def _exchange(
    path: Path, change: Callable[[bytes], bytes], done: Rotated, *, scratch: Path, wanted: bool
) -> None:
    """Put one copy under the new key if that is wanted; note what stays under another."""
    content = files.read(path) or b""
    try:
        changed = change(content)
    except StateError as error:
        done.left[path] = error.message
        return
    if changed == content:
        return
    if not wanted:
        done.left[path] = "under the old passphrase"
        return
    moment = path.stat().st_mtime_ns
    files.replace(path, changed, scratch)
    os.utime(path, ns=(moment, moment))
    with contextlib.suppress(FileNotFoundError):
        path.with_name(f"{path.name}.attrs").unlink()
    done.copies.append(path)
