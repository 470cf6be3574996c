"""Everything in one project of a real cloud, listed by plain openstacksdk: the tests' judge."""

from dataclasses import dataclass, field

import openstack

VOLATILE = {"updated_at", "revision_number", "location", "volume_image_metadata", "allowed_actions"}
"""What the cloud changes in an object by itself, or the SDK adds."""


@dataclass(frozen=True)
class Estate:
    """Objects by kind and id."""

    kinds: dict[str, dict[str, dict]] = field(default_factory=dict)

    def named(self, kind: str) -> dict[str, dict]:
        """Objects of one kind by name; two of one name are an error."""
        by_name = {}
        for item in self.kinds[kind].values():
            assert item["name"] not in by_name, f"two of kind {kind} are named {item['name']}"
            by_name[item["name"]] = item
        return by_name

    def counts(self) -> dict[str, int]:
        return {kind: len(items) for kind, items in self.kinds.items()}

    def minus(self, other: "Estate") -> "Estate":
        """What is here and not in the other."""
        return Estate(
            {
                kind: {id_: item for id_, item in items.items() if id_ not in other.kinds[kind]}
                for kind, items in self.kinds.items()
            }
        )

    def differs(self, before: "Estate") -> dict[str, list[str]]:
        """Names of objects that came, went or changed since; by kind, where there are any."""
        result = {}
        for kind, items in self.kinds.items():
            old = before.kinds[kind]
            ids = [id_ for id_ in items.keys() | old.keys() if items.get(id_) != old.get(id_)]
            if ids:
                result[kind] = sorted((items.get(id_) or old[id_])["name"] for id_ in ids)
        return result


def look(cloud: openstack.connection.Connection, prefix: str) -> Estate:
    """List all in the connection's project, and the cloud-wide things whose names begin with prefix."""
    project = cloud.current_project_id
    network, compute, volume = cloud.network, cloud.compute, cloud.block_storage
    within = {"project_id": project}
    lists = {
        "network": network.networks(**within),
        "subnet": network.subnets(**within),
        "router": network.routers(**within),
        "port": (p for p in network.ports(**within) if p.device_owner != "network:distributed"),
        "security group": (g for g in network.security_groups(**within) if g.name != "default"),
        "address group": network.address_groups(**within),
        "floating address": network.ips(**within),
        "server": compute.servers(details=True),
        "server group": compute.server_groups(),
        "volume": volume.volumes(details=True),
        "image": (i for i in cloud.image.images() if i.owner == project),
        "flavor": (f for f in compute.flavors(is_public="None") if f.name.startswith(prefix)),
        "volume type": (t for t in volume.types(is_public="None") if t.name.startswith(prefix)),
    }
    return Estate({kind: {item.id: _plain(item) for item in items} for kind, items in lists.items()})


def _plain(item: openstack.resource.Resource) -> dict:
    raw = {key: value for key, value in item.to_dict().items() if key not in VOLATILE}
    if rules := raw.get("security_group_rules"):
        rules.sort(key=lambda rule: rule["id"])  # Neutron lists them in any order
    return raw | {"name": raw.get("name") or raw.get("floating_ip_address") or item.id}
