"""Where the data centre stands and which clouds run it.

A cloud is named as in clouds.yaml, so the same files deploy to the lab or to
production: what changes is the clouds.yaml, not the site.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from gcloud.model.base import Model
from gcloud.model.numbers import Decimal, Flag
from gcloud.model.text import Name, Text
from gcloud.model.wrong import wrong


class Location(Model):
    """A physical site: a building with machines."""

    name: Annotated[Name, Field(examples=["ha-tinh-city"])]
    """How the other files call it."""
    label: Annotated[Text, Field(examples=["Trung tâm dữ liệu tỉnh"])]
    """How people call it."""
    latitude: Annotated[Decimal, Field(ge=6, le=24)] | None = Field(None, examples=[18.34])
    """Degrees north (Việt Nam: 6 to 24). Needed where distances count (level 5)."""
    longitude: Annotated[Decimal, Field(ge=102, le=118)] | None = Field(None, examples=[105.9])
    """Degrees east (Việt Nam: 102 to 118)."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            absent, present = (
                ("latitude", "longitude") if self.latitude is None else ("longitude", "latitude")
            )
            raise wrong("location.half", f"{absent} is missing", f"write {absent} too, or neither", present)
        return self


class Capability(StrEnum):
    """What a cloud lets us make beyond servers, networks and volumes in a project."""

    FLAVORS = "flavors"
    VOLUME_TYPES = "volume-types"
    PUBLIC_IMAGES = "public-images"
    ADDRESS_GROUPS = "address-groups"
    ANTI_AFFINITY = "anti-affinity"


class CloudService(StrEnum):
    """A service that a cloud has beyond servers, networks and volumes."""

    LOAD_BALANCER = "load-balancer"
    DNS = "dns"
    KEY_MANAGER = "key-manager"


class Cloud(Model):
    """An OpenStack cloud, own or hired."""

    name: Annotated[Name, Field(examples=["province"])]
    """How the other files call it."""
    cloud: Annotated[Text, Field(examples=["ha-tinh"])]
    """Its name in clouds.yaml."""
    region: Text = "RegionOne"
    """The region in that cloud's service catalogue."""
    location: Annotated[Name, Field(examples=["ha-tinh-city"])]
    """The location it stands in."""
    external_network: Text = "public"
    """The provider network, made by the cloud's operator, through which traffic leaves."""
    administrator: Flag = False
    """True on a cloud of our own: all capabilities. False on a hired one."""
    capabilities: frozenset[Capability] = frozenset()
    """What a hired cloud lets us do; what is not listed is looked up by name, never made."""
    services: frozenset[CloudService] = frozenset()
    """What it has beyond servers, networks and volumes."""

    @model_validator(mode="after")
    def _one_or_other(self) -> Self:
        if self.administrator and self.capabilities:
            raise wrong(
                "cloud.capabilities",
                "an administrator has all capabilities, a list of them contradicts it",
                "remove capabilities, or write administrator: false",
                "capabilities",
            )
        return self

    def can(self, capability: Capability) -> bool:
        """Whether the cloud lets us do this."""
        return self.administrator or capability in self.capabilities
