"""What a server asks for and what it is given must fit together."""

from collections.abc import Iterator

from gcloud.model.catalogue import Flavor, Image, VolumeType
from gcloud.model.draft import Draft, Placed
from gcloud.model.place import Capability, Cloud
from gcloud.model.problem import Problem
from gcloud.model.server import Server
from gcloud.model.system import System
from gcloud.model.zone import Zone


def check(draft: Draft) -> Iterator[Problem]:
    """Finds servers whose parts contradict each other; a part that does not exist is said elsewhere."""
    flavors = {placed.value.name: placed.value for placed in draft.flavors}
    images = {placed.value.name: placed.value for placed in draft.images}
    types = {placed.value.name: placed.value for placed in draft.volume_types}
    systems = {placed.value.name: placed.value for placed in draft.systems}
    zones = {placed.value.name: placed.value for placed in draft.zones}
    for server in draft.servers:
        flavor, system = flavors.get(server.value.flavor), systems.get(server.value.system)
        zone = zones.get(server.value.zone)
        yield from _disk(draft, server, flavor, images.get(server.value.image))
        if system is not None:
            yield from _levels(draft, server, system, flavor, types)
        if zone is not None:
            yield from _place(draft, server, zone)


def _disk(
    draft: Draft, server: Placed[Server], flavor: Flavor | None, image: Image | None
) -> Iterator[Problem]:
    if flavor and image and flavor.disk_gb < image.min_disk_gb:
        yield draft.problem(
            (*server.path, "flavor"),
            "server.disk",
            f"the image {image.name} needs a disk of {image.min_disk_gb} GB, the flavor {flavor.name} has"
            f" {flavor.disk_gb}: {image.min_disk_gb - flavor.disk_gb} too few",
            "choose a flavor with a larger disk",
        )


def _levels(
    draft: Draft,
    server: Placed[Server],
    system: System,
    flavor: Flavor | None,
    types: dict[str, VolumeType],
) -> Iterator[Problem]:
    if flavor and flavor.levels and system.level not in flavor.levels:
        allowed = ", ".join(map(str, flavor.levels))
        yield draft.problem(
            (*server.path, "flavor"),
            "server.level",
            f"the flavor {flavor.name} is for levels {allowed}, and {system.name} has level {system.level}",
            "choose another flavor",
        )
    for index, volume in enumerate(server.value.volumes):
        kind = types.get(volume.type)
        if kind and kind.level is not None and kind.level < system.level:
            yield draft.problem(
                (*server.path, "volumes", index, "type"),
                "server.level",
                f"the volume type {kind.name} is for level {kind.level} and below, and {system.name}"
                f" has level {system.level}",
                "choose a volume type of that level",
            )


def _place(draft: Draft, server: Placed[Server], zone: Zone) -> Iterator[Problem]:
    if server.value.public and not zone.routed:
        yield draft.problem(
            (*server.path, "public"),
            "server.public",
            f"the zone {zone.name} is not attached to the edge router, nothing outside can reach it",
            "remove public, or put the server into another zone",
        )
    cloud = _cloud(draft, zone)
    if server.value.anti_affinity and cloud and not cloud.can(Capability.ANTI_AFFINITY):
        yield draft.problem(
            (*server.path, "anti_affinity"),
            "server.anti-affinity",
            f"{server.value.count} instances are to stand apart, and the cloud {cloud.name} cannot do that",
            "write anti_affinity: false, or add anti-affinity to the cloud's capabilities",
        )


def _cloud(draft: Draft, zone: Zone) -> Cloud | None:
    clouds = [placed.value for placed in draft.clouds]
    if zone.cloud is None:
        return clouds[0] if len(clouds) == 1 else None
    return next((cloud for cloud in clouds if cloud.name == zone.cloud), None)
