"""What an unquoted word of a file means: YAML 1.2's core schema.

YAML 1.1, which most readers still speak, makes a truth value of `no`, an octal
number of `010` and a number of seconds of `12:30:00`. Here only true and false
are truth values, and what looks like a date or a time is text.
"""

import re

from gcloud.model.node import Scalar

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGERS = (
    (re.compile(r"[-+]?[0-9]{1,18}"), 10),
    (re.compile(r"0o[0-7]{1,20}"), 8),
    (re.compile(r"0x[0-9a-fA-F]{1,16}"), 16),
)
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,32}|[0-9]{1,32}(\.[0-9]{0,32})?)([eE][-+]?[0-9]{1,3})?")


def meaning(text: str) -> Scalar:
    """The value of an unquoted word (YAML 1.2.2, 10.3.2); longer numbers than any field takes stay text."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    for pattern, base in _INTEGERS:
        if pattern.fullmatch(text):
            return int(text, base)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
