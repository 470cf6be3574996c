"""Files of words and figures that PAM's modules read: ``deny = 5``, ``enforce_for_root``."""

from __future__ import annotations

from typing import Dict, List, Mapping, Sequence, Tuple

from ..edits import Edits
from ..formats import Assignment, parse, patch, silence
from ..host import Host
from ..result import Evidence
from .numbers import satisfies
from .stack import Entry

Found = Dict[str, List[Tuple[str, Assignment]]]


def read(host: Host, paths: Sequence[str], stack: Sequence[Entry]) -> Found:
    """Every place where a name is set: in the files, and as an argument in the stacks, which wins."""
    found: Found = {}
    for path in paths:
        for entry in parse(host.text(path) or "", "equals"):
            found.setdefault(entry.key, []).append((path, entry))
    for line in stack:
        for name, value in line.arguments.items():
            found.setdefault(name, []).append((line.file, Assignment(name, value, line.line)))
    return found


def right(found: Found, want: Mapping[str, object]) -> Dict[str, bool]:
    """Of each name, whether every place that sets it is right, whichever of them is read last."""
    return {
        name: all(satisfies(name, value, entry.value) for _, entry in found.get(name, []))
        and (bool(found.get(name)) or satisfies(name, value, None))
        for name, value in want.items()
    }


def shown(found: Found, want: Mapping[str, object]) -> Dict[str, str]:
    """The values set, by name."""
    return {
        name: ", ".join(dict.fromkeys(entry.value or "set" for _, entry in found.get(name, []))) or "not set"
        for name in want
    }


def evidence(found: Found, want: Mapping[str, object]) -> List[Evidence]:
    """The lines that set them."""
    return [
        Evidence(path, entry.line, f"{name} {entry.value}".strip())
        for name in want
        for path, entry in found.get(name, [])
    ]


def write(item: str, edits: Edits, path: str, others: Sequence[str], values: Mapping[str, object]) -> None:
    """Set values in one file, and take them back in the others.

    Args:
        item: The item that asks for it.
        edits: Takes the files.
        path: The file to set them in.
        others: The files that are read as well.
        values: The values; true is a word that stands alone, false is nothing to set.
    """
    lines = {
        name: ["" if value is True else str(value)] for name, value in values.items() if value is not False
    }
    head = "# Written by govcloud.\n" if edits.text(path) is None else edits.text(path) or ""
    edits.write(item, path, patch(head, "equals", "", lines))
    for other in others:
        text = edits.text(other)
        if text is not None and other != path:
            quiet = silence(text, "equals", "", list(lines), f"govcloud: see {path}")
            if quiet != text:
                edits.write(item, other, quiet)
