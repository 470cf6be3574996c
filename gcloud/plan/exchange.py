"""A plan as JSON, and back: what a program gets instead of the whole site.

Reading it needs nothing but the standard library, because every program pays for
what it imports.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from gcloud.errors import InputError

FORM: Final = 1
"""Version of the text's form."""

Planned = TypeVar("Planned")


def to_json(plan: Any) -> str:  # noqa: ANN401 - any frozen dataclass of texts, numbers, tuples and its like
    """A plan as text: the same plan gives the same bytes."""
    # On one line: with indentation Python's own encoder works, which takes ten times as long.
    return (
        json.dumps({"form": FORM, **_fields(plan)}, sort_keys=True, ensure_ascii=False, default=_fields)
        + "\n"
    )


def _fields(plan: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """One level of a plan; what is below is asked for as it is written."""
    return {one.name: getattr(plan, one.name) for one in fields(plan)}


def from_json(kind: type[Planned], text: str) -> Planned:
    """The plan that a text holds.

    Args:
        kind: what it is of.
        text: what `to_json` wrote.

    Raises:
        InputError: it is no such text, or of another version of this library.
    """
    try:
        data = json.loads(text)
        form = data.pop("form", None)
        if form != FORM:
            raise _unreadable(f"its form is {form!r}, and this library reads {FORM}")
        plan: Planned = _value(kind, data)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise _unreadable(f"{error}") from error
    return plan


def _unreadable(why: str) -> InputError:
    return InputError(f"A plan can't be read: {why}.", hint="Run the command again; it writes the plan.")


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, value: Any) -> Any:  # noqa: ANN401 - as many kinds as the plan has
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return None if value is None else _value(get_args(kind)[0], value)
    if origin is Literal:
        if value not in get_args(kind):
            raise ValueError(f"{value!r} is none of {get_args(kind)}")
        return value
    if origin is tuple:
        return _tuple(get_args(kind), value)
    if is_dataclass(kind):
        assert isinstance(kind, type)  # noqa: S101 - the plan's classes hold classes
        hints = _hints(kind)
        unknown = set(value) - set(hints)
        if unknown:
            raise ValueError(f"{kind.__name__} has no {sorted(unknown)[0]}")
        return kind(**{one.name: _value(hints[one.name], value[one.name]) for one in fields(kind)})
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _tuple(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - see above
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        return tuple(_value(kinds[0], one) for one in value)
    return tuple(_value(kind, one) for kind, one in zip(kinds, value, strict=True))
