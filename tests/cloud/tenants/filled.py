"""An agency's project as people leave it: some fifty objects, made by the agency's own user."""

import openstack

SIZE = 1  # GiB


def fill(
    cloud: openstack.connection.Connection,
    name: str,
    flavor: str,
    neighbour: str,
    admin: openstack.connection.Connection,
) -> None:
    """Make what keeps each other: attached volumes, snapshots, routes, groups that name each other.

    Args:
        cloud: the agency's own connection.
        name: what names begin with.
        flavor: the servers' size.
        neighbour: another project, with which a network is shared.
        admin: who may let something lead from one tenant to another.
    """
    network, compute, volumes = cloud.network, cloud.compute, cloud.block_storage
    outside = network.find_network("public")
    router = network.create_router(name=f"{name}-r", external_gateway_info={"network_id": outside.id})
    nets = [network.create_network(name=f"{name}-{number}") for number in range(3)]
    subnets = [
        network.create_subnet(
            network_id=net.id, ip_version=4, cidr=f"10.9{number}.0.0/24", name=f"{name}-{number}"
        )
        for number, net in enumerate(nets)
    ]
    for subnet in subnets[:2]:
        network.add_interface_to_router(router, subnet_id=subnet.id)
    network.update_router(router, routes=[{"destination": "10.200.0.0/16", "nexthop": "10.90.0.77"}])
    admin.network.create_rbac_policy(
        project_id=cloud.current_project_id,
        object_type="network",
        object_id=nets[2].id,
        action="access_as_shared",
        target_project_id=neighbour,
    )
    groups = [network.create_security_group(name=f"{name}-{number}") for number in range(3)]
    for group, other in zip(groups, groups[1:] + groups[:1], strict=True):
        network.create_security_group_rule(
            security_group_id=group.id,
            direction="ingress",
            protocol="tcp",
            port_range_min=443,
            port_range_max=443,
            remote_group_id=other.id,
        )
    addresses = network.create_address_group(name=f"{name}-a", addresses=["10.1.0.0/16"])
    network.create_security_group_rule(
        security_group_id=groups[0].id, direction="ingress", remote_address_group_id=addresses.id
    )
    ports = [
        network.create_port(
            network_id=nets[0].id, name=f"{name}-{number}", security_group_ids=[groups[number].id]
        )
        for number in range(3)
    ]
    trunk = network.create_trunk(port_id=ports[2].id, name=f"{name}-t")
    sub = network.create_port(network_id=nets[1].id, name=f"{name}-sub")
    network.add_trunk_subports(
        trunk, [{"port_id": sub.id, "segmentation_type": "vlan", "segmentation_id": 100}]
    )
    network.create_ip(floating_network_id=outside.id, port_id=ports[0].id)
    network.create_ip(floating_network_id=outside.id)
    compute.create_keypair(name=f"{name}-k")
    group = compute.create_server_group(name=f"{name}-g", policy="soft-anti-affinity")
    image = cloud.image.create_image(
        name=f"{name}-i", data=b"\0" * 512, container_format="bare", disk_format="raw", is_protected=True
    )
    servers = [
        compute.create_server(
            name=f"{name}-{number}",
            flavor_id=flavor,
            image_id=image.id,
            networks=[{"port": port.id}],
            scheduler_hints={"group": group.id},
            metadata={"owner": name, "purpose": "test"},
        )
        for number, port in enumerate(ports[:2])
    ]
    disks = [volumes.create_volume(name=f"{name}-{number}", size=SIZE) for number in range(4)]
    for disk in disks:
        volumes.wait_for_status(disk, "available", interval=0.5, wait=120)
    for server in servers:
        compute.wait_for_server(server, interval=0.5, wait=180)
    for disk in disks[:2]:
        compute.create_volume_attachment(servers[0], volume_id=disk.id)
    snapshots = [volumes.create_snapshot(volume_id=disk.id, name=f"{name}-s") for disk in disks[2:]]
    for snapshot in snapshots:
        volumes.wait_for_status(snapshot, "available", interval=0.5, wait=120)
    for disk in disks[:2]:
        volumes.wait_for_status(disk, "in-use", interval=0.5, wait=120)
    compute.lock_server(servers[1])
    spare = volumes.create_volume(name=f"{name}-away", size=SIZE)
    volumes.wait_for_status(spare, "available", interval=0.5, wait=120)
    admin.block_storage.create_transfer(volume_id=spare.id, name=f"{name}-away")
    if cloud.has_service("dns"):
        zone = cloud.dns.create_zone(name=f"{name}.example.", email="dns@hatinh.example")
        cloud.dns.create_recordset(zone, name=f"www.{name}.example.", type="A", records=["10.0.0.1"])
    if cloud.has_service("key-manager"):
        secret = cloud.key_manager.create_secret(
            name=f"{name}-s", payload="of the agency", payload_content_type="text/plain"
        )
        named = [{"name": "certificate", "secret_ref": secret.secret_ref}]
        cloud.key_manager.create_container(name=f"{name}-c", type="generic", secret_refs=named)
