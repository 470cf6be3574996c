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
    ("openstack:compute/flavor:Flavor", "gcloud.provider.compute.flavor:Flavor"),
    ("openstack:compute/instance:Instance", "gcloud.provider.compute.instance:Instance"),
    ("openstack:compute/keypair:Keypair", "gcloud.provider.compute.keypair:Keypair"),
    ("openstack:compute/quotaSetV2:QuotaSetV2", "gcloud.provider.compute.quota_set:QuotaSet"),
    ("openstack:compute/serverGroup:ServerGroup", "gcloud.provider.compute.server_group:ServerGroup"),
    ("openstack:compute/volumeAttach:VolumeAttach", "gcloud.provider.compute.volume_attach:VolumeAttach"),
    ("openstack:identity/project:Project", "gcloud.provider.identity.project:Project"),
    ("openstack:images/image:Image", "gcloud.provider.images.image:Image"),
    (
        "openstack:networking/addressGroupV2:AddressGroupV2",
        "gcloud.provider.networking.address_group:AddressGroup",
    ),
    ("openstack:networking/floatingIp:FloatingIp", "gcloud.provider.networking.floating_ip:FloatingIp"),
    (
        "openstack:networking/floatingIpAssociate:FloatingIpAssociate",
        "gcloud.provider.networking.floating_ip_associate:FloatingIpAssociate",
    ),
    ("openstack:networking/network:Network", "gcloud.provider.networking.network:Network"),
    ("openstack:networking/port:Port", "gcloud.provider.networking.port:Port"),
    ("openstack:networking/quotaV2:QuotaV2", "gcloud.provider.networking.quota:Quota"),
    ("openstack:networking/router:Router", "gcloud.provider.networking.router:Router"),
    (
        "openstack:networking/routerInterface:RouterInterface",
        "gcloud.provider.networking.router_interface:RouterInterface",
    ),
    ("openstack:networking/secGroup:SecGroup", "gcloud.provider.networking.sec_group:SecGroup"),
    (
        "openstack:networking/secGroupRule:SecGroupRule",
        "gcloud.provider.networking.sec_group_rule:SecGroupRule",
    ),
    ("openstack:networking/subnet:Subnet", "gcloud.provider.networking.subnet:Subnet"),
)
"""For each resource type the class that serves it, `module:Class`."""

SOURCES: Final[tuple[tuple[str, str], ...]] = (
    ("openstack:compute/getFlavor:getFlavor", "gcloud.provider.compute.get_flavor:GetFlavor"),
    ("openstack:networking/getNetwork:getNetwork", "gcloud.provider.networking.get_network:GetNetwork"),
)
"""For each data source the class that serves it."""
