"""How people change and delete things behind our back, one row a type.

Everything here is openstacksdk's own; none of our types has a part in it. A row is
named like its resource in tests/provider/everything.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gcloud.engine.state.resource import ResourceState

OTHER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIxsMxkEy7J5wNnHbGqLTK0rN0Q8LMqCEX9G4yqaoXZz theirs"


@dataclass(frozen=True)
class Row:
    """One type.

    Args:
        delete: deletes the object, given the cloud and the state; None if it can't be without its project.
        change: changes it; None if nothing of it can be changed.
        changed: the properties that differ then.
    """

    delete: Callable[[Any, ResourceState], object] | None
    change: Callable[[Any, ResourceState], object] | None = None
    changed: frozenset[str] = frozenset()


def _quota(service, limit):
    """A quota is never deleted, only changed."""

    def change(cloud, state):
        project = state.outputs["projectId"]
        path = f"/quotas/{project}" if service == "network" else f"/os-quota-sets/{project}"
        body = {"quota" if service == "network" else "quota_set": {limit: 7}}
        getattr(cloud, service).put(path, json=body).raise_for_status()

    return change


def _row(delete, change=None, *changed):
    return Row(delete, change, frozenset(changed))


def _delete_server(cloud, state):
    cloud.compute.delete_server(state.id)
    cloud.compute.wait_for_delete(cloud.compute.get_server(state.id), interval=0.5)


def _stop_and_relabel(cloud, state):
    cloud.compute.stop_server(state.id)
    cloud.compute.delete_server_metadata(state.id, ["level"])
    cloud.compute.remove_tag_from_server(state.id, "ours")
    cloud.compute.wait_for_server(cloud.compute.get_server(state.id), status="SHUTOFF", interval=0.5)


def _detach(cloud, state):
    server, _, volume = state.id.partition("/")
    cloud.compute.delete_volume_attachment(server, volume)
    cloud.block_storage.wait_for_status(cloud.block_storage.get_volume(volume), interval=0.5)


def _delete_volume(cloud, state):
    cloud.block_storage.delete_volume(state.id)
    cloud.block_storage.wait_for_delete(cloud.block_storage.get_volume(state.id), interval=0.5)


def _point_elsewhere(cloud, state):
    network = cloud.network.get_port(state.outputs["portId"]).network_id
    other = cloud.network.create_port(network_id=network, name="theirs")
    cloud.network.update_ip(state.id, port_id=other.id)


def _other_key(cloud, state):
    cloud.compute.delete_keypair(state.id)
    cloud.compute.create_keypair(name=state.id, public_key=OTHER_KEY)


def _move_port(cloud, state):
    subnet = cloud.network.get_port(state.id).fixed_ips[0]["subnet_id"]
    addresses = [{"subnet_id": subnet, "ip_address": "10.77.1.99"}]
    default = next(cloud.network.security_groups(name="default", project_id=cloud.current_project_id))
    cloud.network.update_port(state.id, fixed_ips=addresses, security_groups=[default.id])


def _remove_routes(cloud, state):
    router = state.outputs["routerId"]
    routes = cloud.network.get_router(router).routes
    cloud.network.remove_extra_routes_from_router(router, {"router": {"routes": routes}})


def _without(cloud, path):
    """Delete what is in the DNS, and wait until its name is free again."""
    cloud.dns.delete(path).raise_for_status()
    while cloud.dns.get(path).status_code != 404:
        time.sleep(0.5)


def _delete_records(cloud, state):
    zone, _, records = state.id.partition("/")
    _without(cloud, f"/zones/{zone}/recordsets/{records}")


def _change_records(cloud, state):
    zone, _, records = state.id.partition("/")
    cloud.dns.put(
        f"/zones/{zone}/recordsets/{records}", json={"records": ["192.0.2.99"], "description": "theirs"}
    ).raise_for_status()


def _change_zone(cloud, state):
    cloud.dns.patch(f"/zones/{state.id}", json={"description": "theirs"}).raise_for_status()


def _dns_quota(cloud, state):
    project = state.outputs["projectId"]
    sudo = {"X-Auth-Sudo-Project-ID": project}
    cloud.dns.patch(f"/quotas/{project}", json={"zones": 7}, headers=sudo).raise_for_status()


def _balancer_quota(cloud, state):
    path = f"/lbaas/quotas/{state.outputs['projectId']}"
    cloud.load_balancer.put(path, json={"quota": {"loadbalancer": 7}}).raise_for_status()


BEHIND: dict[str, Row] = {
    "RecordSet": _row(_delete_records, _change_records, "records", "description"),
    "Zone": _row(lambda cloud, state: _without(cloud, f"/zones/{state.id}"), _change_zone, "description"),
    "dns-quota": _row(None, _dns_quota, "zones"),
    "Quota": _row(None, _balancer_quota, "loadbalancer"),
    "RouterRoutesV2": _row(_remove_routes, _remove_routes, "routes"),
    "AggregateV2": _row(
        lambda cloud, state: cloud.compute.delete_aggregate(state.id),
        lambda cloud, state: cloud.compute.set_aggregate_metadata(state.id, {"level": "5"}),
        "metadata",
    ),
    "FloatingIpAssociate": _row(
        lambda cloud, state: cloud.network.update_ip(state.id, port_id=None), _point_elsewhere, "portId"
    ),
    "FloatingIp": _row(
        lambda cloud, state: cloud.network.delete_ip(state.id),
        lambda cloud, state: cloud.network.update_ip(state.id, description="theirs"),
        "description",
    ),
    "VolumeAttach": _row(_detach),
    "Instance": _row(_delete_server, _stop_and_relabel, "powerState", "metadata", "tags"),
    "Volume": _row(
        _delete_volume,
        lambda cloud, state: cloud.block_storage.update_volume(
            state.id, description="theirs", metadata={"level": "5"}
        ),
        "description",
        "metadata",
    ),
    "VolumeTypeV3": _row(
        lambda cloud, state: cloud.block_storage.delete_type(state.id),
        lambda cloud, state: cloud.block_storage.update_type(state.id, description="theirs"),
        "description",
    ),
    "Image": _row(
        lambda cloud, state: cloud.image.delete_image(state.id),
        lambda cloud, state: cloud.image.update_image(state.id, os_distro="theirs"),
        "properties",
    ),
    "ServerGroup": _row(lambda cloud, state: cloud.compute.delete_server_group(state.id)),
    "Keypair": _row(lambda cloud, state: cloud.compute.delete_keypair(state.id), _other_key, "publicKey"),
    "Flavor": _row(
        lambda cloud, state: cloud.compute.delete_flavor(state.id),
        lambda cloud, state: cloud.compute.create_flavor_extra_specs(
            state.id, {"hw:cpu_policy": "dedicated"}
        ),
        "extraSpecs",
    ),
    "server-port": _row(lambda cloud, state: cloud.network.delete_port(state.id)),
    "Port": _row(
        lambda cloud, state: cloud.network.delete_port(state.id), _move_port, "fixedIps", "securityGroupIds"
    ),
    "RouterInterface": _row(
        lambda cloud, state: cloud.network.remove_interface_from_router(
            state.outputs["routerId"], subnet_id=state.outputs["subnetId"]
        )
    ),
    "Router": _row(
        lambda cloud, state: cloud.network.delete_router(state.id),
        lambda cloud, state: cloud.network.update_router(state.id, description="theirs"),
        "description",
    ),
    "SecGroupRule": _row(lambda cloud, state: cloud.network.delete_security_group_rule(state.id)),
    "SecGroup": _row(
        lambda cloud, state: cloud.network.delete_security_group(state.id),
        lambda cloud, state: cloud.network.update_security_group(state.id, description="theirs"),
        "description",
    ),
    "AddressGroupV2": _row(
        lambda cloud, state: cloud.network.delete_address_group(state.id),
        lambda cloud, state: cloud.network.remove_addresses_from_address_group(state.id, ["10.50.0.0/16"]),
        "addresses",
    ),
    "Subnet": _row(
        lambda cloud, state: cloud.network.delete_subnet(state.id),
        lambda cloud, state: cloud.network.update_subnet(state.id, dns_nameservers=["192.0.2.53"]),
        "dnsNameservers",
    ),
    "Network": _row(
        lambda cloud, state: cloud.network.delete_network(state.id),
        lambda cloud, state: cloud.network.update_network(state.id, description="theirs"),
        "description",
    ),
    "RbacPolicyV2": _row(lambda cloud, state: cloud.network.delete_rbac_policy(state.id)),
    "QosBandwidthLimitRule": _row(
        lambda cloud, state: cloud.network.delete_qos_bandwidth_limit_rule(*reversed(state.id.split("/"))),
        lambda cloud, state: cloud.network.update_qos_bandwidth_limit_rule(
            *reversed(state.id.split("/")), max_kbps=1_000_000
        ),
        "maxKbps",
    ),
    "QosPolicy": _row(
        lambda cloud, state: cloud.network.delete_qos_policy(state.id),
        lambda cloud, state: cloud.network.update_qos_policy(state.id, description="theirs"),
        "description",
    ),
    "SubnetPool": _row(
        lambda cloud, state: cloud.network.delete_subnet_pool(state.id),
        lambda cloud, state: cloud.network.update_subnet_pool(state.id, default_prefix_length=28),
        "defaultPrefixlen",
    ),
    "AddressScope": _row(
        lambda cloud, state: cloud.network.delete_address_scope(state.id),
        lambda cloud, state: cloud.network.update_address_scope(state.id, name="theirs"),
        "name",
    ),
    "VolumeTypeAccessV3": _row(
        lambda cloud, state: cloud.block_storage.remove_type_access(
            state.outputs["volumeTypeId"], state.outputs["projectId"]
        )
    ),
    "private-type": _row(lambda cloud, state: cloud.block_storage.delete_type(state.id)),
    "FlavorAccess": _row(
        lambda cloud, state: cloud.compute.flavor_remove_tenant_access(
            state.outputs["flavorId"], state.outputs["tenantId"]
        )
    ),
    "private-flavor": _row(lambda cloud, state: cloud.compute.delete_flavor(state.id)),
    "ApplicationCredential": _row(
        lambda cloud, state: cloud.identity.delete_application_credential(cloud.current_user_id, state.id)
    ),
    "LimitV3": _row(
        lambda cloud, state: cloud.identity.delete_limit(state.id),
        lambda cloud, state: cloud.identity.update_limit(state.id, resource_limit=7),
        "resourceLimit",
    ),
    "RegisteredLimitV3": _row(lambda cloud, state: cloud.identity.delete_registered_limit(state.id)),
    "RoleAssignment": _row(
        lambda cloud, state: cloud.identity.unassign_project_role_from_group(
            state.outputs["projectId"], state.outputs["groupId"], state.outputs["roleId"]
        )
    ),
    "UserMembershipV3": _row(
        lambda cloud, state: cloud.identity.remove_user_from_group(
            state.outputs["userId"], state.outputs["groupId"]
        )
    ),
    "Role": _row(
        lambda cloud, state: cloud.identity.delete_role(state.id),
        lambda cloud, state: cloud.identity.update_role(state.id, name=f"{state.outputs['name']}-theirs"),
        "name",
    ),
    "User": _row(
        lambda cloud, state: cloud.identity.delete_user(state.id),
        lambda cloud, state: cloud.identity.update_user(state.id, description="theirs", is_enabled=False),
        "description",
        "enabled",
    ),
    "GroupV3": _row(
        lambda cloud, state: cloud.identity.delete_group(state.id),
        lambda cloud, state: cloud.identity.update_group(state.id, description="theirs"),
        "description",
    ),
    "QuotaSetV2": _row(None, _quota("compute", "instances"), "instances"),
    "QuotaV2": _row(None, _quota("network", "network"), "network"),
    "QuoteSetV3": _row(None, _quota("block_storage", "volumes"), "volumes"),
    "Project": _row(
        lambda cloud, state: cloud.identity.delete_project(state.id),
        lambda cloud, state: cloud.identity.update_project(state.id, description="theirs"),
        "description",
    ),
}
"""In an order in which everything can be deleted."""
