"""Puts pydantic's findings into words that somebody who writes YAML understands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from gcloud.model.near import near, suggest
from gcloud.model.positions import Positions
from gcloud.model.problem import Path, Problem
from gcloud.model.shape import example_at, fields_at, required_at
from gcloud.model.shown import clean, shown
from gcloud.model.site import Site


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of a value that can't be used."""

    path: Path
    value: object
    text: str
    context: Mapping[str, Any]
    example: str | None

    @property
    def name(self) -> str:
        """What the reader calls it."""
        names = [step for step in self.path if isinstance(step, str)]
        if not names:
            return "the site"
        return f"an entry of {names[-1]}" if isinstance(self.path[-1], int) else names[-1]

    @property
    def sort(self) -> str:
        """What sort of value was written."""
        for kind, words in _SORTS:
            if isinstance(self.value, kind):
                return words
        return "nothing"

    @property
    def shown(self) -> str:
        """The value as it is written, shortened."""
        if isinstance(self.value, list | dict) or self.value is None:
            return self.sort
        return f'"{self.bare}"' if isinstance(self.value, str) else self.bare

    @property
    def bare(self) -> str:
        """A scalar as it is written, without quotes."""
        return clean(self.text or str(self.value))

    def bound(self, which: str) -> str:
        """A bound of a number, as somebody would write it."""
        bound = float(self.context[which])
        return str(int(bound) if bound.is_integer() else bound)


_SORTS: tuple[tuple[type, str], ...] = (
    (bool, "a truth value"),
    (int, "a number"),
    (float, "a number"),
    (str, "text"),
    (list, "a list"),
    (dict, "a group of fields"),
)


def _text_instead(found: _Found) -> str:
    if isinstance(found.value, bool | int | float):
        return f'write "{found.bare}" in quotes'
    return "write one line of text"


def _number_instead(found: _Found) -> str:
    if isinstance(found.value, str) and found.value.removeprefix("-").replace(".", "", 1).isdecimal():
        return f"write {found.bare} without quotes"
    return f"write for example {found.example or 3}"


def _truth_instead(found: _Found) -> str:
    written = found.text.lower()
    if written in {"yes", "on", "1", "y", "true"}:
        return "write true" + (" without quotes" if written == "true" else "")
    if written in {"no", "off", "0", "n", "false"}:
        return "write false" + (" without quotes" if written == "false" else "")
    return "write true or false"


def _choice_instead(found: _Found) -> str:
    expected = str(found.context["expected"]).replace(" or ", ", ")
    words = [word.strip("' ") for word in expected.split(",")]
    return suggest(str(found.value), words, "write one of: " + ", ".join(words))


def _list_instead(found: _Found) -> str:
    if isinstance(found.value, str | int) and found.text:
        return f"write [{found.bare}]"
    return 'begin each entry on a line of its own with "- "'


def _group_instead(_found: _Found) -> str:
    return 'write lines such as "name: value"'


def _text_what(found: _Found) -> str:
    if isinstance(found.value, bool | int | float):
        return f"{found.name} is text, and {found.shown} without quotes is {found.sort}"
    return f"{found.name} is text, not {found.sort}"


def _parts(found: _Found) -> str:
    return "characters" if isinstance(found.value, str) else "entries"


@dataclass(frozen=True, slots=True)
class _Words:
    """How to say one sort of finding: its rule, what is wrong, what to write instead."""

    rule: str
    what: Callable[[_Found], str]
    instead: Callable[[_Found], str]


_TEXT = _Words("value.text", _text_what, _text_instead)
_WHOLE = _Words("value.number", lambda f: f"{f.name} is a whole number, not {f.shown}", _number_instead)
_NUMBER = _Words("value.number", lambda f: f"{f.name} is a number, not {f.shown}", _number_instead)
_TRUTH = _Words("value.truth", lambda f: f"{f.name} is true or false, not {f.shown}", _truth_instead)
_CHOICE = _Words("value.choice", lambda f: f"{f.name} cannot be {f.shown}", _choice_instead)
_LIST = _Words("value.list", lambda f: f"{f.name} is a list, not {f.sort}", _list_instead)
_GROUP = _Words("value.group", lambda f: f"{f.name} is a group of fields, not {f.sort}", _group_instead)
_LEAST = _Words(
    "value.least",
    lambda f: f"{f.name} is {f.shown}, the least is {f.bound('ge')}",
    lambda f: f"write {f.bound('ge')} or more",
)
_MOST = _Words(
    "value.most",
    lambda f: f"{f.name} is {f.shown}, the most is {f.bound('le')}",
    lambda f: f"write {f.bound('le')} or less",
)
_NONE = _Words("value.empty", lambda f: f"{f.name} has no entry", lambda _: "write at least one")
_SHORT = _Words("value.empty", lambda f: f"{f.name} is empty", lambda _: "write at least one character")
_LONG = _Words(
    "value.long",
    lambda f: f"{f.name} has {len(str(f.value))} characters, the most is {f.context['max_length']}",
    lambda f: f"shorten it by {len(str(f.value)) - f.context['max_length']}",
)
_MANY = _Words(
    "value.long",
    lambda f: f"{f.name} has {f.context['actual_length']} {_parts(f)}, the most is {f.context['max_length']}",
    lambda f: (
        f"shorten it by {f.context['actual_length'] - f.context['max_length']}"
        if isinstance(f.value, str)
        else f"leave {f.context['actual_length'] - f.context['max_length']} of them out"
    ),
)
_OTHER = _Words(
    "value.other", lambda f: f"{f.name} cannot be {f.shown}", lambda _: "see docs/reference/site.md"
)

WORDS: Final[Mapping[str, _Words]] = MappingProxyType(
    {
        "string_type": _TEXT,
        "int_type": _WHOLE,
        "float_type": _NUMBER,
        "float_parsing": _NUMBER,
        "finite_number": _NUMBER,
        "bool_type": _TRUTH,
        "literal_error": _CHOICE,
        "enum": _CHOICE,
        "tuple_type": _LIST,
        "frozen_set_type": _LIST,
        "model_type": _GROUP,
        "model_attributes_type": _GROUP,
        "mapping_type": _GROUP,
        "dict_type": _GROUP,
        "greater_than_equal": _LEAST,
        "less_than_equal": _MOST,
        "too_short": _NONE,
        "string_too_short": _SHORT,
        "string_too_long": _LONG,
        "too_long": _MANY,
    }
)
"""How to say each of pydantic's error types: what is wrong, and what to write instead."""


def in_words(
    detail: ErrorDetails, positions: Positions, root: type[BaseModel] = Site, within: Path = ()
) -> Problem:
    """One of pydantic's errors as a problem.

    Args:
        detail: the error, as `ValidationError.errors()` gives it.
        positions: where everything stands.
        root: the class that was validated.
        within: the way from the top to what was validated.
    """
    below, kind = detail["loc"], detail["type"]
    path = (*within, *below)
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind == "wrong" and detail["input"] is not None:
        place = (*path, context["at"]) if context["at"] else path
        return positions.problem(place, context["rule"], context["what"], context["instead"])
    if kind == "extra_forbidden":
        return _unknown(path, positions, fields_at(below[:-1], root))
    example = example_at(below, root)
    if kind == "missing":
        return _missing(path, positions, example)
    found = _Found(path, detail["input"], positions.text(path), context, example)
    if found.value is None:
        ways = (f"write for example {example}" if example else "write a value", "remove the line")
        instead = ways[0] if required_at(below, root) else ", or ".join(ways)
        return positions.problem(path, "value.empty", f"{found.name} is empty", instead)
    words = WORDS.get(kind, _OTHER)
    return positions.problem(path, words.rule, words.what(found), words.instead(found))


def _unknown(path: Path, positions: Positions, known: tuple[str, ...]) -> Problem:
    key = str(path[-1])
    written = positions.top.find(path[:-1])[0].keys
    what = f"{shown(key)} is not known here" if len(path) > 1 else f"there is no section {shown(key)}"
    best = near(key, known)
    if best in written:
        instead = f"did you mean {best}, which stands here too?"
    else:
        instead = suggest(
            key,
            [word for word in known if word not in written or len(path) == 1],
            "known are: " + ", ".join(known),
        )
    return Problem.at(positions.key(path), "key.unknown", what, instead, path)


def missing_section(name: str, positions: Positions) -> Problem:
    """A section that must be there and stands in no file."""
    example = example_at((name,))
    what = f'the section "{name}" is missing'
    instead = f"write {name}: {example or ''}".rstrip() + " in one of the files"
    return Problem.at(positions.key(("site",)), "section.missing", what, instead, (name,))


def _missing(path: Path, positions: Positions, example: str | None) -> Problem:
    key = str(path[-1])
    if len(path) == 1:
        return missing_section(key, positions)
    instead = f"write {key}: {example or '...'}"
    return Problem.at(positions.at(path[:-1]), "key.missing", f'"{key}" is missing', instead, path)
