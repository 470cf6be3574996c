"""What holds for all tenants of a site."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from gcloud.model.base import Model
from gcloud.model.notation import DnsZone
from gcloud.model.numbers import Whole
from gcloud.model.text import Name, Text
from gcloud.model.wrong import wrong


class Limited(StrEnum):
    """A service whose limits the cloud keeps in Keystone (unified limits)."""

    COMPUTE = "compute"
    IMAGE = "image"


class Accounts(Model):
    """Where the people's accounts are."""

    kind: Annotated[Literal["local", "ldap", "oidc"], Field(examples=["local"])] = "local"
    """local: in Keystone. ldap: read from the domain's directory. oidc: at an identity provider."""
    provider: Name | None = None
    """oidc: the identity provider's name in Keystone."""
    issuer: Text | None = None
    """oidc: its address, which stands in the tokens."""
    group_claim: Text = "groups"
    """oidc: the claim that names a person's groups."""
    domain: Annotated[Text | None, Field(examples=["ha-tinh-people"])] = None
    """ldap: the Keystone domain whose users the directory keeps; it exists, and is not tenancy.domain."""

    @model_validator(mode="after")
    def _of_a_kind(self) -> Self:
        theirs = (
            ("oidc", "provider", self.provider, "identity provider"),
            ("oidc", "issuer", self.issuer, "identity provider"),
            ("ldap", "domain", self.domain, "directory"),
        )
        for kind, name, value, whose in theirs:
            if self.kind == kind and value is None:
                raise wrong(f"accounts.{kind}", f"{name} is missing", f"write {name}: of the {whose}", "kind")
            if self.kind != kind and value is not None:
                raise wrong(
                    f"accounts.{kind}",
                    f"{name} is for kind: {kind} only",
                    f"write kind: {kind}, or remove it",
                    name,
                )
        return self


class Tenancy(Model):
    """What holds for all tenants of a site."""

    domain: Annotated[Text, Field(examples=["ha-tinh"])] = "Default"
    """The Keystone domain of projects, groups and users; it exists."""
    shards: Annotated[Whole, Field(ge=1, le=1000)] = 64
    """Over how many stacks the tenants are spread; a change of this number moves tenants between stacks."""
    slice_prefix_length: Annotated[Whole, Field(ge=16, le=28)] = 25
    """The size of the block from which an agency's networks are taken; a full one is followed by another."""
    hold_days: Annotated[Whole, Field(ge=0, le=3650)] = 90
    """Days between a tenant's suspension and the loss of its data."""
    name_hold_days: Annotated[Whole, Field(ge=0, le=3650)] = 365
    """Days for which nobody may use the name of a tenant that is gone."""
    backup_project: Text | None = None
    """The province's own project, in the same domain, that keeps backups of tenants' volumes; it exists."""
    dns_zone: Annotated[DnsZone | None, Field(examples=["cloud.hatinh.example."])] = None
    """The zone under which each tenant has one of its own; ends in a dot."""
    accounts: Accounts = Accounts()
    """Where the people's accounts are."""
    unified_limits: frozenset[Limited] = frozenset()
    """Services whose limits the cloud keeps in Keystone."""
    warn_share: Annotated[Whole, Field(ge=1, le=100)] = 80
    """Percent of a quota from which its owner is told."""
    like_factor: Annotated[Whole, Field(ge=2, le=1000)] = 10
    """A quota so many times the usage of its like must be justified."""

    @model_validator(mode="after")
    def _apart_from_the_directory(self) -> Self:
        # Keystone's LDAP driver only reads: groups and the pipelines' accounts could not be made there.
        if self.accounts.domain is not None and self.accounts.domain == self.domain:
            raise wrong(
                "accounts.ldap",
                f"accounts.domain is {self.domain}, the domain of the tenants' projects",
                "name the directory's own: it is only read, and pipelines' accounts are made in the tenants'",
                "accounts",
            )
        return self
