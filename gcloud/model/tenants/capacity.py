"""Capacity: what the province's machines hold, as far as it is promised to tenants."""

from typing import Annotated

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.catalogue import Level
from gcloud.model.numbers import Decimal, Whole
from gcloud.model.text import CatalogueName, Name, Text


class Hypervisor(Model):
    """A physical host."""

    name: Annotated[Text, Field(examples=["host-1"])]
    """Its name in Nova."""
    vcpus: Annotated[Whole, Field(ge=1, le=4096, examples=[128])]
    """Its threads."""
    ram_mb: Annotated[Whole, Field(ge=1024, examples=[1048576])]
    """Its memory, MiB, less what the host itself needs."""


class Storage(Model):
    """A storage backend."""

    volume_type: Annotated[CatalogueName, Field(examples=["gov-standard"])]
    """The kind of storage that it serves."""
    gigabytes: Annotated[Whole, Field(ge=1, examples=[20000])]
    """Its usable size, GiB."""


class CapacityPool(Model):
    """Machines that serve the same levels."""

    name: Annotated[Name, Field(examples=["general"])]
    """How reports call it; of a tenant's own pool also the host aggregate's name."""
    cloud: Name | None = None
    """The cloud it is in; needed where the site has several."""
    levels: Annotated[tuple[Level, ...], Field(min_length=1, examples=[[1, 2, 3]])]
    """Levels of the systems that it serves."""
    tenant: Name | None = None
    """The one tenant whose machines these are: a host aggregate and a backend of its own (level 5, where the
    profile asks for it). Without it, the pool is shared by all tenants of its levels."""
    vcpu_overcommit: Annotated[Decimal, Field(ge=1, le=32)] = 1.0
    """How many virtual processors are promised for a thread."""
    ram_overcommit: Annotated[Decimal, Field(ge=1, le=4)] = 1.0
    """How much memory is promised for what there is."""
    storage_overcommit: Annotated[Decimal, Field(ge=1, le=10)] = 1.0
    """How much storage is promised for what there is."""
    hypervisors: Annotated[tuple[Hypervisor, ...], Field(min_length=1)]
    """Its hosts."""
    storage: tuple[Storage, ...] = ()
    """Its backends."""
    floating_ips: Annotated[Whole, Field(ge=0)] = 0
    """Addresses of the external network for its tenants."""
