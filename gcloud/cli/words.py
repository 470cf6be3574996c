"""Words for people: what a resource type is called, and how a value is written.

A plan is read by people who know their data centre and not OpenStack's or
Pulumi's class names.
"""

import json
import re
from typing import Any

from gcloud.engine.events import Op

TYPE_WORDS = {
    "SecGroup": "security group",
    "SecGroupRule": "security rule",
    "AddressGroupV2": "address group",
    "FloatingIp": "public address",
    "FloatingIpAssociate": "public address link",
    "Instance": "server",
    "VolumeAttach": "volume attachment",
    "VolumeTypeV3": "volume type",
}
"""Types whose class name is not what the field says; every other name is split into words."""

SIGNS: dict[str, tuple[str, str, str]] = {
    "create": ("+", "green", "created"),
    "import": ("=", "cyan", "taken over"),
    "update": ("~", "yellow", "changed"),
    "replace": ("±", "magenta", "replaced"),
    "delete": ("-", "red", "deleted"),
}
"""Kind of change → sign, colour, participle."""

DONE_WORDS: dict[Op, str] = {
    "same": "unchanged",
    "create": "created",
    "update": "changed",
    "replace": "replaced",
    "create-replacement": "created anew",
    "delete-replaced": "deleted the old",
    "delete": "deleted",
    "read": "read",
    "import": "taken over",
    "refresh": "taken into the state",
}
"""What was done, for a line of progress."""

DOING_WORDS: dict[Op, str] = {
    "same": "checking",
    "create": "creating",
    "update": "changing",
    "replace": "replacing",
    "create-replacement": "creating anew",
    "delete-replaced": "deleting the old",
    "delete": "deleting",
    "read": "reading",
    "import": "taking over",
    "refresh": "taking into the state",
}
"""What is being done, for a line of progress."""

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST = 72


def type_word(type_: str) -> str:
    """Name a resource type: `openstack:networking/secGroup:SecGroup` is a "security group"."""
    name = type_.rpartition(":")[2]
    return TYPE_WORDS.get(name) or _WORD.sub(" ", re.sub(r"V\d+$", "", name)).lower()


def value_word(value: Any) -> str:  # noqa: ANN401 - a property may hold anything
    """Write a property's value in one short line; nothing is `(none)`."""
    if value is None:
        return "(none)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.replace("\n", "⏎")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def duration(seconds: float) -> str:
    """Write a duration: `3.2 s`, `2 min 05 s`."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)} min {int(rest):02d} s" if minutes else f"{rest:.1f} s"


def count(number: int, singular: str, plural: str = "") -> str:
    """Write a count with its noun: `1 zone`, `3 zones`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
