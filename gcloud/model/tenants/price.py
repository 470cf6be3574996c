"""Unit prices, declared by the province: what the chargeback table reckons with."""

from typing import Annotated, Literal

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.notation import Currency
from gcloud.model.numbers import Decimal
from gcloud.model.text import CatalogueName, Name

Counted = Literal["vcpu", "ram-gb", "volume-gb", "backup-gb", "floating-ip", "load-balancer"]


class Price(Model):
    """What a unit costs a month."""

    name: Annotated[Name, Field(examples=["vcpu"])]
    """How the chargeback table calls it."""
    counts: Annotated[Counted, Field(examples=["vcpu"])]
    """What is counted."""
    volume_type: CatalogueName | None = None
    """volume-gb: only this kind of storage, where prices differ by it."""
    monthly: Annotated[Decimal, Field(ge=0, examples=[120000.0])]
    """Price of a unit a month."""
    currency: Currency = "VND"
    """ISO 4217."""
