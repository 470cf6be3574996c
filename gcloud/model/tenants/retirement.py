"""The end of a tenant, step by step; written by `govcloud tenant`, which continues where it stands."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.numbers import Date, Instant
from gcloud.model.text import Name, Text


class Step(StrEnum):
    """What is done, in this order."""

    SUSPENDED = "suspended"
    EXPORTED = "exported"
    PURGED = "purged"
    ZEROED = "zeroed"
    DISABLED = "disabled"
    DELETED = "deleted"


class Done(Model):
    """A step that was done."""

    step: Annotated[Step, Field(examples=["suspended"])]
    """Which."""
    on: Annotated[Instant, Field(examples=["2026-11-03T02:10:00Z"])]
    """When."""
    evidence: Text | None = None
    """What was kept of it: a file's or an object's name."""


class Retirement(Model):
    """The end of a tenant."""

    tenant: Annotated[Name, Field(examples=["interior-documents"])]
    """Whose."""
    request: Annotated[Name, Field(examples=["r-2026-0009"])]
    """The request whose approval ends it; one that was called off and asked for anew begins anew."""
    project_id: Text
    """Its project on the cloud: what is purged is what is in it, whatever it is called."""
    hold_until: Annotated[Date, Field(examples=["2027-02-01"])]
    """The first day on which data may be destroyed."""
    steps: tuple[Done, ...] = ()
    """What was done."""
