"""Keeps in mind, while a stack is worked on, what its fingerprint will be made of.

A run that begins makes the last fingerprint void; one that ends well over the
whole stack leaves a new one, made when the state has been put away. In between
nothing is remembered, so a run that is killed leaves none.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from gcloud.deploy.fingerprint import DoubtError, Fingerprint, looks_now, looks_of
from gcloud.deploy.looks import ChangedError, Looker
from gcloud.deploy.memory import Doubt, Due, Memory
from gcloud.deploy.others import Others, Told, references
from gcloud.deploy.surroundings import Surroundings
from gcloud.deploy.target import Target
from gcloud.engine import reads
from gcloud.engine.events import Diagnostic, Event
from gcloud.engine.scope import Scope
from gcloud.engine.state import checkpoint, files, stackfile
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.references import OtherStacks
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore

_CONTENT: Final = "localFilePath"
"""Input that names a file of this machine which the program itself need not have looked at."""

_MEANWHILE: Final = 10_000_000_000
"""Nanoseconds within which a stack's settings were read before its program ran."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What a fingerprint needs of the state that a run has left; the states themselves may go.

    Args:
        digest: the checkpoint's.
        resources: how many things in the cloud there are.
        clouds: the clouds that they are in.
        contents: files that are contents of objects, which the engine has read for the program.
        told: what other stacks told the program, by their names.
    """

    digest: str
    resources: int
    clouds: tuple[str | None, ...]
    contents: tuple[str, ...]
    told: tuple[tuple[str, Mapping[str, Any]], ...]


class Remembering:
    """What becomes of a stack's fingerprint during one session.

    Args:
        target: the stack.
        engine: which engine works on it.
    """

    def __init__(self, target: Target, engine: str) -> None:
        self._target, self._engine = target, engine
        self._memory = Memory(target.site)
        self._names = (target.program.project, target.stack)
        self._room: tempfile.TemporaryDirectory[str] | None = None
        self._well: _Left | None = None
        self._began = time.time_ns()
        self._around: Surroundings | None = None

    @property
    def reads(self) -> Path:
        """Where the program's process leaves what it looked at."""
        if self._room is None:
            self._room = tempfile.TemporaryDirectory(prefix="govcloud-reads-")
        return Path(self._room.name) / "reads"

    def scoped(self, scope: Scope, tell: Callable[[Event], None]) -> Scope:
        """Give what a run is about, with a look at the cloud if one is due.

        Args:
            scope: what was asked for.
            tell: told why the cloud is looked at, or why the program is run though nothing may have changed.
        """
        kept = self._memory.recall(*self._names)
        if isinstance(kept, Doubt):
            tell(Diagnostic("info", f"The last up left no fingerprint: {kept.why}."))
        if scope.verify or not isinstance(kept, Due):
            return scope
        tell(Diagnostic("info", f"The cloud is looked at first: {kept.why}."))
        return replace(scope, verify=True)

    def begins(self, *, changing: bool) -> None:
        """The program is about to run; if anything is to be changed, what is remembered holds no more."""
        self._well, self._began = None, time.time_ns()
        if changing:
            self._memory.forget(*self._names)

    def watch(self) -> None:
        """Take note of what surrounds the run while it has not begun; without it nothing is remembered."""
        key = self._memory.make_key()
        if key is not None:
            self._around = Surroundings(key, os.environ)
            self._around.take()

    def looks_due(self, why: str) -> None:
        """The cloud was found not to be what the state says: the next `up` has to look at it."""
        self._well = None
        self._memory.remember(*self._names, Due(why))

    def looked(self) -> None:
        """The state is what the cloud is: a comparison with it is enough."""
        self._memory.remember(*self._names, None)

    def ended_well(self, store: StackStore) -> None:
        """The whole stack is as its program says."""
        self._well = None
        if not store.unanswered:
            states = store.snapshot()
            self._well = _Left(
                store.digest,
                sum(_is_real(state, self._target.program.packages) for state in states),
                tuple(sorted(set(_clouds(states)), key=str)),
                tuple(self._contents(states)),
                tuple(references(states)),
            )

    def close(self, *, well: bool) -> None:
        """Make the fingerprint if all went well; call when the state has been put away.

        Args:
            well: it could be put away.
        """
        try:
            if well and self._well is not None:
                self._memory.remember(*self._names, self._fingerprint(self._well))
        finally:
            if self._room is not None:
                self._room.cleanup()

    def _fingerprint(self, left: _Left) -> Fingerprint | Doubt | None:
        key = self._memory.key()
        if key is None or self._around is None or not self.reads.is_file():
            return None
        what = self._target
        looker = Looker(key)
        paths = StackFiles.locate(what.backend.local(), *self._names)
        try:
            looks = looks_of(reads.merged(self.reads.read_text(encoding="utf-8")), looker)
            looks |= looks_now([str(paths.checkpoint), str(paths.journal)], looker)
            looks |= looks_now(self._given(), looker, since=self._began - _MEANWHILE)
            looks |= looks_now(left.contents, looker, since=self._began)
            told = dict(self._told(Others(paths.root, looker), left.told))
        except DoubtError as error:
            return Doubt(str(error))
        around = self._around.kept(left.clouds)
        if around != Surroundings(key, os.environ).kept(left.clouds):
            return Doubt("what surrounds the program changed during the run")
        if checkpoint.digest(files.read(paths.checkpoint) or b"") != left.digest:
            return None  # another run was quicker than this look
        return Fingerprint(
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            engine=self._engine,
            backend=what.backend.url,
            resources=left.resources,
            clouds=left.clouds,
            surroundings=around,
            looks=looks,
            told=told,
        )

    def _given(self) -> Iterator[str]:
        """Give the files of the stack's settings."""
        what = self._target
        for folder in (what.workspace, what.program.folder):
            yield str(stackfile.path_of(folder, what.stack))

    def _told(
        self, others: Others, heard: Iterable[tuple[str, Mapping[str, Any]]]
    ) -> Iterator[tuple[str, Told]]:
        """Give what other stacks told the program, by PROJECT/STACK."""
        named = OtherStacks("", self._target.program.project, None)
        for name, outputs in heard:
            other = "/".join(named.split(name))
            try:
                yield other, others.keep(other, outputs, since=self._began)
            except ChangedError as error:
                raise DoubtError(f"{error} changed during the run") from error

    def _contents(self, resources: Iterable[ResourceState]) -> Iterator[str]:
        """Give the files that are contents of objects, which the engine has read for the program."""
        for state in resources:
            content = state.inputs.get(_CONTENT)
            if isinstance(content, str) and content:
                yield str(self._target.program.folder / content)


def _clouds(resources: Iterable[ResourceState]) -> Iterator[str | None]:
    for state in resources:
        if state.is_provider:
            cloud = state.inputs.get("cloud")
            yield cloud if isinstance(cloud, str) else None


def _is_real(state: ResourceState, packages: tuple[str, ...]) -> bool:
    return state.custom and not state.delete and state.type.partition(":")[0] in packages
