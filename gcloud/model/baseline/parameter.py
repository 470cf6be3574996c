"""Parameters of controls: what a level, a role or a site may set, and which of two values is the stricter."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from gcloud.model.base import Model
from gcloud.model.baseline.words import Both, Line, Value
from gcloud.model.numbers import Whole
from gcloud.model.wrong import wrong

ParameterType = Literal["integer", "text", "choice", "list", "flag"]
Stricter = Literal["lower", "higher", "fewer", "more", "none"]
Given = Literal[
    "operator", "management", "allow", "forwarder", "ntp", "mirror", "boot_user", "boot_password", "agent"
]

_DIRECTIONS: Final[Mapping[str, tuple[Stricter, ...]]] = {
    "integer": ("lower", "higher", "none"),
    "text": ("none",),
    "choice": ("higher", "none"),
    "list": ("fewer", "more", "none"),
    "flag": ("higher", "lower", "none"),
}


class Parameter(Model):
    """One parameter of a control.

    A value replaces `${name}` in the control's items: alone it keeps its type, a list alone in a list is
    spliced into it, inside of text it is written out.
    """

    type: Annotated[ParameterType, Field(examples=["integer"])]
    """integer, text, choice (of `order`), list (of texts) or flag."""
    text: Both
    """What it means."""
    default: Value | None = None
    """Its value where no level and nobody else gives one. Without it, and without a value: the control
    could not be checked, and says that this is missing."""
    stricter: Stricter = "none"
    """Which value is the stricter: the lower or higher number; of a list fewer or more entries; of a flag
    true (higher) or false (lower); of a choice a later one of `order` (higher); none: they don't compare."""
    least: Annotated[Whole | None, Field(examples=[1])] = None
    """The least number that makes sense at all."""
    most: Annotated[Whole | None, Field(examples=[10])] = None
    """The most."""
    order: tuple[Line, ...] = ()
    """Of a choice: what may be chosen, from weak to strict."""
    unit: str = ""
    """Unit of a number: s, min, days, tries ..."""
    given: Given | None = None
    """What of the site gives the value, where it does: the inventory's govcloud_GIVEN; of a group of fields
    the one that is called like the parameter."""
    secret: bool = False
    """Whether the value must not be seen: only its hash or presence is shown."""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.stricter not in _DIRECTIONS[self.type]:
            raise wrong(
                "parameter.stricter",
                f"no value of type {self.type} is stricter because it is {self.stricter}",
                "write one of: " + ", ".join(_DIRECTIONS[self.type]),
                "stricter",
            )
        if (self.type == "choice") != bool(self.order):
            raise wrong(
                "parameter.order",
                "a choice has an order, and nothing else has",
                "write order: [weak, strict]" if self.type == "choice" else "remove order",
                "order",
            )
        if self.default is not None and (fault := self.fault(self.default)):
            raise wrong("parameter.default", f"the default {fault}", "write a value that fits", "default")
        return self

    def fault(self, value: Value) -> str:
        """Why a value can't be one of this parameter, in words that follow its name; empty if it can."""
        if not isinstance(value, _PYTHON[self.type]) or (self.type != "flag" and isinstance(value, bool)):
            return f"is {_said(value)}, not {_SORTS[self.type]}"
        if self.type == "choice" and value not in self.order:
            return f"is {value}, not one of: {', '.join(self.order)}"
        if isinstance(value, int) and self.least is not None and value < self.least:
            return f"is {value}, the least is {self.least}"
        if isinstance(value, int) and self.most is not None and value > self.most:
            return f"is {value}, the most is {self.most}"
        return ""

    def weaker(self, value: Value, bound: Value) -> bool:
        """Whether a value is weaker than a bound; two that don't compare are neither."""
        match self.stricter, value, bound:
            case "lower", int(), int():
                return value > bound
            case "higher", int(), int():
                return value < bound
            case "higher", str(), str():
                return self.order.index(value) < self.order.index(bound)
            case "fewer", tuple(), tuple():
                return not set(value) <= set(bound)
            case "more", tuple(), tuple():
                return not set(value) >= set(bound)
            case _:
                return False


_PYTHON: Final[Mapping[str, type]] = {
    "integer": int,
    "text": str,
    "choice": str,
    "list": tuple,
    "flag": bool,
}
_SORTS: Final[Mapping[str, str]] = {
    "integer": "a whole number",
    "text": "text",
    "choice": "a word",
    "list": "a list of texts",
    "flag": "true or false",
}


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "a list"
    return f'"{value}"' if isinstance(value, str) else str(value)
