"""Which sizes of servers and kinds of storage a level may use.

A flavor that names levels, and storage of level 3 or more, is restricted: the cloud
shows it only to the projects that have access (levels 3 and 4 ask for storage of their
own in a shared cloud: Decree 331/2026/NĐ-CP, Art. 30.8-30.9 [V]; that this means a
volume type is this project's reading [I]).
"""

from collections.abc import Container
from typing import Final

from gcloud.model.catalogue import Catalogue, Flavor, VolumeType
from gcloud.model.tenants.capacity import CapacityPool

RESTRICTED_FROM: Final = 3
"""From which level storage is a level's own."""


def flavor_restricted(flavor: Flavor) -> bool:
    """Whether only some projects see this size of server."""
    return bool(flavor.levels)


def volume_type_restricted(kind: VolumeType) -> bool:
    """Whether only some projects see this kind of storage."""
    return kind.level is not None and kind.level >= RESTRICTED_FROM


def flavors_for(catalogue: Catalogue, level: int) -> tuple[str, ...]:
    """The restricted sizes of servers that systems of a level may use, sorted."""
    return tuple(
        sorted(
            flavor.name
            for flavor in catalogue.flavors
            if flavor_restricted(flavor) and level in flavor.levels
        )
    )


def volume_types_for(
    catalogue: Catalogue, level: int, named: Container[str], pool: CapacityPool | None
) -> tuple[str, ...]:
    """The restricted kinds of storage that a tenant may use, sorted.

    From level 3 it is the nearest one that serves the level, and below it none; those that its quota
    names are added, as far as they serve the level. A tenant with machines of its own has its pool's.

    Args:
        catalogue: the site's catalogue.
        level: the level of the tenant's system.
        named: the volume types that its quota names.
        pool: the machines of its own, or None.
    """
    kinds = [kind for kind in catalogue.volume_types if volume_type_restricted(kind)]
    if pool is not None:
        backends = {one.volume_type for one in pool.storage}
        return tuple(sorted(kind.name for kind in kinds if kind.name in backends))
    serving = sorted(
        (kind.level, kind.name) for kind in kinds if kind.level is not None and kind.level >= level
    )
    nearest = serving[0][0] if serving and level >= RESTRICTED_FROM else None
    return tuple(sorted(name for of, name in serving if of == nearest or name in named))


def volume_types_closed(catalogue: Catalogue, level: int, pool: CapacityPool | None) -> tuple[str, ...]:
    """The kinds of storage that a tenant may not use although the cloud shows them, sorted.

    They are those meant for levels below its own; for a tenant with machines of its own, all but its own.

    Args:
        catalogue: the site's catalogue.
        level: the level of the tenant's system.
        pool: the machines of its own, or None.
    """
    backends = {one.volume_type for one in pool.storage} if pool else None
    return tuple(
        sorted(
            kind.name
            for kind in catalogue.volume_types
            if (kind.level is not None and kind.level < level) or (backends and kind.name not in backends)
        )
    )
