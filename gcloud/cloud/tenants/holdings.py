"""What a project holds: the table that is shown before it is purged, and the proof afterwards."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import openstack

from gcloud.cloud import beside, rest
from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.deletion import BY_THE_CLOUD, DELETIONS, Deletion
from gcloud.cloud.tenants.kinds import Json
from gcloud.cloud.tenants.listings import listings
from gcloud.errors import CloudError, ExitCode, GovCloudError

_KNOWN: Final = frozenset(kind.service for kind in kinds.OF_PROJECTS)


class UnseenError(GovCloudError):
    """Something of a project could not be looked at, so nobody can say that nothing is left."""

    exit_code = ExitCode.INCOMPLETE


@dataclass(frozen=True, slots=True)
class Holding:
    """An object of a project.

    Attributes:
        deletion: its kind and how it goes.
        raw: the object as the API has it.
    """

    deletion: Deletion
    raw: Json

    @property
    def id(self) -> str:
        """Its id; a key pair's is its name."""
        return str(self.raw["id"])

    @property
    def name(self) -> str:
        """What people call it; may be empty."""
        return str(self.raw.get("name") or self.raw.get("floating_ip_address") or "")

    @property
    def noun(self) -> str:
        """Its kind in a sentence."""
        return self.deletion.kind.noun

    @property
    def by_itself(self) -> bool:
        """Whether it goes with something else and needs no deletion of its own."""
        if self.deletion.kind is kinds.PORTS and self.raw["device_owner"].startswith(BY_THE_CLOUD):
            return True
        return self.deletion.goes_with is not None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a project holds.

    Attributes:
        objects: in the order in which they go.
        unseen: what could not be looked at, and why.
    """

    objects: tuple[Holding, ...]
    unseen: tuple[CloudError, ...]

    def numbers(self) -> dict[str, int]:
        """Give how many there are of each kind that there is, in order."""
        there: dict[str, int] = {}
        for one in self.objects:
            there[one.deletion.kind.name] = there.get(one.deletion.kind.name, 0) + 1
        return there


def holdings(
    connection: openstack.connection.Connection, project: str, users: Collection[str] = ()
) -> Holdings:
    """Look at all that a project holds, whoever made it and whatever it is called.

    Args:
        connection: to the cloud, as an administrator.
        project: its id.
        users: ids of users that are the project's alone, for their key pairs.
    """
    of_project = [one.kind for one in DELETIONS if one.kind is not kinds.KEY_PAIRS]
    found = listings(connection, of_project, [project])
    pairs = list(_key_pairs(connection, users))
    objects = [
        Holding(deletion, raw)
        for deletion in DELETIONS
        for raw in (pairs if deletion.kind is kinds.KEY_PAIRS else found.of(deletion.kind))
    ]
    return Holdings(tuple(objects), (*found.unseen.values(), *_not_looked_at(connection)))


def _key_pairs(connection: openstack.connection.Connection, users: Collection[str]) -> Iterator[Json]:
    # They are of users, not of projects; their names are their ids.
    for user in sorted(users):
        for one in rest.listing(
            connection.compute,
            kinds.KEY_PAIRS.path,
            kinds.KEY_PAIRS.key,
            doing=f"listing the key pairs of user {user}",
            params={"user_id": user},
            microversion=kinds.KEY_PAIRS.microversion,
        ):
            yield {**one["keypair"], "id": one["keypair"]["name"], "user_id": user}


def _not_looked_at(connection: openstack.connection.Connection) -> list[CloudError]:
    services = dict.fromkeys([*(kind.service for kind in beside.KINDS), *beside.UNLISTED])
    return [
        CloudError(
            f"What the service {service} holds of the project is not known here.",
            hint=f"Look there with the service's own tools, then say so: --besides {service}.",
            data={"service": service},
        )
        for service in services
        if service not in _KNOWN and connection.has_service(service)
    ]
