"""The catalogue as each cloud gets it.

On a cloud of our own the whole catalogue is made, because tenants choose from it
too. On a hired one only what servers there use: flavors and volume types are
the cloud's and are looked up by name, images are uploaded for us alone.

What is restricted (gcloud.plan.tenants.access) is private: the tenants that may use it
get access from their own stacks.
"""

from collections.abc import Iterable

from gcloud.model.catalogue import Catalogue, VolumeType
from gcloud.model.place import Capability, Cloud
from gcloud.model.server import Server
from gcloud.plan.model import FlavorPlan, ImagePlan, VolumeTypePlan
from gcloud.plan.tenants.access import flavor_restricted, volume_type_restricted


def flavors(catalogue: Catalogue, cloud: Cloud, servers: Iterable[Server]) -> tuple[FlavorPlan, ...]:
    """The sizes of servers on a cloud, sorted by name."""
    created = cloud.can(Capability.FLAVORS)
    used = {server.flavor for server in servers}
    return tuple(
        FlavorPlan(
            name=flavor.name,
            vcpus=flavor.vcpus,
            ram_mb=flavor.ram_mb,
            disk_gb=flavor.disk_gb,
            created=created,
            public=not flavor_restricted(flavor),
            used=flavor.name in used,
        )
        for flavor in sorted(catalogue.flavors, key=lambda f: f.name)
        if created or flavor.name in used
    )


def images(catalogue: Catalogue, cloud: Cloud, servers: Iterable[Server]) -> tuple[ImagePlan, ...]:
    """The system disks on a cloud, sorted by name."""
    public = cloud.can(Capability.PUBLIC_IMAGES)
    used = {server.image for server in servers}
    return tuple(
        ImagePlan(
            name=image.name,
            file=image.file,
            format=image.format,
            sha256=image.sha256,
            os=image.os,
            min_disk_gb=image.min_disk_gb,
            visibility="public" if public else "private",
        )
        for image in sorted(catalogue.images, key=lambda i: i.name)
        if public or image.name in used
    )


def volume_types(catalogue: Catalogue, cloud: Cloud, servers: Iterable[Server]) -> tuple[VolumeTypePlan, ...]:
    """The kinds of storage on a cloud, sorted by name."""
    created = cloud.can(Capability.VOLUME_TYPES)
    used = {volume.type for server in servers for volume in server.volumes}
    return tuple(
        VolumeTypePlan(
            name=kind.name,
            description=_description(kind),
            extra_specs=(("volume_backend_name", kind.backend),) if kind.backend else (),
            created=created,
            public=not volume_type_restricted(kind),
            used=kind.name in used,
        )
        for kind in sorted(catalogue.volume_types, key=lambda k: k.name)
        if created or kind.name in used
    )


def _description(kind: VolumeType) -> str:
    words = [f"up to level {kind.level}" if kind.level else "any level"]
    if kind.encrypted:
        words.append("encrypted at rest by the operator")
    return ", ".join(words)
