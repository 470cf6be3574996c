"""How each kind of objects is deleted, and after which others.

The order is that in which the services let go: servers before what they use,
what hangs on a router before it, ports before networks, everything that names a
group before the group. What belongs to no other kind's way goes at the same time.

Source: API references of release 2026.2; Neutron refuses to delete what is in use
(409), Cinder too (400), and Octavia deletes a load balancer with all that is in it
(`cascade`).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import openstack

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.kinds import Json, Kind
from gcloud.errors import CloudError

Delete: TypeAlias = Callable[[openstack.connection.Connection, Kind, Json], None]

BY_THE_CLOUD: Final = "network:"
"""How the owner of a port begins that Neutron made for itself; it goes with what it serves."""

_INTERFACE: Final = frozenset(
    {
        "network:router_interface",
        "network:router_interface_distributed",
        "network:ha_router_replicated_interface",
    }
)


_QUIET: Final = frozenset({"available", "error", "error_restoring", "error_extending", "error_managing"})
"""Statuses in which Cinder deletes a volume without being forced."""


@dataclass(frozen=True, slots=True, eq=False)
class Deletion:
    """How a kind goes.

    Attributes:
        kind: the kind.
        after: kinds that must be gone before.
        delete: deletes one object; may return before it is gone.
        slow: whether it is gone only some time after the service has agreed.
        goes_with: the kind with which it goes by itself, if any.
    """

    kind: Kind
    after: tuple[Kind, ...] = ()
    delete: Delete | None = None
    slow: bool = False
    goes_with: Kind | None = None


def doing(kind: Kind, raw: Json) -> str:
    """Say what is deleted: `deleting network "app" (id)`."""
    name = raw.get("name")
    called = f' "{name}"' if name else ""
    return f"deleting {kind.noun}{called} ({raw['id']})"


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ask(
    connection: openstack.connection.Connection,
    kind: Kind,
    raw: Json,
    *,
    method: str = "DELETE",
    below: str = "",
    json: Json | None = None,
    params: dict[str, Any] | None = None,
) -> Json:
    return rest.call(
        getattr(connection, kind.proxy),
        method,
        f"{kind.one}/{quote(str(raw['id']))}{below}",
        doing=doing(kind, raw),
        json=json,
        params=params,
        headers=kind.headers,
        microversion=kind.microversion,
    )


def _plainly(connection: openstack.connection.Connection, kind: Kind, raw: Json) -> None:
    _ask(connection, kind, raw)


def _router(connection: openstack.connection.Connection, kind: Kind, raw: Json) -> None:
    if raw.get("routes"):
        # A route keeps the interface that it leads through.
        _ask(connection, kind, raw, method="PUT", json={"router": {"routes": []}})
    ports = rest.listing(
        connection.network,
        "/ports",
        "ports",
        doing=f"listing the interfaces of router {raw['id']}",
        params={"device_id": raw["id"], "fields": ["id", "device_owner"]},
    )
    for port in list(ports):
        if port["device_owner"] in _INTERFACE:
            with suppress(NotFoundError):
                _ask(
                    connection,
                    kind,
                    raw,
                    method="PUT",
                    below="/remove_router_interface",
                    json={"port_id": port["id"]},
                )
    _ask(connection, kind, raw)


def _volume(connection: openstack.connection.Connection, kind: Kind, raw: Json) -> None:
    for attachment in raw.get("attachments") or ():
        server = attachment["server_id"]
        if rest.lookup(connection.compute, f"/servers/{server}", doing=f"reading server {server}"):
            raise CloudError(
                f"{_cap(doing(kind, raw))} is not possible: server {server} of another project uses it.",
                hint="Detach it there, then run again.",
                data={"server": server},
            )
        # Only Cinder still believes in it: a detaching failed.
        with suppress(NotFoundError):
            rest.call(
                connection.block_storage,
                "DELETE",
                f"/attachments/{attachment['attachment_id']}",
                doing=f"detaching volume {raw['id']}",
                microversion=kind.microversion,
            )
    if raw["status"] in _QUIET:
        _ask(connection, kind, raw)
    else:
        _ask(connection, kind, raw, method="POST", below="/action", json={"os-force_delete": {}})


def _image(connection: openstack.connection.Connection, kind: Kind, raw: Json) -> None:
    if raw.get("protected"):
        change = [{"op": "replace", "path": "/protected", "value": False}]
        rest.call(
            connection.image,
            "PATCH",
            f"/images/{raw['id']}",
            doing=doing(kind, raw),
            json=change,
            headers={"Content-Type": "application/openstack-images-v2.1-json-patch"},
        )
    _ask(connection, kind, raw)


def _load_balancer(connection: openstack.connection.Connection, kind: Kind, raw: Json) -> None:
    _ask(connection, kind, raw, params={"cascade": "true"})


def _volume_group(connection: openstack.connection.Connection, kind: Kind, raw: Json) -> None:
    body = {"delete": {"delete-volumes": False}}
    _ask(connection, kind, raw, method="POST", below="/action", json=body)


def _key_pair(connection: openstack.connection.Connection, kind: Kind, raw: Json) -> None:
    _ask(connection, kind, raw, params={"user_id": raw["user_id"]})


DELETIONS: Final = (
    Deletion(kinds.LOAD_BALANCERS, (), _load_balancer, slow=True),
    Deletion(kinds.LISTENERS, goes_with=kinds.LOAD_BALANCERS),
    Deletion(kinds.POOLS, goes_with=kinds.LOAD_BALANCERS),
    Deletion(kinds.HEALTH_MONITORS, goes_with=kinds.LOAD_BALANCERS),
    Deletion(kinds.L7_POLICIES, goes_with=kinds.LOAD_BALANCERS),
    Deletion(kinds.SERVERS, (), _plainly, slow=True),
    Deletion(kinds.SERVER_GROUPS, (kinds.SERVERS,), _plainly),
    Deletion(kinds.KEY_PAIRS, (), _key_pair),
    Deletion(kinds.VOLUME_TRANSFERS, (), _plainly),
    Deletion(kinds.BACKUPS, (), _plainly, slow=True),
    Deletion(kinds.GROUP_SNAPSHOTS, (), _plainly, slow=True),
    Deletion(kinds.SNAPSHOTS, (kinds.GROUP_SNAPSHOTS,), _plainly, slow=True),
    Deletion(
        kinds.VOLUMES,
        (kinds.SERVERS, kinds.SNAPSHOTS, kinds.BACKUPS, kinds.VOLUME_TRANSFERS),
        _volume,
        slow=True,
    ),
    Deletion(kinds.VOLUME_GROUPS, (kinds.VOLUMES,), _volume_group, slow=True),
    Deletion(kinds.IMAGES, (kinds.SERVERS, kinds.VOLUMES), _image),
    Deletion(kinds.ZONES, (), _plainly, slow=True),
    Deletion(kinds.RECORD_SETS, goes_with=kinds.ZONES),
    Deletion(kinds.FLOATING_IPS, (kinds.LOAD_BALANCERS,), _plainly),
    Deletion(kinds.TRUNKS, (kinds.SERVERS,), _plainly),
    Deletion(kinds.ROUTERS, (kinds.FLOATING_IPS, kinds.LOAD_BALANCERS), _router),
    Deletion(kinds.PORTS, (kinds.SERVERS, kinds.TRUNKS, kinds.ROUTERS, kinds.FLOATING_IPS), _plainly),
    Deletion(kinds.RBAC_POLICIES, (kinds.PORTS,), _plainly),
    Deletion(kinds.SUBNETS, (kinds.PORTS,), _plainly),
    Deletion(kinds.NETWORKS, (kinds.SUBNETS, kinds.RBAC_POLICIES), _plainly),
    Deletion(kinds.SUBNET_POOLS, (kinds.SUBNETS,), _plainly),
    Deletion(kinds.ADDRESS_SCOPES, (kinds.SUBNET_POOLS,), _plainly),
    Deletion(kinds.SECURITY_GROUPS, (kinds.PORTS, kinds.RBAC_POLICIES), _plainly),
    Deletion(kinds.SECURITY_GROUP_RULES, goes_with=kinds.SECURITY_GROUPS),
    Deletion(kinds.ADDRESS_GROUPS, (kinds.SECURITY_GROUPS,), _plainly),
    Deletion(kinds.QOS_POLICIES, (kinds.NETWORKS, kinds.FLOATING_IPS), _plainly),
)
"""In the order in which a table shows them."""
