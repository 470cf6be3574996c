"""Synthetic tenants: a project, three quotas, a network with a subnet, a security group with three rules.

Ten resources each. With `shape: project` a tenant is its project alone.
"""

import pulumi
import pulumi_openstack as openstack

config = pulumi.Config()
prefix, shape = config.require("prefix"), config.require("shape")
first, count = config.require_int("first"), config.require_int("count")
changed = config.get_int("changed")
OPEN = (("ssh", 22, "10.0.0.0/8"), ("https", 443, "0.0.0.0/0"), ("dns", 53, "10.0.0.0/8"))


def project(name: str, number: int) -> openstack.identity.Project:
    """The project; one of them is described otherwise when `changed` names it."""
    text = "changed" if number == changed else "synthetic"
    return openstack.identity.Project(name, name=name, description=text)


def tenant(name: str, number: int) -> None:
    """All ten resources."""
    owner = project(name, number)
    openstack.compute.QuotaSetV2(name, project_id=owner.id, instances=10, cores=20, ram=40960)
    openstack.networking.QuotaV2(
        name, project_id=owner.id, network=5, subnet=5, port=50, security_group=10, security_group_rule=100
    )
    openstack.blockstorage.QuoteSetV3(name, project_id=owner.id, volumes=10, gigabytes=100, snapshots=5)
    network = openstack.networking.Network(name, name=name, tenant_id=owner.id)
    openstack.networking.Subnet(
        name,
        name=name,
        tenant_id=owner.id,
        network_id=network.id,
        ip_version=4,
        cidr=f"10.{number // 250}.{number % 250}.0/24",
    )
    group = openstack.networking.SecGroup(name, name=name, tenant_id=owner.id, delete_default_rules=True)
    for label, port, source in OPEN:
        openstack.networking.SecGroupRule(
            f"{name}-{label}",
            tenant_id=owner.id,
            security_group_id=group.id,
            direction="ingress",
            ethertype="IPv4",
            protocol="tcp",
            port_range_min=port,
            port_range_max=port,
            remote_ip_prefix=source,
        )


for number in range(first, first + count):
    (tenant if shape == "tenant" else project)(f"{prefix}{number:05d}", number)
