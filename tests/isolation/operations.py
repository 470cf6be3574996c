"""What somebody may try on a tenant's things: a few real calls each, that end as they began when allowed.

An operation gets the connection of who tries and the tenant whose things are tried. It raises what the cloud
answers; `UnseenError` where a list leaves the thing out.
"""
# ruff: noqa: ARG005 - all operations of a table are called alike

from openstack.exceptions import raise_from_response

from tests.isolation.tenants import Tenant


class UnseenError(Exception):
    """A list does not show the thing."""


def sees(things, id_):
    if id_ not in {thing.id for thing in things}:
        raise UnseenError


def made(thing, delete):
    delete(thing)


def boots(cloud, tenant, **more):
    of = {"flavor_id": tenant.flavor, "image_id": tenant.image}
    server = cloud.compute.create_server(name="tried", **of, **more)
    cloud.compute.delete_server(server)
    cloud.compute.wait_for_delete(server, interval=0.2)


def makes_a_volume(cloud, **more):
    storage = cloud.block_storage
    volume = storage.create_volume(name="tried", size=1, **more)
    volume = storage.wait_for_status(volume, "available", interval=0.2)
    storage.delete_volume(volume)


def snapshots(cloud, volume):
    storage = cloud.block_storage
    snapshot = storage.create_snapshot(volume_id=volume, name="tried")
    storage.wait_for_status(snapshot, "available", interval=0.2)
    storage.delete_snapshot(snapshot)
    storage.wait_for_delete(snapshot, interval=0.2)


def attaches(cloud, server, volume):
    cloud.compute.create_volume_attachment(server, volume_id=volume)
    storage = cloud.block_storage
    storage.wait_for_status(storage.get_volume(volume), "in-use", interval=0.2)
    cloud.compute.delete_volume_attachment(server, volume)
    storage.wait_for_status(storage.get_volume(volume), "available", interval=0.2)


def routes(cloud, router, **to):
    cloud.network.add_interface_to_router(router, **to)
    cloud.network.remove_interface_from_router(router, **to)


def moves(cloud, server):
    cloud.compute.migrate_server(server)
    there = cloud.compute.get_server(server)
    cloud.compute.wait_for_server(there, status="VERIFY_RESIZE", interval=0.2, wait=60)
    cloud.compute.confirm_server_resize(server)
    cloud.compute.wait_for_server(cloud.compute.get_server(server), interval=0.2, wait=60)


def answered(response):
    raise_from_response(response)


def renames(update, id_, name):
    update(id_, name=name)


def shares_image(cloud, image, project):
    cloud.image.add_member(image, member_id=project)
    cloud.image.remove_member(project, image)


def shares_network(cloud, network, project):
    policy = {"object_type": "network", "object_id": network, "action": "access_as_shared"}
    shared = cloud.network.create_rbac_policy(**policy, target_project_id=project)
    cloud.network.delete_rbac_policy(shared)


def grants(cloud, project):
    identity = cloud.identity
    role = next(role for role in identity.roles() if role.name == "member")
    identity.assign_project_role_to_user(project, cloud.current_user_id, role)


def nested(cloud, project):
    made(cloud.identity.create_project(name="tried", parent_id=project), cloud.identity.delete_project)


def credential(cloud):
    user = cloud.current_user_id
    created = cloud.identity.create_application_credential(user, "tried")
    cloud.identity.delete_application_credential(user, created)


def image_made(cloud):
    image = cloud.image.create_image(name="tried", data=b"\0", disk_format="raw", container_format="bare")
    cloud.image.delete_image(image)


SERVERS = {
    "list servers": lambda c, t: sees(c.compute.servers(), t.server),
    "list servers of all projects": lambda c, t: sees(c.compute.servers(all_projects=True), t.server),
    "list servers by the project's name": lambda c, t: sees(
        c.compute.servers(project_id=t.project), t.server
    ),
    "show a server": lambda c, t: c.compute.get_server(t.server),
    "rename a server": lambda c, t: renames(c.compute.update_server, t.server, t.name),
    "boot a server": lambda c, t: boots(c, t, networks="none"),
    "boot a server into the network": lambda c, t: boots(c, t, networks=[{"uuid": t.network}]),
    "boot a server with the group": lambda c, t: boots(
        c, t, networks="none", scheduler_hints={"group": t.servers}
    ),
    "lock and unlock a server": lambda c, t: (
        c.compute.lock_server(t.server),
        c.compute.unlock_server(t.server),
    ),
    "read the console": lambda c, t: c.compute.get_server_console_output(t.server),
    "set a server's metadata": lambda c, t: c.compute.set_server_metadata(t.server, tried="yes"),
    "show the actions of a server": lambda c, t: list(c.compute.server_actions(t.server)),
    "move a server": lambda c, t: moves(c, t.server),
    "see the host of a server": lambda c, t: _has(c.compute.get_server(t.server).hypervisor_hostname),
    "list hypervisors": lambda c, t: _has(list(c.compute.hypervisors())),
    "list server groups": lambda c, t: sees(c.compute.server_groups(), t.servers),
    "make a flavor": lambda c, t: c.compute.create_flavor(name="tried", vcpus=1, ram=1, disk=0),
}

VOLUMES = {
    "list volumes": lambda c, t: sees(c.block_storage.volumes(), t.volume),
    "list volumes of all projects": lambda c, t: sees(c.block_storage.volumes(all_projects=True), t.volume),
    "show a volume": lambda c, t: c.block_storage.get_volume(t.volume),
    "make a volume": lambda c, t: makes_a_volume(c),
    "make a volume of a volume": lambda c, t: makes_a_volume(c, source_volume_id=t.volume),
    "make a volume of a snapshot": lambda c, t: makes_a_volume(c, snapshot_id=t.snapshot),
    "rename a volume": lambda c, t: renames(c.block_storage.update_volume, t.volume, t.name),
    "take a snapshot": lambda c, t: snapshots(c, t.volume),
    "list snapshots": lambda c, t: sees(c.block_storage.snapshots(), t.snapshot),
    "show a snapshot": lambda c, t: c.block_storage.get_snapshot(t.snapshot),
    "reset a volume's state": lambda c, t: c.block_storage.reset_volume_status(t.volume, status="error"),
    "give a volume away": lambda c, t: made(
        c.block_storage.create_transfer(volume_id=t.volume), c.block_storage.delete_transfer
    ),
    "make a volume type": lambda c, t: c.block_storage.create_type(name="tried"),
}

NETWORKS = {
    "list networks": lambda c, t: sees(c.network.networks(), t.network),
    "show a network": lambda c, t: c.network.get_network(t.network),
    "make a network in the project": lambda c, t: made(
        c.network.create_network(name="tried", project_id=t.project), c.network.delete_network
    ),
    "rename a network": lambda c, t: renames(c.network.update_network, t.network, t.name),
    "make a port in the network": lambda c, t: made(
        c.network.create_port(name="tried", network_id=t.network), c.network.delete_port
    ),
    "make a port with a given address": lambda c, t: made(
        c.network.create_port(
            name="tried",
            network_id=t.network,
            fixed_ips=[{"subnet_id": t.subnet, "ip_address": "10.64.0.77"}],
        ),
        c.network.delete_port,
    ),
    "open a port to any sender": lambda c, t: c.network.update_port(
        t.port, allowed_address_pairs=[{"ip_address": "10.64.0.200"}]
    ),
    "make a second range in the network": lambda c, t: made(
        c.network.create_subnet(network_id=t.network, ip_version=4, cidr="10.64.9.0/24"),
        c.network.delete_subnet,
    ),
    "list ports": lambda c, t: sees(c.network.ports(), t.port),
    "show a port": lambda c, t: c.network.get_port(t.port),
    "put a group on a port": lambda c, t: c.network.update_port(t.port, security_group_ids=[t.group]),
    "list subnets": lambda c, t: sees(c.network.subnets(), t.subnet),
    "list routers": lambda c, t: sees(c.network.routers(), t.router),
    "show a router": lambda c, t: c.network.get_router(t.router),
    "add a route": lambda c, t: c.network.update_router(t.router, routes=[]),
    "list security groups": lambda c, t: sees(c.network.security_groups(), t.group),
    "open a security group": lambda c, t: made(
        c.network.create_security_group_rule(security_group_id=t.group, direction="ingress", protocol="tcp"),
        c.network.delete_security_group_rule,
    ),
    "list floating addresses": lambda c, t: sees(c.network.ips(), t.address),
    "take a floating address": lambda c, t: c.network.update_ip(t.address, description="tried"),
    "make a network on the provider's": lambda c, t: c.network.create_network(
        name="tried", provider_network_type="vlan", provider_physical_network="physnet1"
    ),
    "make a network for everybody": lambda c, t: c.network.create_network(name="tried", is_shared=True),
    "share the network with everybody": lambda c, t: shares_network(c, t.network, "*"),
}

IMAGES = {
    "list images": lambda c, t: sees(c.image.images(), t.image),
    "show an image": lambda c, t: c.image.get_image(t.image),
    "download an image": lambda c, t: answered(c.image.get(f"/images/{t.image}/file")),
    "make an image": lambda c, t: image_made(c),
    "rename an image": lambda c, t: c.image.update_image(t.image, name=t.name),
    "make an image public": lambda c, t: c.image.update_image(t.image, visibility="public"),
}

IDENTITY = {
    "list users": lambda c, t: list(c.identity.users()),
    "make a user": lambda c, t: c.identity.create_user(name="tried", password="Tried-1"),
    "list projects": lambda c, t: list(c.identity.projects()),
    "show the project": lambda c, t: c.identity.get_project(t.project),
    "rename the project": lambda c, t: c.identity.update_project(t.project, description="tried"),
    "make a project below": lambda c, t: nested(c, t.project),
    "give oneself a role": lambda c, t: grants(c, t.project),
    "list who has which role": lambda c, t: list(c.identity.role_assignments(scope_project_id=t.project)),
    "make an application credential": lambda c, t: credential(c),
    "show compute quotas": lambda c, t: c.compute.get_quota_set(t.project),
    "raise compute quotas": lambda c, t: c.compute.update_quota_set(t.project, cores=1000),
    "show network quotas": lambda c, t: c.network.get_quota(t.project),
    "raise network quotas": lambda c, t: c.network.update_quota(t.project, networks=1000),
    "show volume quotas": lambda c, t: c.block_storage.get_quota_set(t.project),
    "raise volume quotas": lambda c, t: c.block_storage.update_quota_set(t.project, volumes=1000),
}

OPERATIONS = SERVERS | VOLUMES | NETWORKS | IMAGES | IDENTITY


def crossings(own: Tenant, foreign: Tenant):
    """What joins one's own thing with somebody else's; each gets the connection only."""
    return {
        "attach a foreign volume": lambda c: attaches(c, own.server, foreign.volume),
        "attach one's volume to a foreign server": lambda c: attaches(c, foreign.server, own.volume),
        "plug a foreign port into one's server": lambda c: c.compute.create_server_interface(
            own.server, port_id=foreign.port
        ),
        "plug a foreign network into one's server": lambda c: c.compute.create_server_interface(
            own.server, net_id=foreign.network
        ),
        "route to a foreign subnet": lambda c: routes(c, own.router, subnet_id=foreign.subnet),
        "route to a foreign port": lambda c: routes(c, own.router, port_id=foreign.port),
        "make a foreign router route here": lambda c: routes(c, foreign.router, subnet_id=own.subnet),
        "give one's port a foreign security group": lambda c: c.network.update_port(
            own.port, security_group_ids=[foreign.group]
        ),
        "let a foreign security group in": lambda c: made(
            c.network.create_security_group_rule(
                security_group_id=own.group, direction="ingress", remote_group_id=foreign.group
            ),
            c.network.delete_security_group_rule,
        ),
        "give one's port a foreign address": lambda c: c.network.update_ip(foreign.address, port_id=own.port),
        "share one's network with a foreign project": lambda c: shares_network(
            c, own.network, foreign.project
        ),
        "share a foreign network with oneself": lambda c: shares_network(c, foreign.network, own.project),
        "share one's image with a foreign project": lambda c: shares_image(c, own.image, foreign.project),
        "share a foreign image with oneself": lambda c: shares_image(c, foreign.image, own.project),
    }


def _has(what):
    if not what:
        raise UnseenError
