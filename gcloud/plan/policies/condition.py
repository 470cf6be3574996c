"""Conditions of rules: CEL, compiled once and asked of many."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import cel


class ConditionError(Exception):
    """A condition can't be understood, or says neither true nor false; the argument says why."""


class Condition:
    """One condition.

    Args:
        text: the expression.

    Raises:
        ConditionError: it is no expression.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            self._program = cel.compile(text)
        except (ValueError, RuntimeError, TypeError) as error:
            raise ConditionError(_first(str(error))) from None

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether it is true of facts.

        Args:
            facts: by the names that it uses.

        Raises:
            ConditionError: it asks for a fact that isn't there, or is neither true nor false.
        """
        try:
            found = self._program.execute({name: self._asked(name, fact) for name, fact in facts.items()})
        except KeyError as error:
            raise ConditionError(f"there is no fact {error.args[0]}") from None
        except (ValueError, RuntimeError, TypeError) as error:
            raise ConditionError(_first(str(error))) from None
        if not isinstance(found, bool):
            raise ConditionError(f"it is neither true nor false but {type(found).__name__}")
        return found

    def _asked(self, name: str, fact: Any) -> Any:  # noqa: ANN401 - whatever a fact is
        """Leave out what the condition doesn't name: to hand all over takes ten times as long as to judge."""
        fields = _fields(self.text, name)
        if fields is None or not isinstance(fact, Mapping):
            return fact
        return {key: value for key, value in fact.items() if key in fields}


@cache
def _fields(text: str, name: str) -> frozenset[str] | None:
    """The fields of a fact that an expression names; None if it may mean any."""
    found = re.findall(rf"\b{re.escape(name)}\b(?:\.([A-Za-z_]\w*)\b(?!\s*\())?", text)
    return frozenset(found) if all(found) else None


def _first(text: str) -> str:
    return text.strip().split("\n", 1)[0]
