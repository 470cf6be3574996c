"""The official folder backend: where its files are, its history and backups.

    .pulumi/meta.yaml                                      version: 1
    .pulumi/stacks/PROJECT/STACK.json, .json.bak           the checkpoint and the one before
    .pulumi/history/PROJECT/STACK/STACK-NANOS.{history,checkpoint}.json
    .pulumi/backups/PROJECT/STACK/STACK.NANOS.json
    .pulumi/locks/organization/PROJECT/STACK/ID.json
    .pulumi/govcloud/PROJECT/STACK.{journal,lock,tmp}      ours: journal, kernel lock, temporary files

The official engine also leaves a NAME.attrs beside each file (its storage
library's metadata, with the content's MD5). It reads files without them; one
that no longer fits is removed when its file is rewritten.

Source: Pulumi's pkg/backend/diy/{backend,meta,state,store}.go.
"""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from urllib.parse import unquote, urlsplit

import yaml

from gcloud.engine.state import files
from gcloud.engine.state.errors import StateError
from gcloud.errors import InputError

ORGANIZATION: Final = "organization"
"""The folder backend knows no organisations; the official engine writes this word."""
META_VERSION: Final = 1
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")


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


@dataclass(frozen=True, slots=True)
class StackFiles:
    """The paths of one stack's files.

    Args:
        root: the backend's folder (that which holds `.pulumi`).
        project: the project's name.
        stack: the stack's name.
    """

    root: Path
    project: str
    stack: str

    @classmethod
    def locate(cls, backend: str | Path, project: str, stack: str) -> Self:
        """Find a stack's files; nothing is read or made.

        Args:
            backend: a path, or a `file://` URL as in PULUMI_BACKEND_URL (`~` and relative paths too).
            project: the project's name.
            stack: the stack's name.

        Raises:
            InputError: another kind of backend, or a name that is no name.
        """
        for what, name in (("project", project), ("stack", stack)):
            if not _NAME.fullmatch(name) or set(name) == {"."}:
                raise InputError(
                    f"{name!r} can't be a {what}'s name.",
                    hint="Use up to 100 letters, digits, underscores, hyphens and periods.",
                )
        return cls(folder_of(backend), project, stack)

    @property
    def name(self) -> str:
        """The stack's full name, as the checkpoint holds it."""
        return f"{ORGANIZATION}/{self.project}/{self.stack}"

    @property
    def meta(self) -> Path:
        """The backend's own file."""
        return self.root / ".pulumi" / "meta.yaml"

    @property
    def checkpoint(self) -> Path:
        """The state."""
        return self.root / ".pulumi" / "stacks" / self.project / f"{self.stack}.json"

    @property
    def previous(self) -> Path:
        """The state before the last write."""
        return self.checkpoint.with_name(f"{self.stack}.json.bak")

    @property
    def history(self) -> Path:
        """The folder of finished runs."""
        return self.root / ".pulumi" / "history" / self.project / self.stack

    @property
    def backups(self) -> Path:
        """The folder of states after finished runs."""
        return self.root / ".pulumi" / "backups" / self.project / self.stack

    @property
    def locks(self) -> Path:
        """The folder where each run that holds the stack has a file."""
        return self.root / ".pulumi" / "locks" / ORGANIZATION / self.project / self.stack

    @property
    def own(self) -> Path:
        """The folder for what only the embedded engine uses."""
        return self.root / ".pulumi" / "govcloud" / self.project

    @property
    def scratch(self) -> Path:
        """The folder for temporary files of the run that holds the lock."""
        return self.own / f"{self.stack}.tmp"

    @property
    def journal(self) -> Path:
        """What a run did since the checkpoint."""
        return self.own / f"{self.stack}.journal"

    @property
    def kernel_lock(self) -> Path:
        """The file that a run holds a kernel lock on."""
        return self.own / f"{self.stack}.lock"


def folder_of(backend: str | Path) -> Path:
    """Give the folder of a backend.

    Raises:
        InputError: it is no local folder.
    """
    text = str(backend)
    if "://" not in text:
        return Path(text).expanduser().absolute()
    if not text.startswith("file://"):
        raise InputError(
            f"The backend {urlsplit(text).scheme}://… is not a local folder.",
            hint="Use file://FOLDER, or --engine pulumi, which knows the other backends.",
        )
    return Path(unquote(text.removeprefix("file://").partition("?")[0])).expanduser().absolute()


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
        StateError: it is not.
    """
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


def backups(stack: StackFiles) -> tuple[tuple[int, Path], ...]:
    """Give the states after finished runs, newest first, as (nanoseconds, path)."""
    pattern = re.compile(re.escape(stack.stack) + r"\.(\d+)\.json")
    found = (
        (int(match[1]), path)
        for path in (stack.backups.iterdir() if stack.backups.is_dir() else ())
        if (match := pattern.fullmatch(path.name))
    )
    return tuple(sorted(found, reverse=True))
