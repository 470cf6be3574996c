"""Reads the files of the baselines, each by the class that its folder stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from gcloud.errors import InputError
from gcloud.model.base import Model
from gcloud.model.baseline.control import Control
from gcloud.model.baseline.items.union import KINDS
from gcloud.model.baseline.profile import Profile
from gcloud.model.baseline.role import HostRole
from gcloud.model.folder import sources
from gcloud.model.near import suggest
from gcloud.model.node import Node
from gcloud.model.positions import Positions
from gcloud.model.problem import Path as Way
from gcloud.model.problem import Position, Problem
from gcloud.model.reader import read
from gcloud.model.shown import shown
from gcloud.model.words import in_words


class ControlsFile(Model):
    """A file of controls: one topic."""

    controls: Annotated[tuple[Control, ...], Field(min_length=1)]
    """The controls."""


CLASSES: Final[Mapping[str, type[Model]]] = {
    "controls": ControlsFile,
    "profiles": Profile,
    "roles": HostRole,
}
"""What the files of each folder are."""

_ITEM_TAG = 4
"""Where pydantic puts the kind of an item into the way to a fault: controls, 3, items, 1, KIND, field."""


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What was read, as far as it could be.

    Attributes:
        positions: where everything stands; the first step of a way is the file.
        files: what each file holds, those that are sound.
        problems: what is wrong with the files, each by itself.
    """

    positions: Positions
    files: Mapping[str, Model]
    problems: tuple[Problem, ...]


def read_files(folder: Path) -> ReadFiles:
    """The files of a folder of baselines.

    Raises:
        InputError: there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(
            f"{folder} is no folder of baselines", hint="name the folder that holds controls/ and profiles/"
        )
    texts, problems = sources(folder)
    tops: dict[str, Node] = {}
    for file, text in texts.items():
        top, found = read(text, file)
        problems += found
        if top is not None:
            tops[file] = top
        elif not found:
            problems += (
                Problem.at(
                    Position(file), "file.empty", "this file says nothing", "write into it, or remove it"
                ),
            )
    positions = Positions(Node((str(folder), 0, 0), dict(tops)))
    files: dict[str, Model] = {}
    for file, top in tops.items():
        kind = CLASSES.get(Path(file).parent.name)
        if kind is None:
            what = f"{Path(file).parent.name} is no folder of baselines"
            instead = "put the file into controls, profiles or roles"
            problems += (Problem.at(Position(file), "folder.name", what, instead),)
            continue
        try:
            files[file] = kind.model_validate(top.plain(), by_alias=True, by_name=False)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=True)
            problems += tuple(
                _said(detail, positions, kind, file) for detail in details if not _follows(detail)
            )
    return ReadFiles(positions, files, problems)


def _follows(detail: ErrorDetails) -> bool:
    """Whether a fault only follows from others: pydantic counts only the sound entries of a list."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _said(detail: ErrorDetails, positions: Positions, root: type[BaseModel], file: str) -> Problem:
    """A fault of a file in words; of an item by the class of its kind."""
    within: Way = (file,)
    loc = detail["loc"]
    if root is ControlsFile and len(loc) > _ITEM_TAG - 1 and loc[2] == "items":
        within = (file, *loc[:_ITEM_TAG])
        if detail["type"].startswith("union_tag"):
            return _kind_of(detail, positions, within)
        if len(loc) > _ITEM_TAG:
            root, loc = KINDS[str(loc[_ITEM_TAG])], loc[_ITEM_TAG + 1 :]
            detail = {**detail, "loc": loc}
    return in_words(detail, positions, root, within)


def _kind_of(detail: ErrorDetails, positions: Positions, item: Way) -> Problem:
    tag = detail.get("ctx", {}).get("tag")
    known = ", ".join(KINDS)
    if tag is None:
        return positions.problem(item, "item.kind", "the item has no kind", f"write kind: one of {known}")
    what = f"there is no kind of item {shown(str(tag))}"
    return positions.problem(
        (*item, "kind"), "item.kind", what, suggest(str(tag), KINDS, f"known are: {known}")
    )
