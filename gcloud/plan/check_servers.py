"""Servers where they must not stand.

What a server is made of (sizes, storage, what a cloud can do) the model judges;
here only its place among the zones.
"""

from collections.abc import Iterator

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Problem
from gcloud.model.zone import ZoneKind
from gcloud.plan.profiles.rows import OWN_RULE

_NO_SERVERS: dict[ZoneKind, str] = {
    "wireless": "a wireless zone is for terminals",
    "wan": "a WAN zone joins sites",
}
_PUBLIC: frozenset[ZoneKind] = frozenset({"edge", "dmz"})


def server_problems(loaded: LoadedSite) -> Iterator[Problem]:
    """Servers in zones that hold none; public servers in zones that do not face the outside."""
    zones = {zone.name: zone for zone in loaded.site.zones}
    for index, server in enumerate(loaded.site.servers):
        zone = zones[server.zone]
        if zone.kind in _NO_SERVERS:
            yield loaded.problem(
                ("servers", index, "zone"),
                "server.zone-kind",
                f"the server {server.name} stands in {zone.name}: {_NO_SERVERS[zone.kind]} and holds no"
                f" servers ({OWN_RULE})",
                "name a zone of another kind, for example server, database, dmz or management",
            )
        if server.public and zone.kind not in _PUBLIC:
            yield loaded.problem(
                ("servers", index, "public"),
                "server.public-zone",
                f"the server {server.name} is public and stands in {zone.name} of kind {zone.kind}; only edge"
                f" and dmz face the outside ({OWN_RULE})",
                "remove public, and let a server in a zone of kind edge or dmz stand before it",
            )
