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
from gcloud.model.problem import Path, Problem
from gcloud.model.service import Service
from gcloud.model.site import Site
from gcloud.model.zone import Zone, ZoneKind
from gcloud.plan.allotment import IPV4
from gcloud.plan.profiles.rows import OWN_RULE, Source
from gcloud.plan.profiles.table import PROFILES

_OUTWARD: frozenset[ZoneKind] = frozenset({"edge", "dmz"})
_MANAGEMENT: frozenset[ZoneKind] = frozenset({"management", "device-management"})
_CLOSED_TO_WIRELESS: frozenset[ZoneKind] = frozenset({"server", "database", *_MANAGEMENT})
_WIRELESS = Source("Circular 12/2022/TT-BTTTT, Annex II, II.1.a", "V")
_STRICT_LEVEL = 3  # from here on the profiles ask for database and management zones

_ADMINISTRATION: frozenset[int] = frozenset({22, 23, 161, 3389, 5900, 5985, 5986})
"""Ports of SSH, Telnet, SNMP, RDP, VNC, WinRM (IANA registry)."""

_DATABASES: frozenset[int] = frozenset({1433, 1521, 3306, 5432, 6379, 27017})
"""Ports of SQL Server, Oracle, MySQL, PostgreSQL, Redis, MongoDB."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """One from and one to of one flow; the zones are None where an end is not ours."""

    source: str
    target: str
    source_zone: Zone | None
    target_zone: Zone | None
    origin: Path
    to: Path


def flow_problems(loaded: LoadedSite) -> Iterator[Problem]:
    """Everything wrong with the flows, at the word that it concerns."""
    site = loaded.site
    highest = max((system.level for system in site.systems), default=0)
    for index, flow in enumerate(site.flows):
        services = [
            (("flows", index, "services", i), site.service(name)) for i, name in enumerate(flow.services)
        ]
        for pair in _pairs(site, index):
            yield from _family(loaded, pair)
            yield from _internet(loaded, pair, highest)
            yield from _between(loaded, pair)
            for path, service in services:
                yield from _service(loaded, pair, path, service, highest)


def _pairs(site: Site, index: int) -> Iterator[_Pair]:
    zones = {zone.name: zone for zone in site.zones}
    flow = site.flows[index]
    for i, source in enumerate(flow.sources):
        for j, target in enumerate(flow.destinations):
            origin, to = ("flows", index, "from", i), ("flows", index, "to", j)
            yield _Pair(source, target, zones.get(source), zones.get(target), origin, to)


def _family(loaded: LoadedSite, pair: _Pair) -> Iterator[Problem]:
    """A zone is IPv4, so a peer of IPv6 can't be met: the flow would silently open nothing."""
    families = {r.name: r.family for r in loaded.site.ranges if r.purpose == "peers"}
    for name, path, zone in (
        (pair.source, pair.origin, pair.target_zone),
        (pair.target, pair.to, pair.source_zone),
    ):
        if zone is not None and families.get(name, IPV4) != IPV4:
            yield loaded.problem(
                path,
                "flow.family",
                f"{name} is IPv{families[name]} and {zone.name} is IPv4: nothing can pass",
                "name a range of IPv4, or remove it",
            )


def _internet(loaded: LoadedSite, pair: _Pair, highest: int) -> Iterator[Problem]:
    source, target = pair.source_zone, pair.target_zone
    if pair.source == INTERNET and target is not None and target.kind not in _OUTWARD:
        yield loaded.problem(
            pair.to,
            "flow.internet-inward",
            f"the Internet would reach {target.name} of kind {target.kind} directly; only edge and dmz face"
            f" it ({OWN_RULE})",
            "let the Internet reach a zone of kind edge or dmz, and that one go on",
        )
    if pair.target == INTERNET and source is not None and source.kind == "database":
        yield loaded.problem(
            pair.to,
            "flow.database-outward",
            f"{source.name} holds databases and would reach the whole Internet ({OWN_RULE})",
            "name the range of peers that it needs, or fetch through a zone of kind edge or dmz",
        )
    rule = PROFILES[loaded.site.profile].isolated_management
    outward = pair.target == INTERNET and source is not None and source.kind in _MANAGEMENT
    if outward and rule is not None and highest >= rule[0]:
        yield loaded.problem(
            pair.to,
            "flow.management-outward",
            f"{pair.source} would reach the Internet; from level {rule[0]} on the management network has"
            f" none, and a system here has level {highest}: {rule[1]}",
            "fetch through a mirror or proxy in another zone",
        )


def _between(loaded: LoadedSite, pair: _Pair) -> Iterator[Problem]:
    source, target = pair.source_zone, pair.target_zone
    if source is None or target is None:
        return
    if source.kind == "wireless" and target.kind in _CLOSED_TO_WIRELESS:
        yield loaded.problem(
            pair.to,
            "flow.wireless",
            f"the wireless zone {source.name} would reach {target.name} of kind {target.kind}; wireless is"
            f" kept apart: {_WIRELESS}; which zones are closed to it is {OWN_RULE}",
            "let wireless terminals use what faces outward, in edge or dmz",
        )
    if source.kind in _OUTWARD and target.kind == "device-management":
        yield loaded.problem(
            pair.to,
            "flow.device-management",
            f"{source.name} faces the outside and would reach {target.name}, from where devices are managed"
            f" ({OWN_RULE})",
            "administer from device-management outward, never toward it",
        )


def _service(
    loaded: LoadedSite, pair: _Pair, path: Path, service: Service, highest: int
) -> Iterator[Problem]:
    target = pair.target_zone
    if target is None:
        return
    if _carries(service, _ADMINISTRATION):
        if pair.source == INTERNET:
            yield loaded.problem(
                path,
                "flow.administration",
                f"{service.name} is for administration and would be open to the whole Internet ({OWN_RULE})",
                "let administrators come from a range of peers, over a VPN, to device-management",
            )
        elif highest >= _STRICT_LEVEL and not _administers(pair):
            yield loaded.problem(
                path,
                "flow.administration-origin",
                f"{service.name} is for administration, and {pair.source} would administer {target.name};"
                f" from level {_STRICT_LEVEL} on that comes from a management zone ({OWN_RULE})",
                "let it come from management or device-management",
            )
    if _carries(service, _DATABASES) and target.kind in _OUTWARD and highest >= _STRICT_LEVEL:
        yield loaded.problem(
            path,
            "flow.database-outside",
            f"{service.name} is a database's service, and {target.name} of kind {target.kind} would offer it;"
            f" from level {_STRICT_LEVEL} on databases stand in their own zone ({OWN_RULE})",
            "move the database to a zone of kind database and name that zone",
        )


def _administers(pair: _Pair) -> bool:
    """From a management zone to anywhere; from a peer (an operator's office) to a management zone."""
    if pair.source_zone is not None:
        return pair.source_zone.kind in _MANAGEMENT or pair.source == pair.target
    return pair.target_zone is not None and pair.target_zone.kind in _MANAGEMENT


def _carries(service: Service, ports: frozenset[int]) -> bool:
    return any(span.first <= port <= span.last for span in service.ports for port in ports)
