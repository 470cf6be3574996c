"""What a host answered, in words: values of any form on one line."""

from collections.abc import Iterable, Mapping

_LONG = 400
"""Characters after which a value is cut: whole files are wanted in some controls."""


def said(value: object) -> str:
    """A value on one line; nothing for None.

    Args:
        value: what the module wrote as `want` or `have`: text, a number, a list, a mapping.
    """
    return " ".join(_words(value).split())


def short(text: str) -> str:
    """A text that is cut where it is long."""
    return text if len(text) <= _LONG else text[: _LONG - 3] + "..."


def together(values: Iterable[object]) -> str:
    """Values of several items: each once, in their order."""
    return "; ".join(dict.fromkeys(text for value in values if (text := said(value))))


def apart(want: object, have: object) -> tuple[object, object]:
    """What is wanted and what is there, without what is the same in both; all of it if nothing is left."""
    if not isinstance(want, Mapping) or not isinstance(have, Mapping):
        return want, have
    differing = [key for key in want if key not in have or have[key] != want[key]]
    if not differing:
        return want, have
    return {key: want[key] for key in differing}, {key: have[key] for key in differing if key in have}


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Mapping():
            return ", ".join(f"{key} = {_words(part) or 'none'}" for key, part in value.items())
        case list() | tuple():
            return ", ".join(map(_words, value))
        case _:
            return str(value)
