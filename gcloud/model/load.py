"""Reads a site: from a folder of files to one frozen value, or all that is wrong with it.

The one place of this layer that touches files. The steps: find the files, read
each into nodes, join their sections, validate them into types, check what
spans several elements. A step goes on with what the one before understood, so
one mistake hides no other; but what depends on an unreadable file is not
reported, since it may stand there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gcloud.model.draft import draft_of
from gcloud.model.errors import SiteInvalid
from gcloud.model.folder import sources
from gcloud.model.merge import merge
from gcloud.model.node import Node
from gcloud.model.positions import Positions
from gcloud.model.problem import Position, Problem
from gcloud.model.reader import read
from gcloud.model.rules.book import RULES, Rule, broken
from gcloud.model.site import Site
from gcloud.model.validate import validate


@dataclass(frozen=True, slots=True)
class LoadedSite:
    """A site and where everything in it stands.

    Attributes:
        site: the site.
        positions: where each element stands.
        folder: the site's folder, as given.
    """

    site: Site
    positions: Positions
    folder: Path

    def at(self, *path: str | int) -> Position:
        """Where an element stands: `loaded.at("systems", 3, "level")`."""
        return self.positions.at(path)

    def problem(self, path: tuple[str | int, ...], rule: str, what: str, instead: str = "") -> Problem:
        """A problem of the element at a path."""
        return self.positions.problem(path, rule, what, instead)


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of reading a folder.

    Attributes:
        loaded: the site where it has the right shape, even if what spans several elements is wrong.
        problems: all that is wrong, in no order.
    """

    loaded: LoadedSite | None
    problems: tuple[Problem, ...]

    @property
    def consistent(self) -> bool:
        """Whether later layers can go on and find more: all is read, names mean one thing, zones fit."""
        return self.loaded is not None and not any(p.rule.startswith(_UNSETTLED) for p in self.problems)


_UNSETTLED = (
    "folder.",
    "file.",
    "yaml.",
    "section.",
    "name.",
    "reference.",
    "service.built-in",
    "zone.cloud",
    "zone.large",
    "range.none",
    "range.small",
)
"""Problems beside which whatever else is wrong would only be guessed."""


def examine(folder: Path) -> Examined:
    """Reads a site as far as it can be understood.

    Raises:
        InputError: there is no such folder.
    """
    texts, problems = sources(folder)
    return understand(texts, folder, problems)


def understand(texts: Mapping[str, str], folder: Path, problems: tuple[Problem, ...] = ()) -> Examined:
    """A site from the texts of its files.

    Args:
        texts: text by file name.
        folder: the site's folder, where its images are.
        problems: what is known to be wrong already; if anything, some file could not be read.
    """
    tops: list[Node] = []
    readable = not problems
    for file, text in texts.items():
        top, found = read(text, file)
        problems += found
        if top is not None:
            tops.append(top)
        elif found:
            readable = False
    whole, found = merge(tops, str(folder))
    readable = readable and not any(problem.rule == "file.shape" for problem in found)
    return assemble(whole, folder, (*problems, *found), complete=readable)


def assemble(
    top: Node,
    folder: Path,
    problems: tuple[Problem, ...] = (),
    *,
    complete: bool = True,
    rules: tuple[Rule, ...] = RULES,
) -> Examined:
    """A site from the tree of its sections.

    Args:
        top: the whole site.
        folder: the site's folder, where its images are.
        problems: what is known to be wrong already.
        complete: whether all files could be read.
        rules: the rules that span several elements.
    """
    positions = Positions(top)
    site, found = validate(positions, complete=complete)
    problems += found
    problems += broken(draft_of(positions, site, folder, complete=complete), rules)
    return Examined(LoadedSite(site, positions, folder) if site else None, problems)


def load_with_positions(folder: Path) -> LoadedSite:
    """The site of a folder, with the positions of all its elements.

    Raises:
        SiteInvalid: with all problems at once.
        InputError: there is no such folder.
    """
    examined = examine(folder)
    if examined.problems or examined.loaded is None:
        raise SiteInvalid(str(folder), examined.problems)
    return examined.loaded


def load(folder: Path) -> Site:
    """The site of a folder.

    Raises:
        SiteInvalid: with all problems at once.
        InputError: there is no such folder.
    """
    return load_with_positions(folder).site
