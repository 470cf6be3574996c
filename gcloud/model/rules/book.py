"""All rules that span several elements, in one list."""

from collections.abc import Callable, Iterator
from typing import Final

from gcloud.model.draft import Draft
from gcloud.model.problem import Problem
from gcloud.model.rules import (
    adopted,
    disks,
    fit,
    hosts,
    levels,
    names,
    openings,
    references,
    sections,
    space,
    tenants,
)

Rule = Callable[[Draft], Iterator[Problem]]

PURE: Final[tuple[Rule, ...]] = (
    sections.check,
    names.check,
    references.check,
    space.check,
    fit.check,
    openings.check,
    levels.check,
    adopted.check,
    tenants.check,
    hosts.check,
)
"""Every rule that looks at the site's words alone."""

RULES: Final[tuple[Rule, ...]] = (*PURE, disks.check)
"""Every rule; one reads the files of images."""


def broken(draft: Draft, rules: tuple[Rule, ...] = RULES) -> tuple[Problem, ...]:
    """All problems that rules find."""
    return tuple(problem for rule in rules for problem in rule(draft))
