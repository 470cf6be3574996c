"""Puts values of parameters into items: `${name}` in any text of them."""

import re
from collections.abc import Mapping
from typing import Any

_REFERENCE = re.compile(r"\$\{([^}]*)\}")


def substitute(template: Any, values: Mapping[str, object]) -> Any:  # noqa: ANN401 - any part of an item
    """An item's field with its values.

    `${name}` alone keeps the value's type; a list alone in a list is spliced into it. In a text of several
    lines, a line with a list becomes a line for each entry (none: no line); elsewhere entries are joined
    by commas.

    Args:
        template: a field: text, a number, a list, a mapping, nested.
        values: values by name; every name that the template uses.
    """
    match template:
        case str():
            return _text(template, values)
        case dict():
            return {_written(_text(key, values)): substitute(part, values) for key, part in template.items()}
        case list():
            return [entry for part in template for entry in _entries(part, values)]
        case _:
            return template


def _entries(part: Any, values: Mapping[str, object]) -> list[Any]:  # noqa: ANN401 - any part of an item
    found = substitute(part, values)
    return found if isinstance(part, str) and isinstance(found, list) else [found]


def _text(template: str, values: Mapping[str, object]) -> Any:  # noqa: ANN401 - the value's own type
    if "${" not in template:
        return template
    whole = _REFERENCE.fullmatch(template)
    if whole:
        value = values[whole[1]]
        return list(value) if isinstance(value, tuple) else value
    return "".join(_line(line, values) for line in template.splitlines(keepends=True))


def _line(line: str, values: Mapping[str, object]) -> str:
    lists = {name: value for name in _REFERENCE.findall(line) if isinstance(value := values[name], tuple)}
    if lists and line.endswith("\n"):
        name, entries = next(iter(lists.items()))
        return "".join(_line(line, {**values, name: entry}) for entry in entries)
    return _REFERENCE.sub(lambda found: _written(values[found[1]]), line)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
