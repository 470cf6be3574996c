"""What the files of a baseline are written in: ids, numbers, sentences in both languages, values."""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from gcloud.model.base import Model
from gcloud.model.shown import shown
from gcloud.model.wrong import wrong

CONTROL_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
RULE_PATTERN = r"^[a-z][A-Za-z0-9_.-]{2,120}$"
CIS_PATTERN = r"^[1-9]\d?(\.[1-9]\d?){1,5}$"

_PARAMETER = re.compile(r"\$\{([^}]*)\}")


def _form(pattern: str, rule: str, what: str, instead: str) -> Callable[[str], str]:
    form = re.compile(pattern)

    def check(text: str) -> str:
        if form.fullmatch(text):
            return text
        raise wrong(rule, f"{shown(text)} is no {what}", instead)

    return check


ControlId = Annotated[
    str,
    StringConstraints(max_length=63),
    AfterValidator(_form(CONTROL_PATTERN, "control.id", "id", "write small words, as in ssh-root-login")),
]
"""The name of a control, a profile, a role or a parameter: small words joined by hyphens. Stable."""

RuleId = Annotated[
    str,
    AfterValidator(
        _form(
            RULE_PATTERN,
            "control.rule",
            "rule of ComplianceAsCode",
            "write its short id, as in sshd_disable_root_login",
        )
    ),
]
"""A rule of ComplianceAsCode, by the short id that OpenSCAP's results end in."""

CisNumber = Annotated[
    str,
    AfterValidator(_form(CIS_PATTERN, "control.cis", "number of a CIS recommendation", 'write "5.1.20"')),
]
"""The number of a recommendation in the CIS benchmark of a system."""

Sentence = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]
"""Text for people."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
"""One thing that a program reads: a path, a name, a rule of the audit system."""

Lines = tuple[Line, ...] | Line
"""A list of such, or a text that a parameter fills with one: `${networks}`."""

Number = int | Line
"""A whole number, or the parameter that gives it."""

Scalar = bool | int | str | None
"""A value of a setting; none: the setting must not be there."""

Value = bool | int | str | tuple[str, ...]
"""A value of a parameter."""

SYSTEMS = ("debian-12", "debian-13")
"""The systems that controls are written for."""


class Both(Model):
    """A sentence in Vietnamese and in English."""

    vi: Annotated[Sentence, Field(examples=["Cấm đăng nhập root qua SSH"])]
    """In Vietnamese, as reports show it."""
    en: Annotated[Sentence, Field(examples=["No root login over SSH"])]
    """In English."""


def references(value: object) -> frozenset[str]:
    """The parameters that a value of an item names: `${tries}`.

    Args:
        value: any value of an item: text, a list, a mapping, nested.
    """
    match value:
        case str():
            return frozenset(_PARAMETER.findall(value))
        case dict():
            return frozenset().union(*(references(part) for pair in value.items() for part in pair))
        case list() | tuple():
            return frozenset().union(*map(references, value))
        case _:
            return frozenset()
