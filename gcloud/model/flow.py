"""Flows: what may talk to what. What no flow allows is denied, in both directions."""

from typing import Annotated

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.text import Name, Text

INTERNET = "internet"
"""The word for everything outside: a flow may name it where it may name a zone."""


class Flow(Model):
    """One sentence of the field: from these, to those, this service, because of that."""

    sources: Annotated[tuple[Name, ...], Field(alias="from", min_length=1, examples=[["dmz"]])]
    """Zones, ranges of peers, or `internet`."""
    destinations: Annotated[tuple[Name, ...], Field(alias="to", min_length=1, examples=[["server"]])]
    """Zones, ranges of peers, or `internet`."""
    services: Annotated[tuple[Name, ...], Field(min_length=1, examples=[["https"]])]
    """Services, built in or the site's own."""
    why: Annotated[Text, Field(examples=["The portals call the applications"])]
    """The reason, for whoever reviews or audits it."""
