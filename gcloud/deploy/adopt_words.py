"""What of an object's properties describes it, and what is the cloud's own doing: the tables of adoption."""

import re
from collections.abc import Mapping
from typing import Final

EVERYWHERE: Final = frozenset({"region", "tenantId", "projectId", "valueSpecs"})
"""Said by the connection, or not to be read back."""

OWN_DOING: Final[Mapping[str, frozenset[str]]] = {
    "openstack:blockstorage/volume:Volume": frozenset(
        {"availabilityZone", "imageId", "snapshotId", "sourceVolId", "volumeRetypePolicy"}
    ),
    "openstack:compute/instance:Instance": frozenset(
        {
            "accessIpV4", "accessIpV6", "availabilityZone", "availabilityZoneHints", "flavorName",
            "hypervisorHostname", "imageName", "networks", "powerState", "securityGroups",
        }
    ),
    "openstack:compute/flavor:Flavor": frozenset({"flavorId"}),
    "openstack:compute/volumeAttach:VolumeAttach": frozenset({"device"}),
    "openstack:images/image:Image": frozenset({"imageCachePath", "imageId"}),
    "openstack:networking/floatingIp:FloatingIp": frozenset(
        {"dnsDomain", "dnsName", "fixedIp", "subnetId", "subnetIds"}
    ),
    "openstack:networking/network:Network": frozenset(
        {"availabilityZoneHints", "dnsDomain", "mtu", "segments", "transparentVlan"}
    ),
    "openstack:networking/port:Port": frozenset(
        {"binding", "deviceId", "deviceOwner", "dnsName", "macAddress"}
    ),
    "openstack:networking/router:Router": frozenset(
        {"availabilityZoneHints", "distributed", "enableSnat", "externalFixedIps", "externalSubnetIds"}
    ),
    "openstack:networking/routerInterface:RouterInterface": frozenset({"portId"}),
    "openstack:networking/subnet:Subnet": frozenset({"prefixLength", "serviceTypes"}),
}  # fmt: skip
"""By type, what the cloud decides unless somebody asks for it; written down it would bind a successor."""

NEVER: Final[Mapping[str, frozenset[str]]] = {
    "openstack:compute/instance:Instance": frozenset({"adminPass", "personalities", "userData"}),
}
"""By type, what no file may hold: secret, or told by the cloud in a form that can't be sent again."""

SHORT: Final[Mapping[str, str]] = {
    "AddressGroupV2": "addresses",
    "FloatingIp": "public",
    "Instance": "server",
    "RouterInterface": "interface",
    "SecGroup": "group",
    "SecGroupRule": "rule",
    "VolumeAttach": "attachment",
}
"""What a type is called in an adopted object's name, where its own word is long."""

BY_NAME: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("openstack:compute/instance:Instance", "keyPair"): ("openstack:compute/keypair:Keypair", "name"),
    ("openstack:blockstorage/volume:Volume", "volumeType"): (
        "openstack:blockstorage/volumeTypeV3:VolumeTypeV3",
        "name",
    ),
}
"""Properties that mean another object by something else than its id: whose, and by what."""

SECRET_KEY: Final = re.compile(
    r"pass(word|wd|phrase)|secret|token|credential|(private|api|access)[-_.]?key", re.I
)
"""Keys of metadata under which people keep what should be secret."""

ATTACHMENT: Final = "openstack:compute/volumeAttach:VolumeAttach"
KEYPAIR: Final = "openstack:compute/keypair:Keypair"
INSTANCE: Final = "openstack:compute/instance:Instance"
PORT: Final = "openstack:networking/port:Port"
"""Types that adoption must know by name."""
