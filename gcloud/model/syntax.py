"""Says in words what YAML's parser found wrong, and where."""

import re
from dataclasses import dataclass

import yaml

from gcloud.model.problem import Position, Problem


@dataclass(frozen=True, slots=True)
class _Words:
    """How to say one of the parser's messages.

    Attributes:
        said: what the message holds.
        what: what is wrong.
        instead: what to write instead.
        at_start: whether to point at where the broken thing begins, and not at where it broke.
    """

    said: str
    what: str
    instead: str
    at_start: bool = False


_ALIGN = "begin it in the same column as its neighbours"
_WORDS = (
    _Words(
        "mapping values are not allowed",
        "a colon stands where none can",
        'put a text that holds ": " in quotes',
    ),
    _Words("could not find expected ':'", "this line has no colon", 'write "key: value"', at_start=True),
    _Words("cannot start any token", "this character cannot begin a value", "put the text in quotes"),
    _Words("found unexpected end of stream", "this quote is never closed", "close it", at_start=True),
    _Words("did not find expected key", "this line fits none above", _ALIGN),
    _Words("did not find expected '-' indicator", "this line fits no entry of the list above", _ALIGN),
    _Words(
        "did not find expected ',' or ']'",
        "a comma or ] is missing before this",
        "write , between entries, ] last",
    ),
    _Words(
        "did not find expected ',' or '}'",
        "a comma or } is missing before this",
        "write , between fields, } last",
    ),
    _Words("did not find expected node content", "a value, ] or } is missing before this", "write it"),
)
_TAB = _Words("", "a tab stands here", "use spaces")


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]|[\ufffe\uffff]")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


def unprintable(text: str, file: str) -> Problem | None:
    """The first character that YAML does not allow (YAML 1.2.2, 5.1); the parser would not say where it is.

    Args:
        text: the file's text.
        file: its name.
    """
    found = _CONTROL.search(text)
    if found is None:
        return None
    place = end_of(text[: found.start()], file)
    return Problem.at(
        place, "yaml.character", f"the control character U+{ord(found[0]):04X} stands here", "remove it"
    )


def lines_of(text: str) -> list[str]:
    """The lines of a text, as YAML counts them."""
    return _BREAK.split(text)


def end_of(text: str, file: str) -> Position:
    """Where a text ends; the parser sees the end of a last line without a line break on a line of its own."""
    lines = lines_of(text)
    return Position(file, len(lines), len(lines[-1]) + 1)


def explain(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """The problem that a parser's error means.

    Args:
        error: what PyYAML raised.
        text: the file's text.
        file: its name.
    """
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read")
    other = _Words(said, f"this is no YAML: {said}", "compare with the lines above")
    words = next((words for words in _WORDS if words.said in said), other)
    place = min(_where(error, file, at_start=words.at_start), end_of(text, file))
    if _character(text, place) == "\t":
        words = _TAB
    return Problem.at(place, "yaml.syntax", words.what, words.instead)


def _where(error: yaml.YAMLError, file: str, *, at_start: bool) -> Position:
    broke, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    mark = (began or broke) if at_start else (broke or began)
    if mark is not None:
        return Position(file, mark.line + 1, mark.column + 1)
    return Position(file)


def _character(text: str, place: Position) -> str:
    lines = lines_of(text)
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    return line[place.column - 1 : place.column]
