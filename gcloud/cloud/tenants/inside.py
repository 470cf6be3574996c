"""Working inside a tenant's project for a moment, as what some services ask for.

Barbican shows a project's secrets to a token of that project only, and Keystone
gives no token for a project that is disabled. So an administrator gets a role in it
for as long as a block lasts, and a disabled project is enabled for that long. What
people do in the meantime is found by whoever looks afterwards, as it must be.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

import openstack

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError

ROLE: Final = "admin"
"""The role that is given; Barbican's own default policy lets it see and delete every secret."""

Connect = Callable[[str], openstack.connection.Connection]
"""Gives a connection as ourselves in a project, by its id."""


@contextmanager
def inside(
    connection: openstack.connection.Connection, project: str, connect: Connect
) -> Iterator[openstack.connection.Connection]:
    """Work in a project; afterwards it is enabled or disabled as before, and the role is taken back.

    Who is killed meanwhile leaves both: `close` what must be closed.

    Args:
        connection: to the cloud, as an administrator.
        project: the project's id.
        connect: gives a connection in the project.
    """
    identity, user = connection.identity, connection.current_user_id
    role = _role(connection)
    way = f"/projects/{project}/users/{user}/roles/{role}"
    path, doing = f"/projects/{project}", f"reading project {project}"
    closed = not rest.call(identity, "GET", path, doing=doing)["project"]["enabled"]
    try:
        rest.call(identity, "PUT", way, doing=f"taking a role in project {project}")
        if closed:
            _enable(connection, project, enabled=True)
        yield connect(project)
    finally:
        if closed:
            close(connection, project)
        with suppress(NotFoundError):
            rest.call(identity, "DELETE", way, doing=f"giving the role in project {project} back")


def close(connection: openstack.connection.Connection, project: str) -> None:
    """Disable a project; nothing happens to one that is disabled."""
    _enable(connection, project, enabled=False)


def _role(connection: openstack.connection.Connection) -> str:
    found = rest.call(
        connection.identity, "GET", "/roles", doing=f"looking for the role {ROLE}", params={"name": ROLE}
    )
    if not found["roles"]:
        raise NotFoundError(f"There is no role {ROLE}.", hint="Create it: Keystone's own tools do.")
    return str(found["roles"][0]["id"])


def _enable(connection: openstack.connection.Connection, project: str, *, enabled: bool) -> None:
    word = "enabling" if enabled else "disabling"
    rest.call(
        connection.identity,
        "PATCH",
        f"/projects/{project}",
        doing=f"{word} project {project}",
        json={"project": {"enabled": enabled}},
    )
