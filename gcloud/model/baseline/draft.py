"""What was read of the baselines, with its places, for the rules that span several files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from gcloud.model.base import Model
from gcloud.model.baseline.control import Control
from gcloud.model.baseline.profile import Profile
from gcloud.model.baseline.read import ControlsFile, ReadFiles
from gcloud.model.baseline.role import HostRole
from gcloud.model.positions import Positions
from gcloud.model.problem import Path, Problem

M_co = TypeVar("M_co", bound=Model, covariant=True)


@dataclass(frozen=True, slots=True)
class Placed(Generic[M_co]):
    """An element and the way to it; the first step is its file."""

    path: Path
    value: M_co


@dataclass(frozen=True, slots=True)
class BaselineDraft:
    """All elements that are sound by themselves.

    Attributes:
        positions: where everything stands.
        controls: the controls.
        profiles: the profiles.
        roles: the host roles.
        complete: whether all files are sound; if not, a name that is missing may stand in one that isn't.
    """

    positions: Positions
    controls: tuple[Placed[Control], ...]
    profiles: tuple[Placed[Profile], ...]
    roles: tuple[Placed[HostRole], ...]
    complete: bool

    def problem(self, path: Path, rule: str, what: str, instead: str) -> Problem:
        """A problem of the element at a path."""
        return self.positions.problem(path, rule, what, instead)

    def control(self, name: str) -> Control | None:
        """The control of a name."""
        return next((placed.value for placed in self.controls if placed.value.id == name), None)

    def names(self) -> frozenset[str]:
        """All controls' names."""
        return frozenset(placed.value.id for placed in self.controls)


def draft_of(read: ReadFiles) -> BaselineDraft:
    """The draft of what was read."""
    profiles, roles = [], []
    for file, value in read.files.items():
        match value:
            case Profile():
                profiles.append(Placed((file,), value))
            case HostRole():
                roles.append(Placed((file,), value))
            case _:
                continue
    return BaselineDraft(
        read.positions, tuple(_controls(read)), tuple(profiles), tuple(roles), complete=not read.problems
    )


def _controls(read: ReadFiles) -> Iterator[Placed[Control]]:
    for file, value in read.files.items():
        if isinstance(value, ControlsFile):
            for index, control in enumerate(value.controls):
                yield Placed((file, "controls", index), control)
