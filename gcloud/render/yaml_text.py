"""Frozen data as the text of a site's files: one field a line, so that a change is a small diff.

The same value gives the same bytes, and the loader reads it back to the equal value.
Fields that stand at their default are left out, as they are in what is hashed.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml
from pydantic import BaseModel

from gcloud.model.base import plain
from gcloud.model.scalar import meaning

_ENDLESS: Final = 1 << 20
"""Columns of a line: a sentence is one line, so that adding a word changes one line."""

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?")
_JOINERS: Final = frozenset(" -_./(),;@")
_WORDS: Final = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})
"""What a reader of YAML 1.1 takes for something else."""


class _Dumper(yaml.SafeDumper):
    """Lists below their key are indented, and what another reader could misread is quoted."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's signature
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if _DATE.fullmatch(value):
        return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if _plain(value) else '"')


def _list(dumper: yaml.SafeDumper, value: Sequence[object]) -> yaml.SequenceNode:
    words = all(isinstance(item, int) or (isinstance(item, str) and " " not in item) for item in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=words)


def _plain(value: str) -> bool:
    letters = all(character.isalnum() or character in _JOINERS for character in value)
    firm = value[:1].isalpha() and value == value.strip() and letters
    return firm and value.lower() not in _WORDS and meaning(value) == value


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)


def section_text(section: str, elements: Sequence[BaseModel], *, header: str = "") -> str:
    """A section of a site's files.

    Args:
        section: its name.
        elements: what is in it.
        header: lines above it; each begins with "#".

    Returns:
        YAML with a final newline.
    """
    return header + yaml_text({section: [plain(element) for element in elements]})


def yaml_text(value: Mapping[str, Any]) -> str:
    """A mapping of plain values as YAML, in the order of its keys."""
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_ENDLESS,
        default_flow_style=False,
    )
    return text
