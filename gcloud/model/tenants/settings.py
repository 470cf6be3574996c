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

    @model_validator(mode="after")
    def _of_a_kind(self) -> Self:
        oidc = {"provider": self.provider, "issuer": self.issuer}
        for name, value in oidc.items():
            if self.kind == "oidc" and value is None:
                raise wrong(
                    "accounts.oidc", f"{name} is missing", f"write {name}: of the identity provider", "kind"
                )
            if self.kind != "oidc" and value is not None:
                raise wrong(
                    "accounts.oidc", f"{name} is for kind: oidc only", "write kind: oidc, or remove it", name
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
