"""The roster: who may ask for, approve and keep tenants, and by which keys.

An approval is worth what its key is worth, so each key says from when to when it
holds, and a key that is lost or stolen is revoked by a date: what it signed
before stays.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from gcloud.model.base import Model
from gcloud.model.notation import Email, PublicKey
from gcloud.model.numbers import Date, Whole
from gcloud.model.text import Name, Text
from gcloud.model.wrong import wrong


class PersonRole(StrEnum):
    """What somebody may do for tenants."""

    REQUESTER = "requester"
    APPROVER = "approver"
    CAPACITY = "capacity"
    RETIREMENT = "retirement"
    KEEPER = "keeper"


class Key(Model):
    """A key that signs, as git uses it."""

    kind: Annotated[Literal["ssh", "openpgp"], Field(examples=["ssh"])]
    """ssh: `ssh-keygen -Y sign`. openpgp: gpg."""
    public: Annotated[PublicKey, Field(examples=["ssh-ed25519 AAAAC3... an@hatinh.example"])]
    """ssh: the line of the .pub file. openpgp: what `gpg --export --export-options export-minimal ID | base64
    -w0` prints. It stands here and not in a file, so that whoever signs the roster signs it too."""
    valid_from: Annotated[Date, Field(examples=["2026-01-01"])]
    """The first day on which it counts."""
    valid_until: Annotated[Date, Field(examples=["2027-12-31"])]
    """The last day on which it counts."""
    revoked_on: Date | None = None
    """The day from which it counts no more."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind == "ssh") != (" " in self.public):
            raise wrong(
                "key.kind",
                f"the public key is none of the kind {self.kind}",
                "write the line of a .pub file for ssh, a certificate in base64 for openpgp",
                "public",
            )
        if self.valid_until < self.valid_from:
            raise wrong("key.validity", "it ends before it begins", "exchange the two dates", "valid_until")
        return self


class Person(Model):
    """Somebody of the roster."""

    name: Annotated[Name, Field(examples=["nguyen-van-an"])]
    """How requests and approvals call them."""
    label: Annotated[Text, Field(examples=["Nguyễn Văn An"])]
    """Their name."""
    organisation: Annotated[Name, Field(examples=["science-department"])]
    """Where they work."""
    email: Annotated[Email, Field(examples=["an@hatinh.example"])]
    """Where notices are sent."""
    roles: frozenset[PersonRole] = frozenset()
    """requester: asks for the own organisation. approver: decides requests. capacity: may let a quota go
    below usage or beyond capacity. retirement: decides that data is destroyed. keeper: signs the roster."""
    max_level: Annotated[Whole, Field(ge=1, le=5)] = 5
    """The highest level of systems that they decide on."""
    valid_until: Date | None = None
    """The last day of their office."""
    keys: tuple[Key, ...] = ()
    """Keys they sign with."""
