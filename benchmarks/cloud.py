"""The cloud beside the engines: spoil something behind their backs, look what is left, remove it."""

import os
from collections.abc import Iterator
from typing import Any

import openstack


def connection() -> Any:  # noqa: ANN401 - openstacksdk carries no types
    """Connect to the cloud that OS_CLOUD names, as its administrator."""
    return openstack.connect(cloud=os.environ["OS_CLOUD"])


def spoil(prefix: str) -> None:
    """Rename one network and delete one rule of one tenant, behind the engine's back."""
    cloud = connection()
    network = next(one for one in cloud.network.networks() if one.name.startswith(prefix))
    cloud.network.update_network(network, description="changed by somebody")
    group = next(
        one for one in cloud.network.security_groups(project_id=network.project_id) if one.name != "default"
    )
    cloud.network.delete_security_group_rule(group.security_group_rules[0]["id"])


def projects(prefix: str) -> list[Any]:
    """Give the projects whose names begin with a prefix."""
    return [one for one in connection().identity.projects() if one.name.startswith(prefix)]


def remove_default_groups(owners: set[str]) -> None:
    """Remove the security groups that Neutron makes by itself for each project; they outlive it."""
    cloud = connection()
    for group in list(cloud.network.security_groups()):
        if group.project_id in owners:
            cloud.network.delete_security_group(group)


def remove_all(prefix: str) -> int:
    """Remove whatever is left under a prefix, in order; gives how much there was."""
    cloud = connection()
    owners = {one.id for one in projects(prefix)}
    count = 0
    for kind, delete in _kinds(cloud):
        for one in list(kind()):
            if one.name.startswith(prefix) or getattr(one, "project_id", None) in owners:
                delete(one, ignore_missing=True)
                count += 1
    return count


def _kinds(cloud: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - openstacksdk carries no types
    yield cloud.network.subnets, cloud.network.delete_subnet
    yield cloud.network.networks, cloud.network.delete_network
    yield cloud.network.security_groups, cloud.network.delete_security_group
    yield cloud.identity.projects, cloud.identity.delete_project
