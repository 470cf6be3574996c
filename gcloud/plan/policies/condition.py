"""Conditions of rules: CEL, compiled once and asked of many."""

from collections.abc import Mapping
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
            found = self._program.execute(dict(facts))
        except KeyError as error:
            raise ConditionError(f"there is no fact {error.args[0]}") from None
        except (ValueError, RuntimeError, TypeError) as error:
            raise ConditionError(_first(str(error))) from None
        if not isinstance(found, bool):
            raise ConditionError(f"it is neither true nor false but {type(found).__name__}")
        return found


def _first(text: str) -> str:
    return text.strip().split("\n", 1)[0]
