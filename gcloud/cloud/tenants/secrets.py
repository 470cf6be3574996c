"""What Barbican keeps for a project, seen from inside that project.

Source: Key Manager API v1, "Secrets", "Containers", "Orders": paged by offset, at most
100 at once, each object known by a reference that ends in its id.
"""

from collections.abc import Iterator
from typing import Final

import openstack

from gcloud.cloud import rest
from gcloud.cloud.tenants.kinds import Json

SERVICE: Final = "key-manager"

KINDS: Final = (("orders", "order_ref"), ("containers", "container_ref"), ("secrets", "secret_ref"))
"""Each list and the property that names an object, in the order in which they go."""

_PAGE: Final = 100


def kept(connection: openstack.connection.Connection) -> tuple[tuple[str, Json], ...]:
    """List what Barbican keeps for the connection's project, without any secret's payload.

    Returns:
        The list's name and the object.
    """
    return tuple((name, raw) for name, _ in KINDS for raw in _listed(connection, name))


def forget(connection: openstack.connection.Connection) -> None:
    """Delete all that Barbican keeps for the connection's project.

    Args:
        connection: in that project.
    """
    for name, reference in KINDS:
        for raw in list(_listed(connection, name)):
            id_ = str(raw[reference]).rpartition("/")[2]
            rest.call(connection.key_manager, "DELETE", f"/{name}/{id_}", doing=f"deleting {name[:-1]} {id_}")


def _listed(connection: openstack.connection.Connection, name: str) -> Iterator[Json]:
    doing = f"listing the key manager's {name}"
    return rest.counting(connection.key_manager, f"/{name}", name, doing=doing, page=_PAGE)
