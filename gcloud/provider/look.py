"""Looks at many objects of many types, one listing a type instead of one call an object."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from gcloud.engine.interface import Known, LiveObject, Observation, ReadResult, Survey
from gcloud.errors import GovCloudError
from gcloud.provider.observe import inputs_of
from gcloud.provider.resource import ResourceType

Lister: TypeAlias = Callable[[str], Mapping[str, Mapping[str, Any]]]
"""Gives the outputs of all objects of a type, by id."""

Reader: TypeAlias = Callable[[Known], ReadResult | None]
"""Reads one object; None if it is gone."""


def observe(objects: Sequence[Known], read: Reader) -> list[Observation]:
    """Look at objects that the state knows.

    Args:
        objects: what to look at.
        read: reads one.
    """
    seen = []
    for known in objects:
        try:
            seen.append(Observation(read(known)))
        except GovCloudError as error:
            seen.append(Observation(None, error))
    return seen


def survey(kinds: Mapping[str, ResourceType], lister: Lister) -> Survey:
    """List everything of some types.

    Args:
        kinds: the types.
        lister: lists one.
    """
    unseen: dict[str, GovCloudError] = {}
    found: dict[str, list[LiveObject]] = defaultdict(list)
    for type_, kind in kinds.items():
        try:
            listed = lister(type_)
        except GovCloudError as error:
            unseen[type_] = error
            continue
        for id_, outputs in listed.items():
            inputs = inputs_of(kind.schema, None, outputs)
            found[type_].append(LiveObject(type_, id_, str(outputs.get("name") or ""), inputs, outputs))
    return Survey(tuple(live for group in found.values() for live in group), unseen)
