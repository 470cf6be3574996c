"""What a stack was told by other stacks (stack references), and whether it would be told the same now.

Of another stack its outputs count, not its state: it may be changed in any other
way. They are kept as a keyed hash; while the files of that state are as they were,
not even that is looked at. Outputs that hold a secret can't be compared without
the passphrase, so a stack that was told one depends on the other's whole state.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from gcloud.deploy.looks import ChangedError, Look, Looker
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import contains_secret
from gcloud.errors import GovCloudError

_TYPE: Final = "pulumi:pulumi:StackReference"

Told = list[Any]
"""JSON-able: the looks at checkpoint and journal, if any, and the outputs' hash ("" if one is secret)."""


def references(resources: Iterable[ResourceState]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give the stacks that a program refers to, by the names that it uses, with the outputs that it was told.

    Args:
        resources: of the program's own stack.
    """
    for state in resources:
        name = state.inputs.get("name")
        if state.type == _TYPE and isinstance(name, str):
            yield name, state.outputs.get("outputs") or {}


class Others:
    """The other stacks of a backend folder.

    Args:
        backend: the folder, as a path or `file://` URL.
        looker: looks at files, and knows the key of the hashes.
    """

    def __init__(self, backend: str | Path, looker: Looker) -> None:
        self._backend = backend
        self._looker = looker
        self._now: dict[str, str] = {}

    def keep(self, name: str, outputs: Mapping[str, Any], *, since: int) -> Told:
        """Make what is kept of the outputs that a run was told.

        Args:
            name: the other stack, PROJECT/STACK.
            outputs: what was told.
            since: when the run began, nanoseconds since the epoch.

        Raises:
            ChangedError: one of them is secret, and the other stack's state has changed since.
        """
        hidden = contains_secret(outputs)
        looks = self._looks(name, since)
        if hidden and not looks:
            raise ChangedError(f"the state of {name}")
        return [looks, "" if hidden else self._hash(outputs)]

    def same(self, name: str, told: Told) -> bool:
        """Tell whether a stack would tell now what it told then."""
        looks, then = told
        paths = self._paths(name)
        if looks and all(self._looker.same(path, look) for path, look in zip(paths, looks, strict=True)):
            return True
        if then and name not in self._now:
            self._now[name] = self._told_now(name)
        return bool(then) and then == self._now[name]

    def _looks(self, name: str, since: int) -> list[Look]:
        """Look at a state; nothing if it may tell something else already than it told the run."""
        paths = self._paths(name)
        marks = [self._looker.mark(path) for path in paths]
        if any(mark is not None and max(mark[-2:]) >= since for mark in marks):
            return []
        try:
            return [self._looker.keep_now(path) for path in paths]
        except ChangedError:
            return []

    def _paths(self, name: str) -> tuple[str, str]:
        project, _, stack = name.partition("/")
        files = StackFiles.locate(self._backend, project, stack)
        return str(files.checkpoint), str(files.journal)

    def _told_now(self, name: str) -> str:
        # A second of imports, and rarely needed: only once the other stack has been worked on.
        from gcloud.engine.state.view import read_stack  # noqa: PLC0415

        project, _, stack = name.partition("/")
        try:
            view = read_stack(self._backend, project, stack, None)
        except GovCloudError:  # damaged, or secret somewhere: the program will say what it needs
            return ""
        return next((self._hash(state.outputs) for state in view.resources if state.is_root), "")

    def _hash(self, outputs: Mapping[str, Any]) -> str:
        return self._looker.hash_of(json.dumps(outputs, sort_keys=True))
