"""A profile: which controls a standard asks for, from which level, by which clause, how sure we are of it."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field

from gcloud.model.base import Model
from gcloud.model.baseline.words import Both, ControlId, Value
from gcloud.model.numbers import Flag, Whole
from gcloud.model.text import Text

T = TypeVar("T")

Certainty = Literal["V", "S", "P", "I", "G"]
"""V: the primary text was read. S: after one secondary source. P: press or a third party.
I: our inference. G: general knowledge, not verified."""

Level = Annotated[Whole, Field(ge=1, le=5)]


def _by_level(value: object) -> object:
    """A value alone holds from the first level on; keys of a file are text."""
    if isinstance(value, dict):
        return {int(key) if str(key).isdecimal() else key: part for key, part in value.items()}
    return {1: value}


ByLevel = Annotated[Mapping[Level, Value], BeforeValidator(_by_level)]
"""A value from a level on: `{1: 5, 3: 4}`, or one value for all."""

Clauses = Annotated[Mapping[Level, Text], BeforeValidator(_by_level)]
"""A clause, or the clause from a level on. `x` is the number of the level's own clause."""


class Asked(Model):
    """A control that a profile asks for."""

    control: Annotated[ControlId, Field(examples=["ssh-root-login"])]
    """The control."""
    since: Annotated[Level, Field(alias="from", examples=[1])] = 1
    """The first level that asks for it."""
    clause: Clauses = Field(default_factory=dict)
    """The clause that asks for it: "3.6.2.4", "x.2.2.1", or by level. A depth has none: the control's CIS
    numbers are its clauses."""
    certainty: Certainty | None = None
    """How sure we are that this clause asks for this."""
    suggested: Flag = False
    """Whether the standard only suggests the value."""
    parameters: Mapping[ControlId, ByLevel] = Field(default_factory=dict)
    """Values from a level on. They are bounds too: a site's own value may only be stricter."""

    def value_at(self, parameter: str, level: int) -> Value | None:
        """The value of a parameter at a level; None where the profile sets none."""
        return _at(self.parameters.get(parameter, {}), level)


class Profile(Model):
    """A versioned profile: a standard with its levels, or a technical depth without."""

    profile: Annotated[ControlId, Field(examples=["tcvn14423-2026"])]
    """Its name, as a site and the inventory write it; the file is called so."""
    title: Both
    """What it is."""
    source: Text
    """The document, with its edition."""
    note: Both
    """How clauses and certainty of this profile are to be read."""
    levels: tuple[Level, ...] = ()
    """The levels it knows; none: a depth."""
    first_clause: Whole | None = None
    """The number of the clause of level 1; the next level's is one higher. It stands for `x` in a clause."""
    includes: tuple[ControlId, ...] = ()
    """Profiles of which all controls are asked for here too."""
    controls: Annotated[tuple[Asked, ...], Field(min_length=1)]
    """What it asks for."""

    def clause_at(self, asked: Asked, level: int) -> str:
        """The clause of a control at a level, with the level's own number; empty where a depth has none."""
        clause = _at(asked.clause, level) or ""
        if self.first_clause is None or not clause.startswith("x."):
            return clause
        return f"{self.first_clause + level - 1}{clause[1:]}"


def _at(by_level: Mapping[int, T], level: int) -> T | None:
    reached = [step for step in by_level if step <= max(level, 1)]
    return by_level[max(reached)] if reached else None
