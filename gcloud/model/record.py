"""The record of allotted addresses: what was given to whom, kept under version control.

It is what makes addresses stable: the allotter never moves what stands here.
Only `govcloud allot` writes it. An entry that nobody needs any more is kept with
the day of its release, so that a hold period can be observed.
"""

from typing import Annotated

from pydantic import Field

from gcloud.model.base import Model
from gcloud.model.net import Block
from gcloud.model.numbers import Date
from gcloud.model.text import Text


class AddressEntry(Model):
    """One block of addresses, given to one owner."""

    owner: Annotated[Text, Field(examples=["zone/dmz"])]
    """Who has it, such as `zone/dmz` or `server/lgsp-app-1`."""
    range: Annotated[Text, Field(examples=["zones"])]
    """What it was taken from: a range's name, or an owner such as `zone/dmz`."""
    block: Annotated[Block, Field(examples=["10.42.2.0/24"])]
    """The block, such as 10.42.2.0/24, or one address."""
    released_on: Date | None = None
    """The day since when nobody needs it."""


AddressRecord = tuple[AddressEntry, ...]
"""The whole record, in the order of the file."""
