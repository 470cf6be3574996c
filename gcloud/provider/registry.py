"""Which types there are, and where they live.

An explicit table: what is supported can be read here and nowhere else. Only
strings, so that looking whether a type is supported imports none of them.
"""

from typing import Final

RESOURCES: Final[tuple[tuple[str, str], ...]] = (
    (
        "openstack:blockstorage/quoteSetV3:QuoteSetV3",
        "gcloud.provider.blockstorage.quota_set:QuotaSet",
    ),
    ("openstack:blockstorage/volume:Volume", "gcloud.provider.blockstorage.volume:Volume"),
    (
        "openstack:blockstorage/volumeTypeV3:VolumeTypeV3",
        "gcloud.provider.blockstorage.volume_type:VolumeType",
    ),
    (
        "openstack:blockstorage/volumeTypeAccessV3:VolumeTypeAccessV3",
        "gcloud.provider.blockstorage.volume_type_access:VolumeTypeAccess",
    ),
    ("openstack:compute/aggregateV2:AggregateV2", "gcloud.provider.compute.aggregate:Aggregate"),
    ("openstack:compute/flavor:Flavor", "gcloud.provider.compute.flavor:Flavor"),
    ("openstack:compute/flavorAccess:FlavorAccess", "gcloud.provider.compute.flavor_access:FlavorAccess"),
    ("openstack:compute/instance:Instance", "gcloud.provider.compute.instance:Instance"),
    ("openstack:compute/keypair:Keypair", "gcloud.provider.compute.keypair:Keypair"),
    ("openstack:compute/quotaSetV2:QuotaSetV2", "gcloud.provider.compute.quota_set:QuotaSet"),
    ("openstack:compute/serverGroup:ServerGroup", "gcloud.provider.compute.server_group:ServerGroup"),
    ("openstack:compute/volumeAttach:VolumeAttach", "gcloud.provider.compute.volume_attach:VolumeAttach"),
    ("openstack:dns/quotaV2:QuotaV2", "gcloud.provider.dns.quota:Quota"),
    ("openstack:dns/recordSet:RecordSet", "gcloud.provider.dns.record_set:RecordSet"),
    ("openstack:dns/zone:Zone", "gcloud.provider.dns.zone:Zone"),
    (
        "openstack:identity/applicationCredential:ApplicationCredential",
        "gcloud.provider.identity.application_credential:ApplicationCredential",
    ),
    ("openstack:identity/groupV3:GroupV3", "gcloud.provider.identity.group:Group"),
    ("openstack:identity/limitV3:LimitV3", "gcloud.provider.identity.limit:Limit"),
    ("openstack:identity/project:Project", "gcloud.provider.identity.project:Project"),
    (
        "openstack:identity/registeredLimitV3:RegisteredLimitV3",
        "gcloud.provider.identity.registered_limit:RegisteredLimit",
    ),
    ("openstack:identity/role:Role", "gcloud.provider.identity.role:Role"),
    (
        "openstack:identity/roleAssignment:RoleAssignment",
        "gcloud.provider.identity.role_assignment:RoleAssignment",
    ),
    ("openstack:identity/user:User", "gcloud.provider.identity.user:User"),
    (
        "openstack:identity/userMembershipV3:UserMembershipV3",
        "gcloud.provider.identity.user_membership:UserMembership",
    ),
    ("openstack:images/image:Image", "gcloud.provider.images.image:Image"),
    ("openstack:loadbalancer/quota:Quota", "gcloud.provider.loadbalancer.quota:Quota"),
    (
        "openstack:networking/addressGroupV2:AddressGroupV2",
        "gcloud.provider.networking.address_group:AddressGroup",
    ),
    (
        "openstack:networking/addressScope:AddressScope",
        "gcloud.provider.networking.address_scope:AddressScope",
    ),
    ("openstack:networking/floatingIp:FloatingIp", "gcloud.provider.networking.floating_ip:FloatingIp"),
    (
        "openstack:networking/floatingIpAssociate:FloatingIpAssociate",
        "gcloud.provider.networking.floating_ip_associate:FloatingIpAssociate",
    ),
    ("openstack:networking/network:Network", "gcloud.provider.networking.network:Network"),
    ("openstack:networking/port:Port", "gcloud.provider.networking.port:Port"),
    (
        "openstack:networking/qosBandwidthLimitRule:QosBandwidthLimitRule",
        "gcloud.provider.networking.qos_bandwidth_limit_rule:QosBandwidthLimitRule",
    ),
    ("openstack:networking/qosPolicy:QosPolicy", "gcloud.provider.networking.qos_policy:QosPolicy"),
    ("openstack:networking/quotaV2:QuotaV2", "gcloud.provider.networking.quota:Quota"),
    ("openstack:networking/rbacPolicyV2:RbacPolicyV2", "gcloud.provider.networking.rbac_policy:RbacPolicy"),
    ("openstack:networking/router:Router", "gcloud.provider.networking.router:Router"),
    (
        "openstack:networking/routerInterface:RouterInterface",
        "gcloud.provider.networking.router_interface:RouterInterface",
    ),
    (
        "openstack:networking/routerRoutesV2:RouterRoutesV2",
        "gcloud.provider.networking.router_routes:RouterRoutes",
    ),
    ("openstack:networking/secGroup:SecGroup", "gcloud.provider.networking.sec_group:SecGroup"),
    (
        "openstack:networking/secGroupRule:SecGroupRule",
        "gcloud.provider.networking.sec_group_rule:SecGroupRule",
    ),
    ("openstack:networking/subnet:Subnet", "gcloud.provider.networking.subnet:Subnet"),
    ("openstack:networking/subnetPool:SubnetPool", "gcloud.provider.networking.subnet_pool:SubnetPool"),
)
"""For each resource type the class that serves it, `module:Class`."""

SOURCES: Final[tuple[tuple[str, str], ...]] = (
    ("openstack:compute/getFlavor:getFlavor", "gcloud.provider.compute.get_flavor:GetFlavor"),
    (
        "openstack:identity/getProject:getProject",
        "gcloud.provider.identity.get_project:GetProject",
    ),
    ("openstack:identity/getRole:getRole", "gcloud.provider.identity.get_role:GetRole"),
    ("openstack:identity/getService:getService", "gcloud.provider.identity.get_service:GetService"),
    ("openstack:identity/getUser:getUser", "gcloud.provider.identity.get_user:GetUser"),
    ("openstack:networking/getNetwork:getNetwork", "gcloud.provider.networking.get_network:GetNetwork"),
)
"""For each data source the class that serves it."""
