"""Emptying a test's own project: what tests made beside the site, and what a failed test left."""

import openstack

from tests.datacenter.estate import look


def empty(cloud: openstack.connection.Connection, prefix: str) -> None:
    """Delete all in the connection's project, and the cloud-wide things whose names begin with prefix."""
    deleters = {
        "server": lambda id_: _delete_server(cloud, id_),
        "floating address": cloud.network.delete_ip,
        "router": lambda id_: _delete_router(cloud, id_),
        "port": cloud.network.delete_port,
        "network": cloud.network.delete_network,
        "security group": cloud.network.delete_security_group,
        "address group": cloud.network.delete_address_group,
        "volume": lambda id_: _delete_volume(cloud, id_),
        "server group": cloud.compute.delete_server_group,
        "image": cloud.image.delete_image,
        "flavor": cloud.compute.delete_flavor,
        "volume type": cloud.block_storage.delete_type,
    }
    for kind, delete in deleters.items():
        # Listed anew for each kind: deleting one takes others with it.
        for id_ in look(cloud, prefix).kinds[kind]:
            delete(id_)


def _delete_server(cloud: openstack.connection.Connection, id_: str) -> None:
    server = cloud.compute.get_server(id_)
    cloud.compute.delete_server(server, force=True)
    cloud.compute.wait_for_delete(server)


def _delete_router(cloud: openstack.connection.Connection, id_: str) -> None:
    for port in list(cloud.network.ports(device_id=id_, device_owner="network:router_interface")):
        cloud.network.remove_interface_from_router(id_, port_id=port.id)
    cloud.network.delete_router(id_)


def _delete_volume(cloud: openstack.connection.Connection, id_: str) -> None:
    volume = cloud.block_storage.get_volume(id_)
    cloud.block_storage.delete_volume(volume)
    cloud.block_storage.wait_for_delete(volume)
