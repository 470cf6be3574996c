"""What the plan says: everything that shall run, as frozen data.

Names are those of the site's files and become the names on the cloud; nothing
here names this machine, the day, or an id that a cloud gave. So the same site
gives the same plan, byte for byte, on any machine.
"""

from dataclasses import dataclass
from typing import Literal

from gcloud.plan.allotment import Allotment
from gcloud.plan.profiles.rows import Certainty

Direction = Literal["ingress", "egress"]
EtherType = Literal["IPv4", "IPv6"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonePlan:
    """A zone: one network with one subnet.

    Attributes:
        name: the network's and the subnet's name.
        label: what people call it.
        kind: the zone's purpose.
        cidr: the subnet's block.
        ip_version: 4 or 6.
        gateway: the router's address; None where the zone is not routed.
        pool: first and last address that the cloud may use by itself.
        dns: name servers told to the machines.
        routed: whether the edge router has an interface in it.
    """

    name: str
    label: str
    kind: str
    cidr: str
    ip_version: Literal[4, 6]
    gateway: str | None
    pool: tuple[str, str]
    dns: tuple[str, ...]
    routed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgePlan:
    """The router between the zones and the outside.

    Attributes:
        name: the router's name.
        external_network: the provider network, looked up by name.
        zones: the zones with an interface.
        floating: the instances that get an address of the external network.
    """

    name: str
    external_network: str
    zones: tuple[str, ...]
    floating: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressGroupPlan:
    """Blocks that one rule names together.

    Attributes:
        name: its name; that of the rule which uses it.
        description: whose blocks they are.
        addresses: the blocks, sorted.
    """

    name: str
    description: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePlan:
    """One allowed direction of traffic; all that no rule allows is dropped.

    Attributes:
        name: ZONE-in|out-PROTOCOL-PORTS.
        direction: as seen from the zone's servers.
        ethertype: IPv4 or IPv6.
        protocol: tcp, udp, icmp or ipv6-icmp.
        port_min: first port, or the type of icmp; None: all.
        port_max: last port, or 0 for icmp; None: all.
        remote_group: the name of an address group, or None.
        remote_prefix: a block, or None; exactly one of the two is set.
        description: the services that it stands for.
    """

    name: str
    direction: Direction
    ethertype: EtherType
    protocol: str
    port_min: int | None
    port_max: int | None
    remote_group: str | None
    remote_prefix: str | None
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityGroupPlan:
    """What the servers of one zone may send and receive.

    Attributes:
        name: the zone's name.
        zone: the zone.
        description: for people.
        rules: what is allowed, sorted by name.
    """

    name: str
    zone: str
    description: str
    rules: tuple[RulePlan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlavorPlan:
    """A size of server.

    Attributes:
        name: its name on the cloud.
        vcpus: processors.
        ram_mb: memory in MiB.
        disk_gb: system disk in GiB.
        created: True: ours to make; False: the cloud's, looked up by name.
        public: everybody's; otherwise only of projects that get access.
        used: whether servers here use it.
    """

    name: str
    vcpus: int
    ram_mb: int
    disk_gb: int
    created: bool
    public: bool
    used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePlan:
    """A system disk.

    Attributes:
        name: its name on the cloud.
        file: the file, relative to the site's folder.
        format: the file's disk format.
        sha256: the file's checksum.
        os: operating system and release.
        min_disk_gb: the smallest system disk it fits on.
        visibility: public where the cloud lets us, else private.
    """

    name: str
    file: str
    format: Literal["raw", "qcow2"]
    sha256: str
    os: str
    min_disk_gb: int
    visibility: Literal["public", "private"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeTypePlan:
    """A kind of storage.

    Attributes:
        name: its name on the cloud.
        description: for people.
        extra_specs: key and value, sorted by key.
        created: True: ours to make; False: the cloud's, named only.
        public: everybody's; otherwise only of projects that get access.
        used: whether servers here use it.
    """

    name: str
    description: str
    extra_specs: tuple[tuple[str, str], ...]
    created: bool
    public: bool
    used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerGroupPlan:
    """Instances that no physical host may hold two of.

    Attributes:
        name: the server entry's name.
        members: the instances.
    """

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumePlan:
    """A data disk.

    Attributes:
        name: INSTANCE.VOLUME; a dot, which no name of the site holds, so that no two are alike.
        size_gb: size in GiB.
        type: the volume type's name.
    """

    name: str
    size_gb: int
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerPlan:
    """One instance.

    Attributes:
        name: the instance's name.
        system: the information system it belongs to.
        level: that system's level.
        zone: the zone, which is also the name of its security group.
        flavor: its size.
        image: its system disk.
        address: its fixed address.
        server_group: the group that keeps it apart from its like, or None.
        volumes: its data disks, in the order in which they are attached.
        floating: whether it has an address of the external network.
        purpose: what it does.
    """

    name: str
    system: str
    level: int
    zone: str
    flavor: str
    image: str
    address: str
    server_group: str | None
    volumes: tuple[VolumePlan, ...]
    floating: bool
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudPlan:
    """All that shall run on one cloud.

    Attributes:
        name: what the site calls the cloud.
        cloud: its name in clouds.yaml.
        region: the region.
        external_network: the provider network that exists.
        administrator: whether we are administrators there.
        zones: networks.
        edge: the router; None where no zone is routed.
        address_groups: blocks that rules name.
        security_groups: one for each zone.
        flavors: sizes that servers here use, or that we make.
        images: system disks that servers here use.
        volume_types: kinds of storage that servers here use, or that we make.
        server_groups: who is kept apart.
        servers: instances.
    """

    name: str
    cloud: str
    region: str
    external_network: str
    administrator: bool
    zones: tuple[ZonePlan, ...]
    edge: EdgePlan | None
    address_groups: tuple[AddressGroupPlan, ...]
    security_groups: tuple[SecurityGroupPlan, ...]
    flavors: tuple[FlavorPlan, ...]
    images: tuple[ImagePlan, ...]
    volume_types: tuple[VolumeTypePlan, ...]
    server_groups: tuple[ServerGroupPlan, ...]
    servers: tuple[ServerPlan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """What a profile asks of a system's separation from others, and who provides it.

    A plan can separate logically. Physical separation is the machines' business:
    it is reported here so that somebody answers for it, never pretended.

    Attributes:
        system: the information system.
        level: its level.
        kind: what is asked.
        what: the requirement, in words.
        provided: True where this plan provides it; False where the cloud's operator must.
        clause: where it stands.
        certainty: how sure the project is of the clause's text (V: read; S: paraphrase ...).
    """

    system: str
    level: int
    kind: Literal["logical", "physical"]
    what: str
    provided: bool
    clause: str
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that shall run.

    Attributes:
        site: the site's name, which is also the stack's.
        province: the province's code.
        profile: the standard that levels are judged by.
        max_deletes: how many objects one run may delete before it asks.
        clouds: what shall run where, in the site's order.
        separations: what the levels ask of the machines.
        unrecorded: addresses that are not in the committed record yet; nothing may be
            applied before they are (`govcloud allot`).
    """

    site: str
    province: str
    profile: str
    max_deletes: int
    clouds: tuple[CloudPlan, ...]
    separations: tuple[Separation, ...]
    unrecorded: tuple[Allotment, ...]
