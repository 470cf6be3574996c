"""A tenant as it is planned, put together by hand: small, and whole in every part."""

from dataclasses import replace

from gcloud.plan.tenants.model import AccountPlan, GroupPlan, ShardPlan, TenantCloud, TenantNetworkPlan
from tests.plan.tenants.granted import granted

SITE, SHARD = "ha-tinh", 7

COMPUTE = {
    "cores": 4,
    "instances": 2,
    "key_pairs": 5,
    "metadata_items": 64,
    "ram": 4096,
    "server_group_members": 4,
    "server_groups": 2,
}
NETWORK = {
    "floatingip": 1,
    "network": 2,
    "port": 20,
    "rbac_policy": 0,
    "router": 1,
    "security_group": 5,
    "security_group_rule": 60,
    "subnet": 2,
    "subnetpool": 0,
}
VOLUME = {
    "backup_gigabytes": 10,
    "backups": 2,
    "gigabytes": 10,
    "groups": 0,
    "per_volume_gigabytes": 5,
    "snapshots": 2,
    "volumes": 3,
}


def account(name, tenant, *, role="operator", **more):
    """Somebody who works in a tenant, or its pipeline."""
    standing = AccountPlan(
        name=f"{name}.{tenant}",
        label=name.title(),
        email=f"{name}@hatinh.example",
        kind="person",
        role=role,
        mfa=role == "administrator",
        local=True,
    )
    return replace(standing, **more)


def group(role, tenant, roles, *members):
    """The people of one role."""
    return GroupPlan(
        name=f"{tenant}.{role}",
        description=f"{role} of {tenant}",
        roles=roles,
        members=tuple(f"{member}.{tenant}" for member in members),
    )


def tenant(name, **more):
    """A tenant with an administrator, an operator, an auditor, a pipeline and one network."""
    standing = replace(
        granted(name, compute=COMPUTE, network=NETWORK, volume=VOLUME),
        label="Quản lý văn bản",
        system="documents",
        level=3,
        cloud="ha-tinh",
        tags=("agency=interior-department", "budget=2026-CNTT-07", "govcloud", "level=3"),
        description="Quản lý văn bản của Sở Nội vụ",
        groups=(
            group("administrator", name, ("manager",), "binh"),
            group("auditor", name, ("reader",), "chi"),
            group("operator", name, ("member",), "dung"),
            group("pipeline", name, ("member",), "pipeline"),
        ),
        accounts=(
            account("binh", name, role="administrator"),
            account("chi", name, role="auditor"),
            account("dung", name),
            account("pipeline", name, role="pipeline", kind="service", email=""),
        ),
        networks=(
            TenantNetworkPlan(
                name=f"{name}.app",
                cidr="10.200.0.0/27",
                gateway="10.200.0.1",
                pool=("10.200.0.2", "10.200.0.30"),
            ),
        ),
        outside=True,
        bandwidth_kbps=100_000,
    )
    return replace(standing, **more)


def shard(*tenants, cloud="lab", site=SITE, directory=None):
    """A shard of these tenants, all on one cloud."""
    place = TenantCloud(
        name="ha-tinh",
        cloud=cloud,
        region="RegionOne",
        external_network="public",
        domain="Default",
        directory=directory,
    )
    return ShardPlan(site=site, shard=SHARD, clouds=(place,), tenants=tenants)
