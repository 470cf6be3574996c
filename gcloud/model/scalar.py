"""What an unquoted word of a file means: YAML 1.2's core schema.

YAML 1.1, which most readers still speak, makes a truth value of `no`, an octal
number of `010` and a number of seconds of `12:30:00`. Here only true and false
are truth values, and what looks like a date or a time is text.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gcloud.model.node import Scalar

_WORDS: Final[Mapping[str, bool | None]] = MappingProxyType(
    {
        **dict.fromkeys(("", "~", "null", "Null", "NULL")),
        **dict.fromkeys(("true", "True", "TRUE"), True),
        **dict.fromkeys(("false", "False", "FALSE"), False),
    }
)
_BEGIN_OF_NUMBERS: Final = frozenset("+-.0123456789")
_INTEGERS = (
    (re.compile(r"[-+]?[0-9]{1,18}"), 10),
    (re.compile(r"0o[0-7]{1,20}"), 8),
    (re.compile(r"0x[0-9a-fA-F]{1,16}"), 16),
)
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,32}|[0-9]{1,32}(\.[0-9]{0,32})?)([eE][-+]?[0-9]{1,3})?")


def meaning(text: str) -> Scalar:
    """The value of an unquoted word (YAML 1.2.2, 10.3.2); longer numbers than any field takes stay text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _BEGIN_OF_NUMBERS:
        return text
    for pattern, base in _INTEGERS:
        if pattern.fullmatch(text):
            return int(text, base)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
