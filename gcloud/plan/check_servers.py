"""Servers where they must not stand, or of what they must not be made."""

from collections.abc import Iterator

from gcloud.model.load import LoadedSite
from gcloud.model.place import Capability
from gcloud.model.problem import Problem
from gcloud.model.zone import ZoneKind

_NO_SERVERS: dict[ZoneKind, str] = {
    "wireless": "a wireless zone is for terminals",
    "wan": "a WAN zone joins sites",
}
_PUBLIC: frozenset[ZoneKind] = frozenset({"edge", "dmz"})
_OWN = "this project's own rule"


def server_problems(loaded: LoadedSite) -> Iterator[Problem]:
    """Servers in zones that do not fit; sizes, storage and promises that can not be had."""
    site = loaded.site
    zones = {zone.name: zone for zone in site.zones}
    systems = {system.name: system for system in site.systems}
    flavors = {flavor.name: flavor for flavor in site.catalogue.flavors}
    types = {kind.name: kind for kind in site.catalogue.volume_types}
    images = {image.name: image for image in site.catalogue.images}
    for index, server in enumerate(site.servers):
        path = ("servers", index)
        zone, system = zones[server.zone], systems[server.system]
        if zone.kind in _NO_SERVERS:
            yield loaded.problem(
                (*path, "zone"),
                "server.zone-kind",
                f"the server {server.name} stands in {zone.name}: {_NO_SERVERS[zone.kind]} and holds no"
                f" servers ({_OWN})",
                "name a zone of kind server, database, dmz, internal or management",
            )
        if server.public and zone.kind not in _PUBLIC:
            yield loaded.problem(
                (*path, "public"),
                "server.public",
                f"the server {server.name} is public and stands in {zone.name} of kind {zone.kind}; only edge"
                f" and dmz face the outside ({_OWN})",
                "remove public, or move it to a zone of kind dmz and put what is behind it into another",
            )
        if server.public and not zone.routed:
            yield loaded.problem(
                (*path, "public"),
                "server.unrouted",
                f"the server {server.name} is public, and its zone {zone.name} is not routed",
                "write routed: true at the zone, or remove public",
            )
        flavor = flavors[server.flavor]
        if flavor.levels and system.level not in flavor.levels:
            yield loaded.problem(
                (*path, "flavor"),
                "server.flavor-level",
                f"the flavor {flavor.name} is for systems of level {', '.join(map(str, flavor.levels))}, and"
                f" {system.name} has level {system.level}",
                "name another flavor, or add the level to this one",
            )
        image = images[server.image]
        if image.min_disk_gb > flavor.disk_gb:
            yield loaded.problem(
                (*path, "flavor"),
                "server.disk",
                f"the image {image.name} needs a system disk of {image.min_disk_gb} GiB, the flavor"
                f" {flavor.name} has {flavor.disk_gb}: {image.min_disk_gb - flavor.disk_gb} too little",
                "name a flavor with a larger disk",
            )
        for number, volume in enumerate(server.volumes):
            kind = types[volume.type]
            if kind.level is not None and system.level > kind.level:
                yield loaded.problem(
                    (*path, "volumes", number, "type"),
                    "server.volume-level",
                    f"the volume type {kind.name} is for systems up to level {kind.level}, and {system.name}"
                    f" has level {system.level}",
                    "name a volume type for this level",
                )
        cloud = site.cloud_of(zone)
        if server.anti_affinity and not cloud.can(Capability.ANTI_AFFINITY):
            yield loaded.problem(
                (*path, "anti_affinity") if "anti_affinity" in server.model_fields_set else path,
                "server.anti-affinity",
                f"the cloud {cloud.name} can't promise to keep the {server.count} instances of {server.name}"
                " on different hosts",
                "write anti_affinity: false, or add anti-affinity to the cloud's capabilities",
            )
