"""A tenant: one agency's part of the cloud, for one information system.

Its name is its identity for ever: project, network and stack are called by it.
Whose it is, how large it is and who works in it may change, and nothing is made
anew for that.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, PlainSerializer, model_validator

from gcloud.model.base import Model
from gcloud.model.notation import Email
from gcloud.model.numbers import Date, Flag, Whole
from gcloud.model.system import System
from gcloud.model.tenants.quota import QuotaWish
from gcloud.model.text import Name, Text
from gcloud.model.wrong import wrong

TENANT_LENGTH = 40
"""Characters of a tenant's name: with what is put before and after it a DNS label must still hold it."""


class MemberRole(StrEnum):
    """What somebody may do in a tenant."""

    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    HIRED_OPERATOR = "hired-operator"


class Contact(Model):
    """Who answers for a tenant."""

    name: Annotated[Text, Field(examples=["Trần Thị Bình"])]
    """Their name."""
    email: Annotated[Email, Field(examples=["binh@hatinh.example"])]
    """Where notices are sent."""
    phone: Annotated[Text | None, Field(examples=["0239 000 0000"])] = None
    """Where incidents are told."""


class Member(Model):
    """Somebody who works in a tenant."""

    name: Annotated[Name, Field(examples=["tran-thi-binh"])]
    """Their account is called NAME.TENANT."""
    label: Annotated[Text, Field(examples=["Trần Thị Bình"])]
    """Their name."""
    email: Annotated[Email, Field(examples=["binh@hatinh.example"])]
    """Where the hand-over is announced."""
    role: Annotated[MemberRole, Field(examples=["administrator"])]
    """What they may do."""
    until: Date | None = None
    """The last day; needed for a hired operator."""

    @model_validator(mode="after")
    def _hired_for_a_time(self) -> Self:
        if self.role is MemberRole.HIRED_OPERATOR and self.until is None:
            raise wrong(
                "member.until",
                "a hired operator works for a time",
                "write until: with the contract's last day",
                "role",
            )
        return self


class TenantNetwork(Model):
    """A network of a tenant, in its agency's slice of addresses."""

    name: Annotated[Name, Field(examples=["app"])]
    """How it is called; on the cloud TENANT.NAME."""
    prefix_length: Annotated[Whole, Field(ge=16, le=28)] = 27
    """Its size."""


class TenantService(StrEnum):
    """A service beyond servers, networks and volumes."""

    DNS = "dns"
    KEY_MANAGER = "key-manager"
    LOAD_BALANCER = "load-balancer"
    OUTSIDE = "outside"


class Tenant(Model):
    """An agency's part of the cloud, for one information system."""

    name: Annotated[Name, Field(max_length=TENANT_LENGTH, examples=["interior-documents"])]
    """Its name for ever; also its project's."""
    label: Annotated[Text, Field(examples=["Quản lý văn bản của Sở Nội vụ"])]
    """How people call it."""
    agency: Annotated[Name, Field(examples=["interior-department"])]
    """The organisation it belongs to."""
    system: System
    """The information system that runs in it."""
    purpose: Annotated[Text, Field(examples=["Documents of the department and its units"])]
    """What for, one line; compared with what the province's platforms offer."""
    contact: Contact
    """Who answers for it."""
    cloud: Name | None = None
    """The cloud it is on; needed where the site has several."""
    quota: Annotated[QuotaWish, Field(examples=[{"class": "small"}])]
    """How much it may use."""
    networks: Annotated[tuple[TenantNetwork, ...], Field(max_length=16)] = ()
    """Its networks."""
    services: Annotated[frozenset[TenantService], PlainSerializer(sorted)] = frozenset()
    """What it uses beyond servers, networks and volumes. outside: a way to the external network."""
    bandwidth_mbps: Annotated[Whole, Field(ge=1, le=100_000)] = 100
    """The most that each of its ports may send, Mbit/s."""
    members: tuple[Member, ...] = ()
    """Who works in it."""
    budget: Annotated[Text, Field(examples=["2026-CNTT-07"])]
    """The budget line that pays for it."""
    backup: Name | None = None
    """The policy by which its volumes are backed up."""
    dedicated: Flag = False
    """On hosts and storage of its own (level 5, where the profile asks for it)."""
    review_on: Annotated[Date, Field(examples=["2027-06-30"])]
    """When somebody looks whether it is still needed."""
    expires_on: Annotated[Date, Field(examples=["2028-12-31"])]
    """Until when it is granted."""
    state: Literal["active", "suspended", "retiring", "gone"] = "active"
    """active · suspended: no access, nothing new · retiring: on its way out · gone: only the name is kept."""

    @model_validator(mode="after")
    def _dates(self) -> Self:
        if self.expires_on < self.review_on:
            raise wrong(
                "tenant.dates",
                "it is looked at after it has ended",
                "write review_on before expires_on",
                "review_on",
            )
        return self


class GrantedTenant(Tenant):
    """A tenant that was approved; written by `govcloud tenant` only."""

    request: Annotated[Name, Field(examples=["r-2026-0001"])]
    """The request whose approval made it what it is."""

    @property
    def wish(self) -> Tenant:
        """What was asked for, without what the approval added."""
        return Tenant.model_construct(**{name: getattr(self, name) for name in Tenant.model_fields})
