"""Quota classes that say too little, or that end in themselves."""

from collections.abc import Iterator

from gcloud.model.few import few
from gcloud.model.load import LoadedSite
from gcloud.model.near import suggest
from gcloud.model.problem import Path, Problem
from gcloud.model.tenants.quota import QuotaClass
from gcloud.plan.tenants.ground import Ground
from gcloud.plan.tenants.quotas import services_of

_SHOWN = 6


def class_problems(loaded: LoadedSite, base: Ground) -> Iterator[Problem]:
    """Judge the site's quota classes.

    A class that others extend may leave keys to them, as long as no tenant names it.

    Args:
        loaded: the site with its positions.
        base: what its tenants stand on.

    Yields:
        A problem at the class that it concerns; a ring of classes is told once.
    """
    site = loaded.site
    extended = {one.extends for one in site.quota_classes}
    used = {tenant.quota.class_name for tenant in site.tenants if base.is_there(tenant)}
    rings = _rings(base)
    services = {
        service for cloud in site.clouds for service in services_of(cloud, site.tenancy.unified_limits)
    }
    for index, one in enumerate(site.quota_classes):
        path: Path = ("quota_classes", index)
        yield from _volume_types(loaded, base, path, one)
        if (ring := rings.get(one.name)) is not None and ring[0] == one.name:
            yield loaded.problem(
                (*path, "extends"),
                "quota-class.ring",
                f"the class {one.name} extends itself: {' → '.join((*ring, one.name))}",
                "remove extends from one of them",
            )
        missing = base.classes[one.name].missing(sorted(services))
        if missing and one.name not in rings and (one.name in used or one.name not in extended):
            yield loaded.problem(
                path,
                "quota-class.missing",
                f"the class {one.name} leaves out {keys_text(missing)}; what nobody says is what a cloud's"
                " default happens to be",
                "write each of them here, or in a class that this one extends; 0 is none",
            )


def keys_text(keys: tuple[str, ...]) -> str:
    """Keys for a message: the first few by name, the others counted."""
    return few(keys, _SHOWN, "keys")


def no_such_kind(loaded: LoadedSite, base: Ground, way: Path, name: str) -> Problem:
    """Say that the catalogue has no volume type of a name, which stands somewhere."""
    otherwise = f"add the volume type {name} to the catalogue, or name one that there is"
    what = f"there is no volume type {name}"
    return loaded.problem(way, "reference.unknown", what, suggest(name, set(base.kinds), otherwise))


def _volume_types(loaded: LoadedSite, base: Ground, path: Path, figures: QuotaClass) -> Iterator[Problem]:
    """Kinds of storage that are not there, or named twice."""
    seen: set[str] = set()
    for index, kind in enumerate(figures.volume_types):
        way = (*path, "volume_types", index, "name")
        if kind.name not in base.kinds:
            yield no_such_kind(loaded, base, way, kind.name)
        elif kind.name in seen:
            yield loaded.problem(
                way, "quota.volume-type-twice", f"{kind.name} has two limits", "keep one of them"
            )
        seen.add(kind.name)


def _rings(base: Ground) -> dict[str, tuple[str, ...]]:
    """Class → the ring that it is in, beginning with the one that stands first in the files."""
    extends = {one.name: one.extends for one in base.site.quota_classes}
    rings: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    for name in extends:
        way: list[str] = []
        step: str | None = name
        while step is not None and step in extends and step not in seen:
            seen.add(step)
            way.append(step)
            step = extends[step]
        if step in way:
            ring = tuple(way[way.index(step) :])
            rings.update(dict.fromkeys(ring, _first(ring, extends)))
    return rings


def _first(ring: tuple[str, ...], order: dict[str, str | None]) -> tuple[str, ...]:
    places = {name: place for place, name in enumerate(order)}
    start = min(range(len(ring)), key=lambda index: places[ring[index]])
    return (*ring[start:], *ring[:start])
