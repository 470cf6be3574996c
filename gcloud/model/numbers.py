"""Numbers and truth values, taken literally: "3" is no number and yes is no truth value.

A lenient reading would accept what another reader of the same files (an
editor's schema, a colleague) takes for something else.
"""

import datetime
import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, Strict, WithJsonSchema

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


def _version(value: object) -> object:
    # In Python true equals 1, so a literal 1 would take it.
    if type(value) is not int:
        raise wrong("value.choice", f"schema cannot be {shown(value)}", "write 1, the only one")
    return value


SchemaVersion = Annotated[
    Literal[1], BeforeValidator(_version), WithJsonSchema({"const": 1, "type": "integer"})
]
"""The version of the form that a site's files have."""


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


INSTANT_PATTERN = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"

_INSTANT = re.compile(INSTANT_PATTERN)


def _instant(value: object) -> object:
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        # Text has whole seconds: a moment must be the same after it was written and read.
        return value.astimezone(datetime.UTC).replace(microsecond=0)
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            return datetime.datetime.fromisoformat(value)
        except ValueError:
            pass
    raise wrong(
        "instant",
        f"{shown(value)} is no moment",
        "write date and time in UTC, for example 2026-11-23T08:30:00Z",
    )


def instant_text(value: datetime.datetime) -> str:
    """A moment as files have it: 2026-11-23T08:30:00Z."""
    return value.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


Instant = Annotated[
    datetime.datetime,
    BeforeValidator(_instant),
    PlainSerializer(instant_text),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": INSTANT_PATTERN}),
]
"""A moment in UTC, written 2026-11-23T08:30:00Z."""
