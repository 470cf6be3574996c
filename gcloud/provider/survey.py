"""Lists everything of some types that is there, whoever made it."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

from gcloud.cloud.errors import explained
from gcloud.engine.interface import LiveObject, Survey
from gcloud.errors import GovCloudError
from gcloud.provider.call import Shared
from gcloud.provider.look import AT_A_TIME, Caller
from gcloud.provider.observe import inputs_of
from gcloud.provider.resource import Json, ResourceType

_SHORT: Final = 8
"""Digits of an id that stand for an object without a name."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A type's objects: id, outputs, and why the cloud made it by itself."""

    kind: ResourceType
    objects: Sequence[tuple[str, Json, str]]


def survey(types: Sequence[str], caller: Caller) -> Survey:
    """List everything of some types that is in the provider's project, or belongs to none.

    Args:
        types: resource types.
        caller: gives types and calls.
    """
    shared = Shared()

    def listed(type_: str) -> _Found | GovCloudError:
        try:
            kind, call = caller(type_, {})
            call = replace(call, shared=shared)
            with explained(f"listing the {kind.noun}s"):
                there = not kind.extra or all(map(call.cloud.has_service, _types_of(kind)))
                members = kind.members(call, kind.owner(call, {})) if there else ()
                found = [
                    (id_, kind.live(call, id_, raw, {}), kind.automatic(call, raw)) for id_, raw in members
                ]
        except GovCloudError as error:
            return error
        return _Found(kind, found)

    with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="survey") as workers:
        answers = dict(zip(types, workers.map(listed, types), strict=True))
    there = {type_: found for type_, found in answers.items() if isinstance(found, _Found)}
    return Survey(
        _objects(there),
        {type_: error for type_, error in answers.items() if isinstance(error, GovCloudError)},
    )


def _types_of(kind: ResourceType) -> Iterator[str]:
    """Give a type's services as a catalogue names them."""
    return (service.replace("_", "-") for service in kind.services)


def _objects(there: dict[str, _Found]) -> tuple[LiveObject, ...]:
    # Routes have their router's id, and no name of their own.
    names = {
        id_: str(outputs["name"])
        for found in there.values()
        for id_, outputs, _ in found.objects
        if outputs.get("name")
    }

    def named(id_: str) -> str:
        return names.get(id_, id_[:_SHORT])

    return tuple(
        LiveObject(
            type_,
            id_,
            found.kind.called(outputs, named),
            inputs_of(found.kind.schema, None, outputs),
            outputs,
            automatic,
        )
        for type_, found in there.items()
        for id_, outputs, automatic in found.objects
    )
