"""Puts pydantic's findings into words that somebody who writes YAML understands."""

import json
from typing import Any

from pydantic_core import ErrorDetails

from gcloud.model.near import suggest
from gcloud.model.positions import Positions
from gcloud.model.problem import Path, Problem
from gcloud.model.shape import fields_at


def in_words(detail: ErrorDetails, positions: Positions) -> Problem:
    """One of pydantic's errors as a problem.

    Args:
        detail: the error, as `ValidationError.errors()` gives it.
        positions: where everything stands.
    """
    path = _path(detail, positions)
    context: dict[str, Any] = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "wrong":
        return positions.problem(path, context["rule"], context["what"], context["instead"])
    if kind == "extra_forbidden":
        return _unknown(path, positions)
    if kind == "missing":
        return _missing(path, positions)
    name = _called(path)
    value, text = detail["input"], positions.text(path)
    if value is None:
        return positions.problem(
            path,
            "value.empty",
            f"{name} is empty",
            _wanted(kind, context, text, value) or "write a value or remove the line",
        )
    what = _what(kind, context, name, value, text)
    return positions.problem(
        path, f"value.{kind.replace('_', '-')}", what, _wanted(kind, context, text, value)
    )


def _path(detail: ErrorDetails, positions: Positions) -> Path:
    """The location, without the names of alternatives that pydantic adds beyond what is written."""
    path = detail["loc"]
    if detail["type"] == "missing":
        return path
    _, rest = positions.top.find(path)
    return path[: len(path) - len(rest)] if detail["type"] != "extra_forbidden" else path


def _called(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return "the site"
    return f"an entry of {names[-1]}" if isinstance(path[-1], int) else names[-1]


def _unknown(path: Path, positions: Positions) -> Problem:
    key = str(path[-1])
    holder = positions.top.find(path[:-1])[0]
    fields = fields_at(path[:-1])
    free = set(fields) - set(holder.keys)
    what = f'"{key}" is not known here' if len(path) > 1 else f'there is no section "{key}"'
    known = ", ".join(fields)
    instead = suggest(key, free, f"known are: {known}")
    from gcloud.model.problem import Problem as P

    return P.at(positions.key(path), "key.unknown", what, instead, path)


def _missing(path: Path, positions: Positions) -> Problem:
    key = str(path[-1])
    if len(path) == 1:
        return positions.problem(
            ("site",),
            "section.missing",
            f'the section "{key}" is missing',
            f"write {key}: in one of the files",
        )
    return Problem.at(
        positions.at(path[:-1]), "key.missing", f'"{key}" is missing', f"write {key}: ...", path
    )


def _what(kind: str, context: dict[str, Any], name: str, value: Any, text: str) -> str:
    shown = _shown(value, text)
    match kind:
        case "string_type":
            return f"{name} is text, and {shown} without quotes is read as {_sort(value)}"
        case "int_type" | "int_from_float":
            return f"{name} is a whole number, not {_sort(value)}"
        case "float_type" | "float_parsing":
            return f"{name} is a number, not {_sort(value)}"
        case "bool_type":
            return f"{name} is true or false, not {shown}"
        case "literal_error" | "enum":
            return f"{name} cannot be {shown}"
        case "tuple_type" | "list_type" | "frozen_set_type" | "set_type":
            return f"{name} is a list, not {_sort(value)}"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{name} is a group of fields, not {_sort(value)}"
        case "greater_than_equal":
            return f"{name} is {shown}, the least is {context['ge']:g}"
        case "less_than_equal":
            return f"{name} is {shown}, the most is {context['le']:g}"
        case "too_short":
            return f"{name} has no entry"
        case "string_too_short":
            return f"{name} is empty"
        case "string_too_long":
            return f"{name} has {len(str(value))} characters, the most is {context['max_length']}"
        case _:
            return f"{name} cannot be {shown}"


def _wanted(kind: str, context: dict[str, Any], text: str, value: Any) -> str:
    match kind:
        case "string_type" if isinstance(value, bool | int | float):
            return f'write "{text}" in quotes'
        case "string_type":
            return "write one line of text"
        case "int_type" | "float_type" | "float_parsing" if isinstance(value, str) and _number(value):
            return f"write {value} without quotes"
        case "int_type" | "int_from_float":
            return "write a whole number, for example 3"
        case "float_type" | "float_parsing":
            return "write a number, for example 18.34"
        case "bool_type":
            return _truth(value)
        case "literal_error" | "enum":
            allowed = [word.strip("' ") for word in context["expected"].replace(" or ", ", ").split(",")]
            return suggest(str(value), allowed, "write one of: " + ", ".join(allowed))
        case "tuple_type" | "list_type" | "frozen_set_type" | "set_type":
            return (
                f"write [{text}]"
                if isinstance(value, str | int) and text
                else 'write each entry on a line that begins with "- "'
            )
        case "model_type" | "model_attributes_type" | "dict_type":
            return 'write lines such as "name: value" below it'
        case "too_short":
            return "write at least one"
        case "string_too_short":
            return "write at least one character"
        case "greater_than_equal":
            return f"write {context['ge']:g} or more"
        case "less_than_equal":
            return f"write {context['le']:g} or less"
        case _:
            return ""


def _truth(value: Any) -> str:
    match str(value).lower():
        case "yes" | "on" | "1" | "y":
            return "write true"
        case "no" | "off" | "0" | "n":
            return "write false"
        case _:
            return "write true or false"


def _number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _shown(value: Any, text: str) -> str:
    if isinstance(value, str):
        return json.dumps(value if len(value) < 60 else value[:57] + "...", ensure_ascii=False)
    return text if text else _sort(value)


def _sort(value: Any) -> str:
    match value:
        case bool():
            return "a truth value"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a group of fields"
        case _:
            return "nothing"
