"""The outputs of another stack in the same backend folder."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gcloud.engine.state.errors import PassphraseError
from gcloud.engine.state.paths import ORGANIZATION, folder_of
from gcloud.engine.state.view import StackView, read_stack
from gcloud.errors import InputError

_PARTS: Final = 3
_ALIKE: Final = 0.7


class StackMissingError(InputError):
    """A program refers to a stack that is not in the backend folder."""


@dataclass(frozen=True, slots=True)
class OtherStacks:
    """The stacks beside a program's own.

    Args:
        backend: the backend's folder, as a path or `file://` URL.
        project: the program's own project, which a short name means.
        passphrase: what their secrets are encrypted with; None if there is none.
    """

    backend: str | Path
    project: str
    passphrase: str | None

    def outputs(self, name: str) -> Mapping[str, Any]:
        """Give a stack's outputs, secrets as `Secret`.

        Args:
            name: `STACK`, `organization/STACK` or `organization/PROJECT/STACK`, as the official
                engine takes it for a folder.

        Raises:
            StackMissingError: there is none of that name; names near to it.
            InputError: that is no stack's name.
            PassphraseError: its secrets are encrypted with another passphrase.
            StateError: its state can't be used.
        """
        project, stack = self.split(name)
        view = self._read(project, stack, name)
        if not view.exists:
            raise self._missing(project, stack)
        root = next((state for state in view.resources if state.is_root), None)
        return {} if root is None else root.outputs

    def split(self, name: str) -> tuple[str, str]:
        """Give the project and the stack that a name means.

        Raises:
            InputError: that is no stack's name.
        """
        parts = name.split("/")
        if (len(parts) > 1 and parts[0] != ORGANIZATION) or len(parts) > _PARTS:
            raise InputError(
                f"{name!r} is no stack's name: a backend folder knows one organization, {ORGANIZATION!r}.",
                hint=f"Write {ORGANIZATION}/PROJECT/STACK, or STACK for one of the same project.",
            )
        return parts[1] if len(parts) == _PARTS else self.project, parts[-1]

    def _read(self, project: str, stack: str, name: str) -> StackView:
        try:
            return read_stack(self.backend, project, stack, self.passphrase)
        except PassphraseError as first:
            try:
                # Another passphrase matters only if there is something that it hides.
                return read_stack(self.backend, project, stack, None)
            except PassphraseError:
                raise PassphraseError(
                    f"The secrets of the stack {name} are under another passphrase than this stack's.",
                    hint="Give both stacks the same passphrase, or export nothing secret from that one.",
                ) from first

    def _missing(self, project: str, stack: str) -> StackMissingError:
        files = (folder_of(self.backend) / ".pulumi" / "stacks").glob("*/*.json")
        there = sorted((file.parent.name, file.stem) for file in files)
        near = [
            f"{ORGANIZATION}/{one}/{other}"
            for one, other in there
            if _alike(other, stack) and (_alike(one, project) or other == stack)
        ]
        wanted = f"{ORGANIZATION}/{project}/{stack}"
        hint = f"Did you mean {' or '.join(near)}?" if near else "Run that stack first, or correct the name."
        return StackMissingError(
            f"There is no stack {wanted} in {folder_of(self.backend)}.",
            hint=hint,
            data={"stack": wanted, "near": near},
        )


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE
