"""Address ranges: what the province may use, and who gave it.

The central postal department manages all private addresses of the special-use
network (Circular 06/2026/TT-BKHCN art. 7.2-7.5) and publishes none, so a range is
always the operator's input; who assigned it and when is part of it. Invented
ranges are marked `fictional`.
"""

from typing import Annotated, Literal

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.net import Cidr
from gcloud.model.numbers import Date, Flag
from gcloud.model.text import Name, Text

Purpose = Literal["zones", "agencies", "links", "peers"]


class Range(Model):
    """One block of addresses with one purpose."""

    name: Annotated[Name, Field(examples=["zones"])]
    """How flows call it (peers) and how the record of addresses calls it (all others)."""
    label: Text | None = None
    """What it is, for people."""
    purpose: Annotated[Purpose, Field(examples=["zones"])]
    """zones, agencies, links: we allot inside it. peers: addresses of others, that flows may name."""
    cidr: Annotated[Cidr, Field(examples=["10.42.0.0/16"])]
    """The block, IPv4 or IPv6."""
    assigned_by: Text | None = None
    """Who assigned it."""
    assigned_on: Date | None = None
    """When it was assigned."""
    fictional: Flag = False
    """True: invented; only private (RFC 1918, RFC 4193) or documentation space (RFC 5737, 3849, 9637)."""

    @property
    def family(self) -> Literal[4, 6]:
        """The version of the Internet protocol."""
        return self.cidr.version
