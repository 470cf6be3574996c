"""Which stacks a site has, remembered together with the site's files by which it has them.

To know a site's stacks one must read the site, which takes a second. While none
of its files has changed, what was found the last time holds: also that there was
nothing wrong with them.
"""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from gcloud.deploy.memory import Memory
from gcloud.engine.reads import Mark, is_fresh, mark_of

FORM: Final = 1
"""Version of the form in which it is kept."""

Marks = dict[str, Mark | None]
"""A site's files: path within the site → what the file system says of it."""


def site_marks(site: Path) -> Marks:
    """Give the marks of a site's files; hidden ones are none.

    Args:
        site: the site's folder.
    """
    return dict(_walked(str(site.resolve())))


def keep(memory: Memory, marks: Marks, stacks: Iterable[tuple[str, str]]) -> None:
    """Remember which stacks a site has.

    Args:
        memory: the site's.
        marks: of the site's files before they were read.
        stacks: project and name of each.
    """
    now = time.time_ns()
    if not any(is_fresh(mark, now) for mark in marks.values()):
        memory.remember_site({"form": FORM, "marks": marks, "stacks": list(stacks)})


def recall(memory: Memory, site: Path) -> tuple[tuple[str, str], ...]:
    """Give project and name of each stack of a site; none if its files are not as they were.

    Args:
        memory: the site's.
        site: the site's folder.
    """
    kept = memory.site()
    if kept is None or kept.get("form") != FORM:
        return ()
    then = {path: mark if mark is None else tuple(mark) for path, mark in kept["marks"].items()}
    if then != site_marks(site):
        return ()
    return tuple((project, stack) for project, stack in kept["stacks"])


def _walked(site: str) -> Iterator[tuple[str, Mark | None]]:
    for here, folders, names in os.walk(site):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                path = f"{here}/{name}"
                yield path[len(site) + 1 :], mark_of(path)
