"""Property paths, as in `ignore_changes` and `replace_on_changes`.

    name    tags[2]    fixedIps[0].subnetId    metadata["a.b"]    fixedIps[*].ipAddress    *

Source: sdk/go/common/resource/property_path.go.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from gcloud.engine.values import Secret, Value
from gcloud.errors import InputError

Path: TypeAlias = tuple[str | int, ...]

ANY: Final = "*"

_PART: Final = re.compile(r"""\.?([^.\[\]"]+)|\[(\d+|\*)\]|\["((?:[^"\\]|\\.)*)"\]""")


class PathError(InputError):
    """A property path in a resource's options can't be read."""


def parse(text: str) -> Path:
    """Split a path.

    Raises:
        PathError: it isn't one.
    """
    parts: list[str | int] = []
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            raise PathError(f"not a property path: {text!r}", hint="Write a.b[0] or *.")
        name, index, quoted = match.groups()
        if index is not None:
            parts.append(ANY if index == ANY else int(index))
        else:
            parts.append(name if name is not None else re.sub(r"\\(.)", r"\1", quoted))
        position = match.end()
    return tuple(parts)


def covers(wide: Path, narrow: Path) -> bool:
    """Tell whether a path is, or lies under, another one that may hold `*`."""
    return len(wide) <= len(narrow) and all(
        part in {ANY, other} for part, other in zip(wide, narrow, strict=False)
    )


def reset(new: Mapping[str, Value], old: Mapping[str, Value], paths: Sequence[str]) -> dict[str, Value]:
    """Copy new properties with what lies at the given paths taken from the old ones.

    What the old ones lack is left out; what the new ones lack is put back.
    """
    result: Value = dict(new)
    for text in paths:
        result = _reset(result, old, parse(text))
    return dict(result)


_ABSENT: Final = object()


def _reset(new: Value, old: Value, path: Path) -> Value:
    """Copy `new` with the value at `path` as in `old`; `_ABSENT` stands for no value."""
    if not path:
        return old
    bare_old = old.value if isinstance(old, Secret) else old
    if isinstance(new, Secret):
        changed = _reset(new.value, bare_old, path)
        return changed if isinstance(changed, Secret) else Secret(changed)
    head, rest = path[0], path[1:]
    if isinstance(new, Mapping):
        below = bare_old if isinstance(bare_old, Mapping) else {}
        copy = dict(new)
        for key in {*new, *below} if head == ANY else {str(head)}:
            value = _reset(new.get(key, _ABSENT), below.get(key, _ABSENT), rest)
            if value is _ABSENT:
                copy.pop(key, None)
            else:
                copy[key] = value
        return copy
    if isinstance(new, list):
        olds = bare_old if isinstance(bare_old, list) else []
        indices = range(min(len(new), len(olds))) if head == ANY else [head] if isinstance(head, int) else []
        items = list(new)
        for index in indices:
            if index < len(items) and index < len(olds):
                items[index] = _reset(items[index], olds[index], rest)
        return items
    return new
