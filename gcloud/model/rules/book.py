"""All rules that span several elements, in one list."""

from collections.abc import Callable, Iterator
from typing import Final

from gcloud.model.draft import Draft
from gcloud.model.problem import Problem
from gcloud.model.rules import adopted, disks, fit, levels, names, openings, references, sections, space

Rule = Callable[[Draft], Iterator[Problem]]

RULES: Final[tuple[Rule, ...]] = (
    sections.check,
    names.check,
    references.check,
    space.check,
    fit.check,
    openings.check,
    levels.check,
    disks.check,
    adopted.check,
)
"""Every rule. Pure functions, but for the one that reads the files of images."""


def broken(draft: Draft) -> tuple[Problem, ...]:
    """All problems that the rules find."""
    return tuple(problem for rule in RULES for problem in rule(draft))
