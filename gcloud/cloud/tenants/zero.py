"""Sets every quota of a project to zero, whatever keys the services have; forgets those of one that is gone.

Deleting a quota restores the cloud's default, which may be much. So each service is
asked for the keys that it knows, all of them are set to 0, and it is read again. Only when
the project is gone are they deleted: no service does that by itself.

Source: Nova and Cinder `os-quota-sets`, Neutron and Octavia and Designate `quotas`,
Barbican `project-quotas`, Keystone `limits` (API references of release 2026.2).
"""

import contextlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import openstack

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError, explained
from gcloud.errors import CloudError


@dataclass(frozen=True, slots=True)
class _Quotas:
    """Where a service keeps a project's quotas.

    Attributes:
        service: its type in the catalogue.
        proxy: what openstacksdk calls it.
        path: of a project's quotas, without the project's id.
        key: the object's name in the body; empty if the body is the object.
        method: by which they are set.
        microversion: of the API.
        headers: further ones.
        unset: the keys, where the service answers 404 as long as nobody has set any.
    """

    service: str
    proxy: str
    path: str
    key: str
    method: str = "PUT"
    microversion: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    unset: tuple[str, ...] = ()


_UNLIMITED: Final = -1

_ALL: Final = (
    _Quotas("compute", "compute", "/os-quota-sets", "quota_set", microversion="2.60"),
    _Quotas("network", "network", "/quotas", "quota"),
    _Quotas("block-storage", "block_storage", "/os-quota-sets", "quota_set"),
    _Quotas("load-balancer", "load_balancer", "/lbaas/quotas", "quota"),
    _Quotas("dns", "dns", "/quotas", "", "PATCH", headers=(("X-Auth-All-Projects", "true"),)),
    _Quotas(
        "key-manager", "key_manager", "/project-quotas", "project_quotas",
        unset=("secrets", "orders", "containers", "consumers", "cas"),
    ),
)  # fmt: skip


class NotZeroError(CloudError):
    """A service kept a limit above zero."""


def zero(
    connection: openstack.connection.Connection, project: str, unified: Collection[str] = ()
) -> dict[str, dict[str, int]]:
    """Set all quotas of a project to zero.

    Args:
        connection: to the cloud, as an administrator.
        project: its id.
        unified: services whose limits Keystone keeps; they heed no quotas of their own.

    Returns:
        Service → key → the limit that it had before, of those that were not zero.

    Raises:
        NotZeroError: a service kept a limit.
        CloudError: a service refused.
    """
    before: dict[str, dict[str, int]] = {}
    if limits := _in_keystone(connection, project):
        before["identity"] = limits
    for one in _ALL:
        if one.service not in unified and connection.has_service(one.service):
            had = _limits(connection, one, project)
            if had:
                _set(connection, one, project, dict.fromkeys(had, 0))
                before[one.service] = had
                if left := _limits(connection, one, project):
                    raise NotZeroError(
                        f"The quotas of {one.service} stay above zero: {', '.join(sorted(left))}.",
                        hint="Set them by the service's own tools, then run again.",
                        data={"service": one.service, "limits": left},
                    )
    return before


def forget(connection: openstack.connection.Connection, project: str) -> None:
    """Delete the quotas that services keep of a project that is gone; none are there the second time.

    Args:
        connection: to the cloud, as an administrator.
        project: its id.

    Raises:
        CloudError: a service refused.
    """
    for one in _ALL:
        if connection.has_service(one.service):
            doing = f"deleting the {one.service} quotas of project {project}, which is gone"
            with contextlib.suppress(NotFoundError):
                _call(connection, one, "DELETE", project, doing=doing)


def _in_keystone(connection: openstack.connection.Connection, project: str) -> dict[str, int]:
    doing = f"reading the limits that Keystone keeps of project {project}"
    found = rest.call(connection.identity, "GET", "/limits", doing=doing, params={"project_id": project})
    above = [one for one in found["limits"] if one["resource_limit"] != 0]
    for one in above:
        doing = f"setting the limit {one['resource_name']} of project {project} to zero"
        # Keystone takes a PATCH to 0 and leaves the limit as it is: `if limit.get("resource_limit")`.
        rest.call(connection.identity, "DELETE", f"/limits/{one['id']}", doing=doing)
        same = {key: one[key] for key in ("service_id", "region_id", "resource_name", "project_id")}
        made = {**same, "resource_limit": 0}
        rest.call(connection.identity, "POST", "/limits", doing=doing, json={"limits": [made]})
    return {one["resource_name"]: one["resource_limit"] for one in above}


def _limits(connection: openstack.connection.Connection, one: _Quotas, project: str) -> dict[str, int]:
    try:
        doing = f"reading the {one.service} quotas of project {project}"
        body = _call(connection, one, "GET", project, doing=doing)
    except NotFoundError:
        if not one.unset:
            raise
        return dict.fromkeys(one.unset, _UNLIMITED)
    there = body[one.key] if one.key else body
    return {key: value for key, value in there.items() if isinstance(value, int) and value != 0}


def _set(
    connection: openstack.connection.Connection, one: _Quotas, project: str, limits: dict[str, int]
) -> None:
    doing = f"setting the {one.service} quotas of project {project} to zero"
    body = {one.key: limits} if one.key else limits
    _call(connection, one, one.method, project, doing=doing, body=body)


def _call(
    connection: openstack.connection.Connection,
    one: _Quotas,
    method: str,
    project: str,
    *,
    doing: str,
    body: dict[str, Any] | None = None,
) -> dict[str, Any]:
    with explained(doing):
        proxy = getattr(connection, one.proxy)
    return rest.call(
        proxy,
        method,
        f"{one.path}/{project}",
        doing=doing,
        json=body,
        headers=dict(one.headers),
        microversion=one.microversion,
    )
