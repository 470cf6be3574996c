"""Numbers and truth values, taken literally: "3" is no number and yes is no truth value.

A lenient reading would accept what another reader of the same files (an
editor's schema, a colleague) takes for something else.
"""

import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, Strict, WithJsonSchema

from gcloud.model.shown import shown
from gcloud.model.wrong import wrong

Flag = Annotated[bool, Strict()]
"""true or false."""

Count = Annotated[int, Strict(), Field(ge=1, le=1000)]
"""How many of something there are: 1 to 1000."""

Whole = Annotated[int, Strict()]
"""A whole number; the field gives its bounds."""


Decimal = Annotated[float, Strict()]
"""A number, with or without a fraction."""


def _date(value: object) -> object:
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise wrong("date", f"{shown(value)} is no date", "write year-month-day, for example 2026-11-23")


Date = Annotated[
    datetime.date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
"""A calendar day, written 2026-11-23."""
