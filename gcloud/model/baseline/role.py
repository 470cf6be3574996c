"""What a host is for, as far as controls must give way to it."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from gcloud.model.base import Model
from gcloud.model.baseline.words import Both, ControlId, Value
from gcloud.model.numbers import Flag
from gcloud.model.wrong import wrong


class RoleChange(Model):
    """One control that is off or different on hosts of a role."""

    control: Annotated[ControlId, Field(examples=["net-forwarding"])]
    """The control."""
    off: Flag = False
    """Not applicable on such hosts."""
    parameters: Mapping[ControlId, Value] = Field(default_factory=dict)
    """Values on such hosts; they may be weaker than the level's, since the reason is given."""
    reason: Both
    """Why."""

    @model_validator(mode="after")
    def _changes_one_thing(self) -> Self:
        if self.off == bool(self.parameters):
            raise wrong(
                "role.change",
                f"{self.control} is {'off and has parameters' if self.off else 'neither off nor changed'}",
                "write off: true, or parameters",
                "parameters" if self.off else "",
            )
        return self


class HostRole(Model):
    """A host role."""

    role: Annotated[ControlId, Field(examples=["router"])]
    """Its name; the file is called so."""
    title: Both
    """What such hosts do."""
    controls: Annotated[tuple[RoleChange, ...], Field(min_length=1)]
    """What is off or different on them."""
