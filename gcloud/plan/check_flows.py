"""Flows that break the policy, or that can't work.

The standards say which zones there are and that they are separated; which of
them may talk to which is hardly ever said in a clause that this project has
read. So most rules here are the project's own, and say so; the reasons are the
usual ones of zoned networks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gcloud.model.flow import INTERNET
from gcloud.model.load import LoadedSite
from gcloud.model.problem import Problem
from gcloud.model.zone import Zone, ZoneKind
from gcloud.plan.profiles.rows import Source
from gcloud.plan.profiles.table import PROFILES

_OWN = "this project's own rule"
_FACING: frozenset[ZoneKind] = frozenset({"edge", "dmz", "wireless"})
_MANAGEMENT: frozenset[ZoneKind] = frozenset({"management", "device-management"})
_CLOSED_TO_WIRELESS: frozenset[ZoneKind] = frozenset(
    {"server", "database", "management", "device-management"}
)
_ADMINISTRATION: frozenset[int] = frozenset({22, 23, 161, 3389, 5900, 5985, 5986})
_DATABASES: frozenset[int] = frozenset({1433, 1521, 3306, 5432, 6379, 27017})
_DATABASE_LEVEL = 3
_WIRELESS = Source("Circular 12/2022/TT-BTTTT, Annex II, II.1.a", "V")


@dataclass(frozen=True, slots=True)
class _Way:
    """One from-to pair of one flow; a zone, or None for a peer or the Internet."""

    flow: int
    source_index: int
    target_index: int
    source: str
    target: str
    source_zone: Zone | None
    target_zone: Zone | None

    @property
    def to(self) -> tuple[str | int, ...]:
        return ("flows", self.flow, "to", self.target_index)

    @property
    def origin(self) -> tuple[str | int, ...]:
        return ("flows", self.flow, "from", self.source_index)


def flow_problems(loaded: LoadedSite) -> Iterator[Problem]:
    """Everything wrong with the flows, at the word of the flow that it concerns."""
    for way in _ways(loaded):
        yield from _works(loaded, way)
        yield from _from_internet(loaded, way)
        yield from _to_internet(loaded, way)
        yield from _inside(loaded, way)
    yield from _services(loaded)


def _ways(loaded: LoadedSite) -> Iterator[_Way]:
    zones = {zone.name: zone for zone in loaded.site.zones}
    for index, flow in enumerate(loaded.site.flows):
        for i, source in enumerate(flow.sources):
            for j, target in enumerate(flow.destinations):
                yield _Way(index, i, j, source, target, zones.get(source), zones.get(target))


def _works(loaded: LoadedSite, way: _Way) -> Iterator[Problem]:
    if way.source_zone is None and way.target_zone is None:
        yield loaded.problem(
            way.to,
            "flow.not-ours",
            f"neither {way.source} nor {way.target} is a zone: the data centre carries nothing between them",
            "name a zone at one end, or remove the flow",
        )
    for zone, path in ((way.source_zone, way.origin), (way.target_zone, way.to)):
        if zone is not None and not zone.routed and way.source != way.target:
            yield loaded.problem(
                path,
                "flow.unrouted",
                f"the zone {zone.name} is not routed: nothing passes between it and the rest",
                "write routed: true at the zone, or remove it from the flow",
            )


def _from_internet(loaded: LoadedSite, way: _Way) -> Iterator[Problem]:
    zone = way.target_zone
    if way.source == INTERNET and zone is not None and zone.kind not in _FACING:
        yield loaded.problem(
            way.to,
            "flow.internet-inward",
            f"the Internet would reach {zone.name} of kind {zone.kind} directly; only edge and dmz face it"
            f" ({_OWN})",
            "let the Internet reach a zone of kind edge or dmz, and that one go on",
        )


def _to_internet(loaded: LoadedSite, way: _Way) -> Iterator[Problem]:
    zone = way.source_zone
    rule = PROFILES[loaded.site.profile].isolated_management
    if way.target != INTERNET or zone is None or zone.kind not in _MANAGEMENT or rule is None:
        return
    level, source = rule
    highest = max((system.level for system in loaded.site.systems), default=0)
    if highest >= level:
        yield loaded.problem(
            way.to,
            "flow.management-outward",
            f"{zone.name} would reach the Internet; from level {level} on the management network has none,"
            f" and a system here has level {highest}: {source}",
            "fetch through a mirror or proxy in another zone",
        )


def _inside(loaded: LoadedSite, way: _Way) -> Iterator[Problem]:
    source, target = way.source_zone, way.target_zone
    if source is None or target is None:
        return
    if source.kind == "wireless" and target.kind in _CLOSED_TO_WIRELESS:
        yield loaded.problem(
            way.to,
            "flow.wireless",
            f"the wireless zone {source.name} would reach {target.name} of kind {target.kind}; wireless is"
            f" kept apart: {_WIRELESS}; which zones are closed to it is {_OWN}",
            "let wireless terminals use what faces outward, in edge or dmz",
        )
    if source.kind in {"edge", "dmz"} and target.kind == "device-management":
        yield loaded.problem(
            way.to,
            "flow.device-management",
            f"{source.name} faces the outside and would reach {target.name}, from where devices are managed"
            f" ({_OWN})",
            "administer from device-management outward, never toward it",
        )


def _services(loaded: LoadedSite) -> Iterator[Problem]:
    site = loaded.site
    zones = {zone.name: zone for zone in site.zones}
    highest = max((system.level for system in site.systems), default=0)
    for index, flow in enumerate(site.flows):
        for number, name in enumerate(flow.services):
            service = site.service(name)
            path = ("flows", index, "services", number)
            ports = {
                p
                for span in service.ports
                for p in _ADMINISTRATION | _DATABASES
                if span.first <= p <= span.last
            }
            if INTERNET in flow.sources and ports & _ADMINISTRATION:
                yield loaded.problem(
                    path,
                    "flow.administration",
                    f"{name} is for administration and would be open to the whole Internet ({_OWN})",
                    "let administrators come from a range of peers, over a VPN, to device-management",
                )
            for target in flow.destinations:
                zone = zones.get(target)
                if (
                    zone is not None
                    and ports & _DATABASES
                    and zone.kind in {"edge", "dmz"}
                    and highest >= _DATABASE_LEVEL
                ):
                    yield loaded.problem(
                        path,
                        "flow.database-outside",
                        f"{name} is a database's service, and {zone.name} of kind {zone.kind} would offer it"
                        f" ({_OWN}; from level 3 on databases have their own zone)",
                        "move the database to a zone of kind database and name that zone",
                    )
