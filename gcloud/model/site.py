"""The site: a province's whole description, as one frozen value.

Its shape is the shape of the files: one attribute for each top-level section, so
that a path into the value is a path into the files and every later error can
say file, line and column.
"""

from typing import Annotated, Literal

from pydantic import Field

from gcloud.model.adopted import AdoptedObject
from gcloud.model.base import Model
from gcloud.model.catalogue import Catalogue
from gcloud.model.flow import Flow
from gcloud.model.hardening import Hardening
from gcloud.model.host import Host
from gcloud.model.numbers import SchemaVersion, Whole
from gcloud.model.organisation import Organisation
from gcloud.model.place import Cloud, Location
from gcloud.model.policy import PolicyRule, Waiver
from gcloud.model.province import ProvinceCode
from gcloud.model.ranges import Range
from gcloud.model.record import AddressRecord
from gcloud.model.server import Server
from gcloud.model.service import WELL_KNOWN, Service
from gcloud.model.system import System
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.backup import BackupPolicy
from gcloud.model.tenants.capacity import CapacityPool
from gcloud.model.tenants.person import Person
from gcloud.model.tenants.price import Price
from gcloud.model.tenants.quota import QuotaClass
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.retirement import Retirement
from gcloud.model.tenants.settings import Tenancy
from gcloud.model.tenants.tenant import GrantedTenant, Tenant
from gcloud.model.text import Name
from gcloud.model.zone import Zone

Profile = Literal["tcvn11930-2017", "tcvn14423-2026"]


class Identity(Model):
    """Which province this is, and what applies to all of it."""

    name: Annotated[Name, Field(examples=["ha-tinh"])]
    """The site's name; also the name of its stacks."""
    province: Annotated[ProvinceCode, Field(examples=["42"])]
    """The province's 2-digit code, in quotes."""
    profile: Annotated[Profile, Field(examples=["tcvn14423-2026"])]
    """The standard that the levels are judged by."""
    max_deletes: Annotated[Whole, Field(ge=0)] = 10
    """How many objects one run may delete before it asks."""


class Site(Model):
    """A province's whole description."""

    schema_version: Annotated[SchemaVersion, Field(alias="schema", examples=[1])]
    """Version of this format."""
    identity: Annotated[Identity, Field(alias="site")]
    """Which province this is."""
    locations: Annotated[tuple[Location, ...], Field(min_length=1)]
    """Physical sites."""
    clouds: Annotated[tuple[Cloud, ...], Field(min_length=1)]
    """OpenStack clouds."""
    ranges: tuple[Range, ...] = ()
    """Address ranges. At least one, unless the site has nothing but `adopted`."""
    organisations: tuple[Organisation, ...] = ()
    """Who owns and who operates."""
    zones: tuple[Zone, ...] = ()
    """Areas of the network. At least one, unless the site has nothing but `adopted`."""
    systems: tuple[System, ...] = ()
    """Information systems."""
    catalogue: Catalogue = Catalogue()
    """What servers are made of."""
    services: tuple[Service, ...] = ()
    """Services beyond the built-in ones."""
    servers: tuple[Server, ...] = ()
    """Servers."""
    flows: tuple[Flow, ...] = ()
    """What may talk to what."""
    tenancy: Tenancy = Tenancy()
    """What holds for all tenants."""
    quota_classes: tuple[QuotaClass, ...] = ()
    """Quotas under names."""
    capacity: tuple[CapacityPool, ...] = ()
    """What the machines hold."""
    prices: tuple[Price, ...] = ()
    """What a unit costs."""
    backup_policies: tuple[BackupPolicy, ...] = ()
    """How volumes are backed up."""
    people: tuple[Person, ...] = ()
    """The roster: who asks, who decides."""
    requests: tuple[Request, ...] = ()
    """What was asked for; written by `govcloud tenant`."""
    approvals: tuple[Approval, ...] = ()
    """What was decided, signed; written by `govcloud tenant`."""
    tenants: tuple[GrantedTenant, ...] = ()
    """What was granted; written by `govcloud tenant`."""
    retirements: tuple[Retirement, ...] = ()
    """How tenants end; written by `govcloud tenant`."""
    policies: tuple[PolicyRule, ...] = ()
    """The province's own rules; one with the name of a built-in rule replaces it."""
    waivers: tuple[Waiver, ...] = ()
    """Exceptions from rules."""
    hosts: tuple[Host, ...] = ()
    """Machines to harden that are no servers of the cloud."""
    hardening: Hardening = Hardening()
    """How hosts are hardened."""
    adopted: tuple[AdoptedObject, ...] = ()
    """Objects taken over from a running cloud as they are; written by `govcloud adopt`, edited by people."""
    addresses: AddressRecord = ()
    """The record of allotted addresses; written by `govcloud allot` only."""

    @property
    def name(self) -> str:
        """The site's name."""
        return self.identity.name

    @property
    def province(self) -> str:
        """The province's code."""
        return self.identity.province

    @property
    def profile(self) -> Profile:
        """The standard that the levels are judged by."""
        return self.identity.profile

    @property
    def max_deletes(self) -> int:
        """How many objects one run may delete before it asks."""
        return self.identity.max_deletes

    def service(self, name: str) -> Service:
        """A service by name, built in or the site's own.

        Raises:
            KeyError: there is none; can't happen to a name in a loaded site's flow.
        """
        own = {service.name: service for service in self.services}
        return own[name] if name in own else WELL_KNOWN[name]

    def cloud_of(self, placed: Zone | Tenant | CapacityPool) -> Cloud:
        """The cloud that something is on: the one it names, or the only one.

        Raises:
            KeyError: there is none; can't happen in a loaded site.
        """
        if placed.cloud is None and len(self.clouds) == 1:
            return self.clouds[0]
        return {cloud.name: cloud for cloud in self.clouds}[placed.cloud or ""]
