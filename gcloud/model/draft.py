"""What is understood of a site so far: the elements that are sound, with their places.

The rules that span several elements work on this and not on a whole site, so
that one mistyped number doesn't hide a dangling reference elsewhere. The names
of unsound elements are kept, so that nobody who refers to them is blamed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from pydantic import ValidationError

from gcloud.model.adopted import AdoptedObject
from gcloud.model.base import Model
from gcloud.model.catalogue import Flavor, Image, VolumeType
from gcloud.model.flow import Flow
from gcloud.model.hardening import ParameterValue
from gcloud.model.host import Host
from gcloud.model.node import Node
from gcloud.model.organisation import Organisation
from gcloud.model.place import Cloud, Location
from gcloud.model.policy import PolicyRule, Waiver
from gcloud.model.positions import Positions
from gcloud.model.problem import Path as Way
from gcloud.model.problem import Problem
from gcloud.model.ranges import Range
from gcloud.model.server import Server
from gcloud.model.service import Service
from gcloud.model.site import Site
from gcloud.model.system import System
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.backup import BackupPolicy
from gcloud.model.tenants.capacity import CapacityPool
from gcloud.model.tenants.person import Person
from gcloud.model.tenants.price import Price
from gcloud.model.tenants.quota import QuotaClass
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.retirement import Retirement
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.model.zone import Zone

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Placed(Generic[M]):
    """A sound element and the way to it."""

    path: Way
    value: M


@dataclass(frozen=True, slots=True)
class Draft:
    """The sound elements of a site, section by section.

    Attributes:
        positions: where everything stands.
        folder: the site's folder.
        complete: whether all files could be read.
        named: of each section, each name that is claimed and the indices that claim it, unsound ones too.
    """

    positions: Positions
    folder: Path
    complete: bool
    named: Mapping[str, Mapping[str, tuple[int, ...]]]
    locations: tuple[Placed[Location], ...]
    clouds: tuple[Placed[Cloud], ...]
    ranges: tuple[Placed[Range], ...]
    organisations: tuple[Placed[Organisation], ...]
    zones: tuple[Placed[Zone], ...]
    systems: tuple[Placed[System], ...]
    flavors: tuple[Placed[Flavor], ...]
    images: tuple[Placed[Image], ...]
    volume_types: tuple[Placed[VolumeType], ...]
    services: tuple[Placed[Service], ...]
    servers: tuple[Placed[Server], ...]
    flows: tuple[Placed[Flow], ...]
    quota_classes: tuple[Placed[QuotaClass], ...]
    capacity: tuple[Placed[CapacityPool], ...]
    prices: tuple[Placed[Price], ...]
    backup_policies: tuple[Placed[BackupPolicy], ...]
    people: tuple[Placed[Person], ...]
    requests: tuple[Placed[Request], ...]
    approvals: tuple[Placed[Approval], ...]
    tenants: tuple[Placed[GrantedTenant], ...]
    retirements: tuple[Placed[Retirement], ...]
    policies: tuple[Placed[PolicyRule], ...]
    waivers: tuple[Placed[Waiver], ...]
    hosts: tuple[Placed[Host], ...]
    parameters: tuple[Placed[ParameterValue], ...]
    adopted: tuple[Placed[AdoptedObject], ...]

    def problem(self, path: Way, rule: str, what: str, instead: str = "") -> Problem:
        """A problem of the element at a path."""
        return self.positions.problem(path, rule, what, instead)


@dataclass(frozen=True, slots=True)
class Section:
    """A list of elements.

    Attributes:
        name: what it is called here.
        kind: the class of its elements.
        word: one of them, in words.
        within: the way to what holds the list, where that is not the site.
    """

    name: str
    kind: type[Model]
    word: str
    within: Way = ()

    @property
    def way(self) -> Way:
        """The way to the list."""
        return (*self.within, self.name)


SECTIONS: Final = (
    Section("locations", Location, "location"),
    Section("clouds", Cloud, "cloud"),
    Section("ranges", Range, "range"),
    Section("organisations", Organisation, "organisation"),
    Section("zones", Zone, "zone"),
    Section("systems", System, "system"),
    Section("flavors", Flavor, "flavor", ("catalogue",)),
    Section("images", Image, "image", ("catalogue",)),
    Section("volume_types", VolumeType, "volume type", ("catalogue",)),
    Section("services", Service, "service"),
    Section("servers", Server, "server"),
    Section("flows", Flow, "flow"),
    Section("quota_classes", QuotaClass, "quota class"),
    Section("capacity", CapacityPool, "pool"),
    Section("prices", Price, "price"),
    Section("backup_policies", BackupPolicy, "backup policy"),
    Section("people", Person, "person"),
    Section("requests", Request, "request"),
    Section("approvals", Approval, "approval"),
    Section("tenants", GrantedTenant, "tenant"),
    Section("retirements", Retirement, "retirement"),
    Section("policies", PolicyRule, "rule"),
    Section("waivers", Waiver, "waiver"),
    Section("hosts", Host, "host"),
    Section("parameters", ParameterValue, "parameter", ("hardening",)),
    Section("adopted", AdoptedObject, "adopted object"),
)
"""Every list of elements that rules look at."""


def draft_of(positions: Positions, site: Site | None, folder: Path, *, complete: bool) -> Draft:
    """The draft of what was read.

    Args:
        positions: the tree that was read.
        site: the site, where the whole of it is sound.
        folder: the site's folder.
        complete: whether all files could be read.
    """
    elements: dict[str, Any] = {}
    named: dict[str, dict[str, tuple[int, ...]]] = {}
    for section in SECTIONS:
        nodes = _items(positions, section.way)
        named[section.name] = _names(nodes)
        sound = _of_site(site, section.way) if site else _alone(section.kind, nodes)
        elements[section.name] = tuple(Placed((*section.way, index), value) for index, value in sound)
    return Draft(positions=positions, folder=folder, complete=complete, named=named, **elements)


def _items(positions: Positions, way: Way) -> list[Node]:
    node, rest = positions.top.find(way)
    return node.value if not rest and isinstance(node.value, list) else []


def _names(nodes: list[Node]) -> dict[str, tuple[int, ...]]:
    named: dict[str, tuple[int, ...]] = {}
    for index, node in enumerate(nodes):
        name = node.value.get("name") if isinstance(node.value, dict) else None
        if name is not None and isinstance(name.value, str):
            named[name.value] = (*named.get(name.value, ()), index)
    return named


def _of_site(site: Site, way: Way) -> Iterator[tuple[int, Model]]:
    holder: Any = site
    for step in way:
        holder = getattr(holder, str(step))
    return enumerate(holder)


def _alone(kind: type[M], nodes: list[Node]) -> Iterator[tuple[int, M]]:
    for index, node in enumerate(nodes):
        try:
            yield index, kind.model_validate(node.plain(), by_alias=True, by_name=False)
        except ValidationError:  # said already, when the whole was validated
            continue
