"""Which resources the patterns of a scope name.

A pattern is a URN, a logical name, or either with `*` (any text) and `?` (one
character) in it. One that names nothing is an error: who mistypes a name must
not be told that all is well.
"""

import difflib
import re
from collections.abc import Iterable
from typing import Final

from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.errors import InputError

_NEAR: Final = 3


class TargetError(InputError):
    """What a scope names can't be taken alone, or isn't there."""


class Targets:
    """The resources that some patterns name; without patterns, all.

    Args:
        patterns: URNs, logical names, or patterns of either.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(dict.fromkeys(patterns))
        self._expressions = [(pattern, _expression(pattern)) for pattern in self._patterns]

    def __bool__(self) -> bool:
        """Whether there are any patterns."""
        return bool(self._patterns)

    def name(self, urn: str) -> bool:
        """Tell whether a pattern names a resource."""
        return any(_fits(expression, urn) for _, expression in self._expressions)

    def include(self, urn: str) -> bool:
        """Tell whether a resource is meant: a pattern names it, or there are none."""
        return not self._patterns or self.name(urn)

    def among(self, resources: Iterable[ResourceState]) -> list[ResourceState]:
        """Give the resources that are meant.

        Raises:
            TargetError: a pattern names none of them.
        """
        states = list(resources)
        self.require({state.urn for state in states})
        return [state for state in states if self.include(state.urn)]

    def require(self, known: Iterable[str]) -> None:
        """Refuse patterns that name nothing.

        Args:
            known: the URNs of all that there is.

        Raises:
            TargetError: a pattern names none of them; says which ones are near.
        """
        there = sorted(known)
        for pattern, expression in self._expressions:
            if not any(_fits(expression, urn) for urn in there):
                near = _near(pattern, there)
                hint = f"Did you mean {' or '.join(near)}?" if near else "See `govcloud state list`."
                raise TargetError(
                    f"no resource is named {pattern!r}", hint=hint, data={"pattern": pattern, "near": near}
                )


def _expression(pattern: str) -> re.Pattern[str]:
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(letter) or re.escape(letter) for letter in pattern), re.DOTALL)


def _fits(expression: re.Pattern[str], urn: str) -> bool:
    return bool(expression.fullmatch(urn) or expression.fullmatch(urns.parse(urn).name))


def _near(pattern: str, known: Iterable[str]) -> list[str]:
    whole = pattern.startswith("urn:")
    by_text = {(urn if whole else urns.parse(urn).name).casefold(): urn for urn in known}
    found = difflib.get_close_matches(pattern.casefold(), by_text, _NEAR)
    return [by_text[text] if whole else urns.parse(by_text[text]).name for text in found]
