"""What a project may hold beside the objects that there are resource types for.

Whoever takes a cloud over must know what stays behind. Each kind is one listing;
a service that the catalogue doesn't have, or that doesn't know the kind, holds
nothing of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import openstack

from gcloud.cloud import rest
from gcloud.cloud.errors import NotFoundError
from gcloud.errors import CloudError


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of objects.

    Args:
        service: the service's type in the catalogue.
        proxy: what openstacksdk calls it.
        path: of the list.
        key: the list's name in the answer.
        noun: the kind in a sentence.
    """

    service: str
    proxy: str
    path: str
    key: str
    noun: str


@dataclass(frozen=True, slots=True)
class Beside:
    """An object that there is no resource type for, or, without an id, a kind that could not be listed.

    Args:
        noun: its kind.
        id: its id.
        name: what people call it; may be empty.
        error: why the kind could not be listed.
    """

    noun: str
    id: str = ""
    name: str = ""
    error: CloudError | None = None


KINDS: Final = (
    Kind("block-storage", "block_storage", "/snapshots", "snapshots", "volume snapshot"),
    Kind("block-storage", "block_storage", "/backups", "backups", "volume backup"),
    Kind("network", "network", "/trunks", "trunks", "trunk"),
    Kind("network", "network", "/fwaas/firewall_groups", "firewall_groups", "firewall group"),
    Kind("network", "network", "/vpn/vpnservices", "vpnservices", "VPN service"),
    Kind("network", "network", "/bgpvpn/bgpvpns", "bgpvpns", "BGP VPN"),
    Kind("load-balancer", "load_balancer", "/lbaas/loadbalancers", "loadbalancers", "load balancer"),
    Kind("orchestration", "orchestration", "/stacks", "stacks", "Heat stack"),
    Kind("shared-file-system", "shared_file_system", "/shares", "shares", "share"),
    Kind("key-manager", "key_manager", "/secrets", "secrets", "Barbican secret"),
    Kind("container-infrastructure-management", "container_infrastructure_management", "/clusters",
         "clusters", "container cluster"),
)  # fmt: skip
"""Every kind that is looked for; object storage is told by its service alone (`UNLISTED`)."""

UNLISTED: Final = ("object-store", "baremetal", "database", "messaging", "instance-ha")
"""Services whose mere presence is told: what a project holds there is not listed."""


def beside(connection: openstack.connection.Connection) -> Iterator[Beside]:
    """List what is in the connection's project and has no resource type.

    Args:
        connection: to the cloud.
    """
    for kind in KINDS:
        if connection.has_service(kind.service):
            yield from _listed(connection, kind)
    for service in UNLISTED:
        if connection.has_service(service):
            yield Beside(f"whatever the service {service} holds")


def _listed(connection: openstack.connection.Connection, kind: Kind) -> Iterator[Beside]:
    try:
        proxy = getattr(connection, kind.proxy)
        found = list(rest.listing(proxy, kind.path, kind.key, doing=f"listing each {kind.noun}"))
    except NotFoundError:
        return
    except CloudError as error:
        yield Beside(kind.noun, error=error)
        return
    project = connection.current_project_id
    for one in found:
        owner = one.get("project_id") or one.get("tenant_id") or project
        if owner == project:
            id_ = one.get("id") or one.get("uuid") or one.get("secret_ref") or ""
            yield Beside(kind.noun, str(id_), str(one.get("name") or one.get("stack_name") or ""))
