"""What the official folder backend keeps of a stack: layout, checkpoint, history and backups.

The official engine also leaves a NAME.attrs beside each file (its storage
library's metadata, with the content's MD5). It reads files without them; one
that no longer fits is removed when its file is rewritten.

Source: Pulumi's pkg/backend/diy/{backend,meta,state}.go.
"""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from gcloud.engine.state import files, rotation
from gcloud.engine.state.errors import StateError
from gcloud.engine.state.paths import StackFiles

META_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRecord:
    """One run, for the backend's history.

    Args:
        kind: "update", "refresh", "destroy", "import".
        started: seconds since the epoch.
        ended: seconds since the epoch.
        succeeded: whether all went well.
        changes: resources by operation ("create": 13, "same": 2 …).
        message: what the user says about it.
        environment: facts of the run as words (versions, commit …); never a secret.
        config: the stack's configuration as in its file: plain values, or {"secure": ciphertext}.
    """

    kind: str
    started: float
    ended: float
    succeeded: bool
    changes: Mapping[str, int] = field(default_factory=dict)
    message: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, object] = field(default_factory=dict)


def prepare(stack: StackFiles) -> None:
    """Make the folders of a stack and `meta.yaml` in a new backend; call with the lock held.

    Temporary files that a killed run left are removed.

    Raises:
        StateWriteError: the folder can't be written.
    """
    files.make_folder(stack.checkpoint.parent)
    with files.explained(stack.scratch, "clean"):
        for leftover in stack.scratch.iterdir():
            leftover.unlink()
    if not stack.meta.exists():
        files.replace(stack.meta, b"version: 1\n", stack.scratch)


def check_layout(stack: StackFiles) -> None:
    """Make sure that the folder, if there is one, is laid out by projects and not compressed.

    Raises:
        StateError: it is not, or a change of its passphrase was interrupted.
    """
    rotation.require_none(stack)
    content = files.read(stack.meta)
    if content is not None:
        try:
            meta = yaml.safe_load(content)
        except yaml.YAMLError:
            meta = None
        version = meta.get("version") if isinstance(meta, dict) else None
        if version != META_VERSION:
            raise StateError(
                f"The state folder's {stack.meta} says version {version!r}; this engine knows version 1.",
                hint="Restore the file (one line, `version: 1`); for version 0 run `pulumi state upgrade`.",
            )
    elif any((stack.root / ".pulumi" / "stacks").glob("*.json*")):
        raise StateError(
            f"The state folder {stack.root} is in the layout without projects.",
            hint="Run `pulumi state upgrade` once.",
        )
    for suffix in (".gz", ".zst"):
        compressed = stack.checkpoint.with_name(stack.checkpoint.name + suffix)
        if compressed.exists():
            raise StateError(
                f"The state {compressed} is compressed.",
                hint="Unset PULUMI_DIY_BACKEND_COMPRESSION and PULUMI_DIY_BACKEND_GZIP and let the "
                "official CLI save it once.",
            )


def write_checkpoint(stack: StackFiles, content: bytes) -> None:
    """Put a new checkpoint in place; the one before becomes `.bak`.

    Raises:
        StateWriteError: it can't be written; the one before stands.
    """
    previous = files.read(stack.checkpoint)
    if previous is not None:
        files.replace(stack.previous, previous, stack.scratch)
        _forget_attributes(stack.previous)
    files.replace(stack.checkpoint, content, stack.scratch)
    _forget_attributes(stack.checkpoint)


def _forget_attributes(path: Path) -> None:
    path.with_name(f"{path.name}.attrs").unlink(missing_ok=True)


def record(stack: StackFiles, update: UpdateRecord) -> None:
    """Write a finished run to the history, with copies of its checkpoint there and in the backups.

    Raises:
        StateWriteError: they can't be written.
    """
    content = files.read(stack.checkpoint)
    if content is None:
        return
    for folder in (stack.history, stack.backups):
        files.make_folder(folder)
    moment = max([time.time_ns(), *(nanos + 1 for nanos, _ in backups(stack)[:1])])
    entry = {
        "kind": update.kind,
        "startTime": int(update.started),
        "message": update.message,
        "environment": dict(sorted(update.environment.items())),
        "config": dict(sorted(update.config.items())),
        "version": 0,
        "result": "succeeded" if update.succeeded else "failed",
        "endTime": int(update.ended),
    }
    if update.changes:
        entry["resourceChanges"] = dict(sorted(update.changes.items()))
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    stem = f"{stack.stack}-{moment}"
    files.replace(stack.history / f"{stem}.history.json", text, stack.scratch)
    files.replace(stack.history / f"{stem}.checkpoint.json", content, stack.scratch)
    files.replace(stack.backups / f"{stack.stack}.{moment}.json", content, stack.scratch)


def entries(stack: StackFiles) -> frozenset[Path]:
    """List the history's entries; both engines write them.

    Raises:
        StateWriteError: the folder can't be read.
    """
    with files.explained(stack.history, "read"):
        return frozenset(stack.history.glob("*.history.json") if stack.history.is_dir() else ())


def annotate(stack: StackFiles, entry: Path, environment: Mapping[str, str]) -> None:
    """Add facts to an entry of the history; what it says already stays.

    Args:
        stack: the stack.
        entry: its file; one that can't be read is left alone.
        environment: facts of the run as words; never a secret.

    Raises:
        StateWriteError: it can't be written.
    """
    try:
        known = json.loads(files.read(entry) or b"")
        told = {**environment, **(known.get("environment") or {})}
    except (ValueError, AttributeError):
        return
    known["environment"] = dict(sorted(told.items()))
    # The CLI leaves its folder to whoever comes; ours for temporary files need not be there.
    files.make_folder(stack.scratch)
    files.replace(entry, json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode(), stack.scratch)
    _forget_attributes(entry)


def backups(stack: StackFiles) -> tuple[tuple[int, Path], ...]:
    """Give the states after finished runs, newest first, as (nanoseconds, path)."""
    pattern = re.compile(re.escape(stack.stack) + r"\.(\d+)\.json")
    found = (
        (int(match[1]), path)
        for path in (stack.backups.iterdir() if stack.backups.is_dir() else ())
        if (match := pattern.fullmatch(path.name))
    )
    return tuple(sorted(found, reverse=True))
