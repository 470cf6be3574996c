"""Requests: what somebody asks for, as a file, before anybody has decided.

All kinds have one form: the whole description of each tenant concerned as it
shall be. So what is approved can be read without knowing what came before, and
its hash covers all of it. `base` names what it starts from: a request that was
overtaken by another one is refused and not merged.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.numbers import Date
from gcloud.model.tenants.tenant import Tenant
from gcloud.model.text import Name, Sha256, Text


class RequestKind(StrEnum):
    """What shall happen."""

    CREATE = "create"
    CHANGE = "change"
    RENEW = "renew"
    TRANSFER = "transfer"
    MERGE = "merge"
    SPLIT = "split"
    SUSPEND = "suspend"
    RESUME = "resume"
    RETIRE = "retire"


class Answer(Model):
    """What the requester says to a finding."""

    finding: Annotated[Text, Field(examples=["challenge.platform/lgsp"])]
    """The finding, by its rule and subject."""
    reason: Annotated[Text, Field(examples=["The platform does not serve paper archives"])]
    """Why it is asked for all the same."""


class Base(Model):
    """What a tenant was when the request was made."""

    tenant: Name
    """The tenant."""
    digest: Sha256
    """The hash of its description then."""


class Request(Model):
    """What somebody asks for."""

    name: Annotated[Name, Field(examples=["r-2026-0001"])]
    """Its number, beginning with a letter."""
    kind: Annotated[RequestKind, Field(examples=["create"])]
    """What shall happen."""
    made_on: Annotated[Date, Field(examples=["2026-11-02"])]
    """The day it was made."""
    requester: Annotated[Name, Field(examples=["tran-thi-binh"])]
    """Who asks: somebody of the roster with the role `requester`."""
    reason: Annotated[Text, Field(examples=["The old server is out of maintenance"])]
    """Why."""
    tenants: Annotated[tuple[Tenant, ...], Field(min_length=1)]
    """Each tenant concerned, whole, as it shall be."""
    base: tuple[Base, ...] = ()
    """What the tenants that exist were then; written by `govcloud tenant`."""
    answers: tuple[Answer, ...] = ()
    """What is said to the findings."""
