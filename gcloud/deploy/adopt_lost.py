"""Finds out whether a stack's state can be opened, and clears the way for a new one where it can't.

A state is lost if its files are gone, or are damaged beyond repair, or if nobody
knows the passphrase any more. What is there is moved aside, never deleted: the
passphrase may be found again.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

from gcloud.deploy.target import Target
from gcloud.engine.state import files, stackfile
from gcloud.engine.state.errors import PassphraseError, StateCorruptError
from gcloud.engine.state.lost import set_aside
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.secrets import unlock
from gcloud.engine.state.view import read_stack
from gcloud.errors import GovCloudError, InputError


@dataclass(frozen=True)
class Lost:
    """A stack whose state can't be opened.

    Args:
        target: the stack.
        why: what is wrong with it.
    """

    target: Target
    why: GovCloudError


def lost(target: Target, passphrase: str) -> Lost | None:
    """Say why a stack's state can't be opened; None if it can, or if there is none.

    Args:
        target: the stack.
        passphrase: what its secrets should be encrypted with.

    Raises:
        InputError: its backend is no folder.
    """
    try:
        read_stack(target.backend.local(), target.program.project, target.stack, passphrase)
        if target.settings.salt is not None:
            unlock(passphrase, target.settings.salt)
    except (PassphraseError, StateCorruptError) as error:
        return Lost(target, error)
    return None


def clear(what: Lost) -> tuple[Path, ...]:
    """Move what is left of a lost state aside, and return where it is now.

    Raises:
        InputError: a stack file under version control holds the old salt; it is for people to change.
        StackLockedError: a run holds the stack.
    """
    target = what.target
    committed = stackfile.path_of(target.program.folder, target.stack)
    own = stackfile.path_of(target.workspace, target.stack)
    if stackfile.read(committed, target.program.project).salt is not None:
        raise InputError(
            f"{committed} holds the encryptionsalt of the lost passphrase.",
            hint="Remove that line, and what is encrypted under it (`secure: …`), then run this again.",
        )
    paths = StackFiles.locate(target.backend.local(), target.program.project, target.stack)
    moved = list(set_aside(paths))
    if own.exists():
        moved.append(files.move_aside(own, "lost"))
        _keep_plain(own, moved[-1])
    return tuple(moved)


def _keep_plain(file: Path, before: Path) -> None:
    """Write the part of a stack file that no passphrase is needed for."""
    content = yaml.safe_load(before.read_text(encoding="utf-8")) or {}
    config = {key: value for key, value in (content.get("config") or {}).items() if isinstance(value, str)}
    file.write_text(yaml.safe_dump({"config": config}, allow_unicode=True), encoding="utf-8")
