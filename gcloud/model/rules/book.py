"""All rules that span several elements, in one list."""

from collections.abc import Callable, Iterator
from typing import Final

from gcloud.model.draft import Draft
from gcloud.model.problem import Problem
from gcloud.model.rules import names, references

Rule = Callable[[Draft], Iterator[Problem]]

RULES: Final[tuple[Rule, ...]] = (names.check, references.check)
"""Every rule; each is a pure function."""


def broken(draft: Draft) -> tuple[Problem, ...]:
    """All problems that the rules find."""
    return tuple(problem for rule in RULES for problem in rule(draft))
