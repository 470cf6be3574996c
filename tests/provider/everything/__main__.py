"""One resource of every type; each is named by its type, so that a test finds it."""

import pulumi
import pulumi_openstack as openstack

config = pulumi.Config()
prefix, file = config.require("prefix"), config.require("file")
extras = config.require("extras").split()
"""Services that this cloud has and another may lack."""

provider = openstack.Provider("cloud", cloud=config.require("cloud"))
here = pulumi.ResourceOptions(provider=provider)
keystone = openstack.identity.get_service(type="identity", opts=pulumi.InvokeOptions(provider=provider))
public = openstack.networking.get_network(name="public", opts=pulumi.InvokeOptions(provider=provider))

network = openstack.networking.Network("Network", name=prefix, description="ours", tags=["a", "b"], opts=here)
subnet = openstack.networking.Subnet(
    "Subnet",
    name=prefix,
    network_id=network.id,
    cidr="10.77.1.0/24",
    ip_version=4,
    dns_nameservers=["10.77.0.53"],
    opts=here,
)
router = openstack.networking.Router(
    "Router", name=prefix, description="ours", external_network_id=public.id, opts=here
)
interface = openstack.networking.RouterInterface(
    "RouterInterface", router_id=router.id, subnet_id=subnet.id, opts=here
)
group = openstack.networking.SecGroup(
    "SecGroup", name=prefix, description="ours", delete_default_rules=True, opts=here
)
peers = openstack.networking.AddressGroupV2(
    "AddressGroupV2", name=prefix, addresses=["10.50.0.0/16", "10.60.0.0/16"], opts=here
)
openstack.networking.SecGroupRule(
    "SecGroupRule",
    direction="ingress",
    ethertype="IPv4",
    protocol="tcp",
    port_range_min=443,
    port_range_max=443,
    remote_address_group_id=peers.id,
    security_group_id=group.id,
    opts=here,
)
port = openstack.networking.Port(
    "Port",
    name=prefix,
    network_id=network.id,
    fixed_ips=[{"subnet_id": subnet.id, "ip_address": "10.77.1.20"}],
    security_group_ids=[group.id],
    opts=here,
)
address = openstack.networking.FloatingIp(
    "FloatingIp",
    pool="public",
    description=prefix,
    opts=pulumi.ResourceOptions.merge(here, pulumi.ResourceOptions(ignore_changes=["portId", "fixedIp"])),
)
openstack.networking.FloatingIpAssociate(
    "FloatingIpAssociate",
    floating_ip=address.address,
    port_id=port.id,
    opts=pulumi.ResourceOptions(provider=provider, depends_on=[interface]),
)
openstack.networking.RouterRoutesV2(
    "RouterRoutesV2",
    router_id=router.id,
    routes=[{"destination_cidr": "10.78.0.0/24", "next_hop": "10.77.1.254"}],
    opts=pulumi.ResourceOptions(provider=provider, depends_on=[interface]),
)
openstack.compute.AggregateV2("AggregateV2", name=prefix, metadata={"level": "3"}, opts=here)
flavor = openstack.compute.Flavor(
    "Flavor", name=prefix, ram=128, vcpus=1, disk=1, extra_specs={"hw:cpu_policy": "shared"}, opts=here
)
key = openstack.compute.Keypair(
    "Keypair",
    name=prefix,
    public_key="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ/ZDiLIRXfbmVEzfoVEeYfZEjLNWzrTR5x0vKYpkUOk ours",
    opts=here,
)
spread = openstack.compute.ServerGroup("ServerGroup", name=prefix, policies="soft-anti-affinity", opts=here)
image = openstack.images.Image(
    "Image",
    name=prefix,
    container_format="bare",
    disk_format="raw",
    local_file_path=file,
    visibility="private",
    properties={"os_distro": "debian"},
    opts=here,
)
own = openstack.networking.Port(
    "server-port",
    name=f"{prefix}-server",
    network_id=network.id,
    fixed_ips=[{"subnet_id": subnet.id}],
    opts=here,
)
server = openstack.compute.Instance(
    "Instance",
    name=prefix,
    image_id=image.id,
    flavor_id=flavor.id,
    key_pair=key.name,
    networks=[{"port": own.id}],
    metadata={"level": "3"},
    tags=["ours"],
    user_data="#!/bin/sh\n",
    scheduler_hints=[{"group": spread.id}],
    opts=here,
)
kind = openstack.blockstorage.VolumeTypeV3(
    "VolumeTypeV3", name=prefix, description="ours", extra_specs={"gov:level": "3"}, is_public=True, opts=here
)
volume = openstack.blockstorage.Volume(
    "Volume",
    name=prefix,
    size=1,
    description="ours",
    metadata={"level": "3"},
    volume_type=kind.name,
    opts=here,
)
openstack.compute.VolumeAttach("VolumeAttach", instance_id=server.id, volume_id=volume.id, opts=here)

project = openstack.identity.Project("Project", name=prefix, description="ours", opts=here)
openstack.compute.QuotaSetV2("QuotaSetV2", project_id=project.id, instances=5, opts=here)
openstack.networking.QuotaV2("QuotaV2", project_id=project.id, network=5, opts=here)
openstack.blockstorage.QuoteSetV3("QuoteSetV3", project_id=project.id, volumes=5, opts=here)
openstack.identity.ApplicationCredential("ApplicationCredential", name=prefix, roles=["reader"], opts=here)
default = openstack.identity.RegisteredLimitV3(
    "RegisteredLimitV3",
    service_id=keystone.id,
    resource_name_=f"{prefix}-limited",
    default_limit=1,
    opts=here,
)
openstack.identity.LimitV3(
    "LimitV3",
    service_id=keystone.id,
    project_id=project.id,
    resource_name_=default.resource_name,
    resource_limit=5,
    opts=here,
)
people = openstack.identity.GroupV3("GroupV3", name=prefix, description="ours", opts=here)
officer = openstack.identity.User(
    "User",
    name=prefix,
    description="ours",
    password=pulumi.Output.secret("Never-to-be-seen-7"),
    opts=here,
)
openstack.identity.UserMembershipV3("UserMembershipV3", user_id=officer.id, group_id=people.id, opts=here)
role = openstack.identity.Role("Role", name=prefix, opts=here)
openstack.identity.RoleAssignment(
    "RoleAssignment", group_id=people.id, project_id=project.id, role_id=role.id, opts=here
)
private = openstack.compute.Flavor(
    "private-flavor", name=f"{prefix}-private", ram=128, vcpus=1, disk=1, is_public=False, opts=here
)
openstack.compute.FlavorAccess("FlavorAccess", flavor_id=private.id, tenant_id=project.id, opts=here)
kept = openstack.blockstorage.VolumeTypeV3(
    "private-type", name=f"{prefix}-private", is_public=False, opts=here
)
openstack.blockstorage.VolumeTypeAccessV3(
    "VolumeTypeAccessV3", project_id=project.id, volume_type_id=kept.id, opts=here
)
scope = openstack.networking.AddressScope("AddressScope", name=prefix, ip_version=4, opts=here)
openstack.networking.SubnetPool(
    "SubnetPool",
    name=prefix,
    description="ours",
    prefixes=["10.60.0.0/16"],
    default_prefixlen=24,
    address_scope_id=scope.id,
    opts=here,
)
limits = openstack.networking.QosPolicy("QosPolicy", name=prefix, description="ours", opts=here)
openstack.networking.QosBandwidthLimitRule(
    "QosBandwidthLimitRule",
    qos_policy_id=limits.id,
    max_kbps=10_000,
    max_burst_kbps=1_000,
    direction="egress",
    opts=here,
)
openstack.networking.RbacPolicyV2(
    "RbacPolicyV2",
    action="access_as_shared",
    object_id=limits.id,
    object_type="qos_policy",
    target_tenant=project.id,
    opts=here,
)
if "dns" in extras:
    dns = openstack.dns.Zone(
        "Zone",
        name=f"{prefix}.example.",
        email="ours@hatinh.example",
        description="ours",
        disable_status_check=True,
        opts=here,
    )
    openstack.dns.RecordSet(
        "RecordSet",
        zone_id=dns.id,
        name=f"www.{prefix}.example.",
        type="A",
        records=["192.0.2.10", "192.0.2.20"],
        description="ours",
        disable_status_check=True,
        opts=here,
    )
    openstack.dns.QuotaV2("dns-quota", project_id=project.id, zones=5, opts=here)
if "load-balancer" in extras:
    openstack.loadbalancer.Quota("Quota", project_id=project.id, loadbalancer=5, opts=here)
