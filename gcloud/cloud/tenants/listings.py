"""Lists objects of many kinds at once: of all projects, or of some.

The number of calls is that of the kinds and of their pages, whoever owns what is
listed; where an API can't be asked for some projects' objects only, all are listed
and the others dropped. The calls go out side by side.
"""

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

import openstack

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError, explained
from gcloud.cloud.tenants.kinds import Json, Kind
from gcloud.errors import CloudError

AT_A_TIME: Final = 8
"""Lists that are out at once."""

FEW: Final = 20
"""So many projects are named in a query; with more everybody's objects are listed, in fewer calls."""


@dataclass(frozen=True, slots=True)
class Listings:
    """What was found.

    Attributes:
        objects: kind's name → its objects, each of one of the projects that were asked for.
        unseen: kind's name → why it could not be listed; what is there is unknown then.
    """

    objects: dict[str, tuple[Json, ...]] = field(default_factory=dict)
    unseen: dict[str, CloudError] = field(default_factory=dict)

    def of(self, kind: Kind) -> tuple[Json, ...]:
        """Give the objects of a kind; none if the cloud doesn't have the kind."""
        return self.objects.get(kind.name, ())


def listings(
    connection: openstack.connection.Connection,
    kinds: Sequence[Kind],
    projects: Collection[str] | None = None,
) -> Listings:
    """List all objects of some kinds; what a cloud has no service for is left out.

    Args:
        connection: to the cloud, as somebody who may list everybody's objects.
        kinds: which.
        projects: only of these, by id; None: everybody's.
    """
    there = [kind for kind in kinds if connection.has_service(kind.service)]

    def tried(kind: Kind) -> tuple[Json, ...] | CloudError:
        try:
            return tuple(_objects(connection, kind, projects))
        except CloudError as error:
            return error

    with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="listings") as workers:
        answers = dict(zip((kind.name for kind in there), workers.map(tried, there), strict=True))
    return Listings(
        {name: found for name, found in answers.items() if isinstance(found, tuple)},
        {name: error for name, error in answers.items() if isinstance(error, CloudError)},
    )


def listed(connection: openstack.connection.Connection, kind: Kind, project: str) -> tuple[Json, ...]:
    """List a project's objects of one kind; none if the cloud doesn't have the kind.

    Args:
        connection: to the cloud, as somebody who may list everybody's objects.
        kind: which.
        project: its id.

    Raises:
        CloudError: they can't be listed.
    """
    found = listings(connection, [kind], [project])
    for error in found.unseen.values():
        raise error
    return found.of(kind)


def _objects(
    connection: openstack.connection.Connection, kind: Kind, projects: Collection[str] | None
) -> Iterator[Json]:
    if projects is None:
        yield from _all(connection, kind, {})
        return
    for query in _queries(kind, projects, connection.current_project_id):
        # Some services show what is shared with a project as well, or ignore a filter they don't know.
        yield from (one for one in _all(connection, kind, query) if one.get(kind.owner) in projects)


def _queries(kind: Kind, projects: Collection[str], own: str) -> list[dict[str, Any]]:
    if kind.whose is None or len(projects) > FEW:
        return [{}]
    if kind.several:
        return [{kind.whose: [own] * kind.own_first + sorted(projects)}] if projects else []
    return [{kind.whose: project} for project in sorted(projects)]


def _all(connection: openstack.connection.Connection, kind: Kind, query: dict[str, Any]) -> Iterator[Json]:
    doing = f"listing each {kind.noun}"
    with explained(doing):
        proxy = getattr(connection, kind.proxy)
    params: dict[str, Any] = {**kind.everyone, **query}
    if kind.pages == "none":
        params["limit"] = None
    try:
        if kind.pages == "offset":
            yield from rest.counting(
                proxy, kind.path, kind.key, doing=doing, params=params, microversion=kind.microversion
            )
        else:
            yield from rest.listing(
                proxy,
                kind.path,
                kind.key,
                doing=doing,
                params=params,
                headers=kind.headers,
                microversion=kind.microversion,
            )
    except NotFoundError:
        if not kind.optional:
            raise
