"""Two tenants with all that a tenant has, the people of one of them, and a stranger to both."""

from dataclasses import dataclass, field

import openstack

from gcloud.cloud.tenants.purge import purge
from gcloud.lab.registry import EXTRAS
from tests.people import lasting_user, until_the_next_second

PASSWORD = "kept-for-the-test"
ROLES = {
    "administrator": "manager",
    "operator": "member",
    "auditor": "reader",
    "hired": "member",
    "pipeline": "member",
}
"""What the people of a tenant have in Keystone. `pipeline` logs in by an application credential only."""


@dataclass
class Tenant:
    """A project and the ids of what is in it."""

    name: str
    project: str
    things: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name):
        return self.things[name]


class Tenants:
    """Makes them and takes them away again."""

    def __init__(self, admin, url, name):
        self.admin, self.url, self.name = admin, url, name
        self.users = []
        self.flavor = admin.compute.create_flavor(name=name, vcpus=1, ram=64, disk=1)
        self.tenant, self.neighbour, self.elsewhere = (
            Tenant(f"{name}-{which}", admin.identity.create_project(name=f"{name}-{which}").id)
            for which in ("tenant", "neighbour", "elsewhere")
        )
        for who, role in ROLES.items():
            self._user(who, self.tenant, role)
        self._user("neighbour", self.neighbour, "manager")
        self._user("stranger", self.elsewhere, "manager")
        until_the_next_second()
        self.actors = {who: self._login(who, self.tenant) for who in ROLES}
        self.actors["stranger"] = self._login("stranger", self.elsewhere)
        self._fill(self.tenant, self.actors["operator"])
        self._fill(self.neighbour, self._login("neighbour", self.neighbour))
        self.actors["pipeline"] = self._by_credential(self.actors["pipeline"])

    def _user(self, who, tenant, role):
        user = lasting_user(self.admin, f"{self.name}-{who}", PASSWORD)
        self.admin.identity.assign_project_role_to_user(
            tenant.project, user, self.admin.identity.find_role(role, ignore_missing=False)
        )
        self.users.append(user)

    def _login(self, who, tenant):
        auth = {"username": f"{self.name}-{who}", "password": PASSWORD, "user_domain_name": "Default"}
        return self._connect("v3password", auth | {"project_id": tenant.project})

    def _by_credential(self, cloud):
        made = cloud.identity.create_application_credential(cloud.current_user_id, "pipeline")
        auth = {"application_credential_id": made.id, "application_credential_secret": made.secret}
        return self._connect("v3applicationcredential", auth)

    def _connect(self, kind, auth):
        return openstack.connection.Connection(
            auth_type=kind,
            auth=auth | {"auth_url": self.url},
            region_name="RegionOne",
            compute_default_microversion="2.96",
        )

    def _fill(self, tenant, cloud):
        network, things, name = cloud.network, tenant.things, tenant.name
        things["flavor"] = self.flavor.id
        things["network"] = network.create_network(name=name).id
        things["subnet"] = network.create_subnet(
            network_id=things["network"], name=name, ip_version=4, cidr="10.64.0.0/24"
        ).id
        outside = network.find_network("public", ignore_missing=False).id
        gateway = {"network_id": outside}
        things["router"] = network.create_router(name=name, external_gateway_info=gateway).id
        network.add_interface_to_router(things["router"], subnet_id=things["subnet"])
        things["port"] = network.create_port(network_id=things["network"], name=name).id
        things["group"] = network.create_security_group(name=name).id
        things["address"] = network.create_ip(floating_network_id=outside).id
        things["image"] = cloud.image.create_image(
            name=name, data=b"\0" * 1024, disk_format="raw", container_format="bare"
        ).id
        things["volume"] = cloud.block_storage.create_volume(size=1, name=name).id
        things["servers"] = cloud.compute.create_server_group(name=name, policy="anti-affinity").id
        server = cloud.compute.create_server(
            name=name, flavor_id=self.flavor.id, image_id=things["image"], networks=[{"port": things["port"]}]
        )
        things["server"] = cloud.compute.wait_for_server(server, interval=0.3, wait=120).id
        volume = cloud.block_storage.get_volume(things["volume"])
        cloud.block_storage.wait_for_status(volume, "available", interval=0.2)
        snapshot = cloud.block_storage.create_snapshot(volume_id=volume.id, name=name)
        cloud.block_storage.wait_for_status(snapshot, "available", interval=0.2)
        things["snapshot"] = snapshot.id

    def remove(self):
        """Delete all of it, and what an operation that should have been refused has made."""
        ids = [user.id for user in self.users]
        for tenant in (self.tenant, self.neighbour, self.elsewhere):
            purge(self.admin, tenant.project, ids, max_deletes=100, besides=EXTRAS)
        for user in self.users:
            self.admin.identity.delete_user(user)
        for tenant in (self.tenant, self.neighbour, self.elsewhere):
            self.admin.identity.delete_project(tenant.project)
        self.admin.compute.delete_flavor(self.flavor)
