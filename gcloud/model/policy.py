"""Policy rules and waivers: what a province asks of its own site, and what it lets pass, by whom, until when.

A rule is data: a condition in CEL, the Common Expression Language (github.com/google/cel-spec),
over the facts of one thing (a tenant, a flow, a server ...), with examples that it must
judge right. CEL has no loops and no side effects, so a rule always ends and touches nothing.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from gcloud.model.base import Model
from gcloud.model.numbers import Date, Flag
from gcloud.model.shown import shown
from gcloud.model.text import Name, Text
from gcloud.model.wrong import wrong

SUBJECT_PATTERN = r"^[a-z]+/[^\s/][^\s]*$"

HOST_SUBJECTS = frozenset({"host", "group"})
"""What waivers of controls name: `host/NAME` or `group/NAME`; the audit of hosts judges these."""

Condition = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
"""An expression in CEL that is true or false."""


class SubjectKind(StrEnum):
    """What a rule judges, one by one."""

    TENANT = "tenant"
    SYSTEM = "system"
    SERVER = "server"
    FLOW = "flow"
    ZONE = "zone"


def _subject(text: str) -> str:
    if re.fullmatch(SUBJECT_PATTERN, text):
        return text
    raise wrong(
        "waiver.subject",
        f"{shown(text)} names nothing that a rule judges",
        "write for example tenant/documents",
    )


SubjectName = Annotated[
    str, AfterValidator(_subject), WithJsonSchema({"type": "string", "pattern": SUBJECT_PATTERN})
]
"""What is judged: KIND/NAME."""


class PolicyExample(Model):
    """Facts that a rule must judge right."""

    name: Annotated[Text, Field(examples=["an administrator without a second factor"])]
    """What it is an example of."""
    passes: Annotated[Flag, Field(examples=[False])]
    """What the rule must say."""
    given: Mapping[str, Any]
    """The facts, as far as the rule looks at them."""


class PolicyRule(Model):
    """One rule."""

    name: Annotated[Name, Field(examples=["tenant-has-administrator"])]
    """Its id, by which waivers name it."""
    subject: Annotated[SubjectKind, Field(examples=["tenant"])]
    """What it judges."""
    when: Condition | None = None
    """On which of them; without it on all."""
    require: Annotated[Condition, Field(examples=["tenant.level <= 4"])]
    """What must be true."""
    message: Annotated[Text, Field(examples=["A tenant has at least one administrator"])]
    """What is asked, in one sentence."""
    severity: Literal["error", "warning"] = "error"
    """error: nothing is applied. warning: somebody should look at it."""
    clause: Text | None = None
    """The clause that it rests on; without it it is the province's own."""
    certainty: Literal["V", "S", "P", "I", "G"] | None = None
    """How sure it is of the clause (V: read, S: after a secondary source ...)."""
    examples: Annotated[tuple[PolicyExample, ...], Field(min_length=1)]
    """What it must judge right: `govcloud policy --test`."""


class Waiver(Model):
    """An exception from a rule."""

    rule: Annotated[Name, Field(examples=["tenant-review-due"])]
    """The rule; of hosts and groups, the control."""
    subject: Annotated[SubjectName, Field(examples=["tenant/documents"])]
    """What is let pass: tenant/NAME, server/NAME ...; host/NAME or group/NAME for a control of hardening."""
    reason: Annotated[Text, Field(examples=["The successor is being bought"])]
    """Why."""
    approver: Annotated[Name, Field(examples=["nguyen-van-an"])]
    """Who lets it pass: somebody of the roster with the role `approver`."""
    expires_on: Annotated[Date, Field(examples=["2027-03-31"])]
    """The last day."""
    measure: Annotated[Text, Field(examples=["Logs are read every day"])]
    """What is done instead."""
