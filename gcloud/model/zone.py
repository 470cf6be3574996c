"""Zones: areas of the network, each with one purpose.

The kinds are those of the regulations (Circular 12/2022 Annex I-V, II.1.a; domain
vocabulary of DESIGN): which of them a level requires is the plan's business.
"""

from typing import Annotated, Literal

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.net import IpAddress
from gcloud.model.numbers import Flag, Whole
from gcloud.model.text import Name, Text

ZoneKind = Literal[
    "edge",
    "dmz",
    "internal",
    "server",
    "database",
    "management",
    "device-management",
    "wireless",
    "special-use",
    "wan",
]


class Zone(Model):
    """A network of its own, closed by default in both directions."""

    name: Annotated[Name, Field(examples=["dmz"])]
    """How servers and flows call it."""
    label: Annotated[Text, Field(examples=["Vùng DMZ"])]
    """How people call it."""
    kind: Annotated[ZoneKind, Field(examples=["dmz"])]
    """Its purpose."""
    prefix_length: Annotated[Whole, Field(ge=16, le=28, examples=[24])] = 24
    """Size of its IPv4 network: 24 holds 254 addresses."""
    cloud: Name | None = None
    """The cloud it is on; may be left out where the site has just one."""
    dns: tuple[IpAddress, ...] = ()
    """Name servers that its machines are told of."""
    routed: Flag = True
    """True: attached to the edge router; false: reachable from nowhere but itself."""
