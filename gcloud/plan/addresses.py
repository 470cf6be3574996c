"""A site's addresses: zones from its ranges, servers from their zones, tenants' networks from slices.

The site's record is read, the allotter gives what is missing, and what is new
is told apart, so that a plan can be shown before the record is written and
nothing is applied before it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gcloud.model.site import Site
from gcloud.model.zone import Zone
from gcloud.plan.allot import allot
from gcloud.plan.allotment import IPV4, IPV4_LENGTH, Allotment, Conflict, Network, Pool, Want
from gcloud.plan.layout import Layout, layout
from gcloud.plan.tenants.slices import slices


@dataclass(frozen=True, slots=True)
class Addresses:
    """Who has which addresses.

    Attributes:
        record: the whole record, what is new included, in canonical order.
        zones: each zone's block, divided.
        servers: each instance's address.
        networks: each tenant's network's block, divided, by `TENANT/NETWORK`.
        unrecorded: the lines that the site's record does not have.
        conflicts: what can't be given, or can't stand.
    """

    record: tuple[Allotment, ...]
    zones: Mapping[str, Layout]
    servers: Mapping[str, Network]
    networks: Mapping[str, Layout]
    unrecorded: tuple[Allotment, ...]
    conflicts: tuple[Conflict, ...]


def zone_owner(name: str) -> str:
    """How the record calls a zone, as owner and as pool."""
    return f"zone/{name}"


def server_owner(name: str) -> str:
    """How the record calls an instance."""
    return f"server/{name}"


def addresses(site: Site, *, today: date | None = None) -> Addresses:
    """Give every zone its block, every instance its address and every tenant's network its block.

    Args:
        site: the site, with its record.
        today: the day to note on what is released; None for a plan, which releases nothing.
    """
    recorded = [
        Allotment(entry.owner, entry.range, entry.block, entry.released_on) for entry in site.addresses
    ]
    ranges = [r for r in site.ranges if r.purpose == "zones" and r.family == IPV4]
    names = tuple(r.name for r in ranges)
    # A zone keeps to the range that it was taken from, even if that is gone: a range renamed by
    # mistake must be an error at that line, not a silent move of the zone and all that is in it.
    origins = {line.owner: line.pool for line in recorded if line.released_on is None}
    zones = allot(
        "zone",
        [Pool(r.name, r.cidr) for r in ranges],
        recorded,
        [_zone_want(zone, names, origins) for zone in site.zones],
        today=today,
    )
    layouts = {owner: layout(block) for owner, block in zones.blocks.items()}
    wants = [
        Want(server_owner(instance), (zone_owner(server.zone),), IPV4_LENGTH)
        for server in site.servers
        if zone_owner(server.zone) in layouts
        for instance in server.instances
    ]
    servers = allot(
        "server",
        [divided.as_pool(owner) for owner, divided in layouts.items()],
        zones.record,
        wants,
        today=today,
    )
    tenants = slices(site, servers.record, today=today)
    return Addresses(
        record=tenants.record,
        zones={owner.removeprefix("zone/"): divided for owner, divided in layouts.items()},
        servers={owner.removeprefix("server/"): block for owner, block in servers.blocks.items()},
        networks=tenants.networks,
        unrecorded=(*zones.added, *servers.added, *tenants.unrecorded),
        conflicts=(*zones.conflicts, *servers.conflicts, *tenants.conflicts),
    )


def _zone_want(zone: Zone, ranges: tuple[str, ...], origins: Mapping[str, str]) -> Want:
    owner = zone_owner(zone.name)
    origin = origins.get(owner)
    pools = ranges if origin is None or origin in ranges else (*ranges, origin)
    return Want(owner, pools, zone.prefix_length)
