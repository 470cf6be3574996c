"""What is wrong with a site's adopted objects, by what the provider knows of their types."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gcloud.engine.values import UNKNOWN
from gcloud.model.adopted import REFERENCE
from gcloud.model.load import LoadedSite
from gcloud.model.problem import Path, Problem

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_REFERENCE_PAGE = "see docs/reference/resource-types.md"


def adopted_problems(loaded: LoadedSite) -> Iterator[Problem]:
    """Find types that are not known, and properties that are not known or of the wrong kind.

    Args:
        loaded: the site.
    """
    if not loaded.site.adopted:
        return
    # Imported only for a site that has adopted objects.
    from gcloud.provider.openstack import OpenStackProvider  # noqa: PLC0415

    provider = OpenStackProvider()
    for index, one in enumerate(loaded.site.adopted):
        if why := provider.unsupported(one.type):
            what, _, near = why.partition("; ")
            advice = f"write {near.rpartition(' ')[2]}" if near else _REFERENCE_PAGE
            yield loaded.problem(("adopted", index, "type"), "adopted.type", what, advice)
            continue
        checked = provider.check(one.type, f"::{one.name}", None, _with_unknowns(one.properties))
        for failure in checked.failures:
            path: Path = ("adopted", index, "properties", *_way(failure.property))
            what, _, instead = f"{failure.property} {failure.reason}".partition("; ")
            yield loaded.problem(path, "adopted.property", what, instead or _REFERENCE_PAGE)


def _way(path: str) -> Path:
    return tuple(name or int(number) for name, number in _STEP.findall(path))


def _with_unknowns(value: Any) -> Any:  # noqa: ANN401 - a property holds anything
    if isinstance(value, Mapping):
        return UNKNOWN if REFERENCE in value else {key: _with_unknowns(item) for key, item in value.items()}
    return [_with_unknowns(item) for item in value] if isinstance(value, list) else value
