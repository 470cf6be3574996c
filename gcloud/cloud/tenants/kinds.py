"""The kinds of objects that a project may hold, and how each is listed.

One table, so that what is counted, what is exported and what is purged are the
same things. A listing shows either everybody's objects or some projects'; its
paths, filters and microversions are those of the API references of release 2026.2.

A project may hold more than stands here: what a service holds that has no row is
told by `gcloud.cloud.beside`, never passed over.
"""

from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
"""An object as the API has it."""

NOVA: Final = "2.73"
"""Flavors inside the servers since 2.47, groups' policies since 2.64, reasons of locks since 2.73."""

CINDER: Final = "3.65"
"""Groups' projects since 3.58, what counts against a quota since 3.65."""

Pages: TypeAlias = Literal["links", "offset", "none"]
"""How one gets further: by the answer's links, by counting, or all comes at once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """A kind of objects.

    Attributes:
        name: how tables and files call it.
        noun: the kind in a sentence.
        service: the service's type in the catalogue.
        proxy: what openstacksdk calls the service.
        path: of the list; one object is below it, unless `single` says otherwise.
        key: the list's name in the answer.
        owner: the property that holds the project's id.
        everyone: the query that shows all projects' objects.
        whose: the query's name for one project; None if the API can't filter by it.
        several: whether `whose` may be given for several projects at once.
        own_first: whether to name one's own project too, before the others.
        pages: how one gets further.
        microversion: of the API.
        headers: further headers of the list.
        single: the path of one object without its id, where it isn't the list's.
        optional: whether the service may not know the kind at all.
    """

    name: str
    noun: str
    service: str
    proxy: str
    path: str
    key: str
    owner: str = "project_id"
    everyone: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    whose: str | None = "project_id"
    several: bool = False
    own_first: bool = False
    pages: Pages = "links"
    microversion: str | None = None
    headers: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    single: str = ""
    optional: bool = False

    @property
    def quotas(self) -> str:
        """What quotas call its service: Cinder goes by the name of its older APIs there."""
        return "volume" if self.service == "block-storage" else self.service

    @property
    def one(self) -> str:
        """The path of one object without its id."""
        return self.single or self.path


_ALL_TENANTS: Final = MappingProxyType({"all_tenants": "1"})
_ALL_GROUPS: Final = MappingProxyType({"all_projects": "1"})
_ALL_IMAGES: Final = MappingProxyType({"visibility": "all"})
_ALL_PROJECTS: Final = MappingProxyType({"X-Auth-All-Projects": "true"})

_nova = partial(Kind, service="compute", proxy="compute", microversion=NOVA)
_neutron = partial(Kind, service="network", proxy="network", several=True)
_cinder = partial(
    Kind, service="block-storage", proxy="block_storage", everyone=_ALL_TENANTS, microversion=CINDER
)
_octavia = partial(Kind, service="load-balancer", proxy="load_balancer")
_designate = partial(Kind, service="dns", proxy="dns", headers=_ALL_PROJECTS, whose=None)

SERVERS: Final = _nova(
    name="servers", noun="server", path="/servers/detail", single="/servers", key="servers",
    owner="tenant_id", everyone=_ALL_TENANTS,
)  # fmt: skip
SERVER_GROUPS: Final = _nova(
    name="server-groups", noun="server group", path="/os-server-groups", key="server_groups",
    everyone=_ALL_GROUPS, whose=None, pages="offset",
)  # fmt: skip
NETWORKS: Final = _neutron(name="networks", noun="network", path="/networks", key="networks")
SUBNETS: Final = _neutron(name="subnets", noun="subnet", path="/subnets", key="subnets")
SUBNET_POOLS: Final = _neutron(
    name="subnet-pools", noun="subnet pool", path="/subnetpools", key="subnetpools"
)
ADDRESS_SCOPES: Final = _neutron(
    name="address-scopes", noun="address scope", path="/address-scopes", key="address_scopes", optional=True
)
PORTS: Final = _neutron(name="ports", noun="port", path="/ports", key="ports")
TRUNKS: Final = _neutron(name="trunks", noun="trunk", path="/trunks", key="trunks", optional=True)
ROUTERS: Final = _neutron(name="routers", noun="router", path="/routers", key="routers")
FLOATING_IPS: Final = _neutron(
    name="floating-ips", noun="floating address", path="/floatingips", key="floatingips"
)
SECURITY_GROUPS: Final = _neutron(
    # Neutron makes a default group, with rules, for the first project that a list of either names.
    name="security-groups", noun="security group", path="/security-groups", key="security_groups",
    own_first=True,
)  # fmt: skip
SECURITY_GROUP_RULES: Final = _neutron(
    name="security-group-rules", noun="security group rule", path="/security-group-rules",
    key="security_group_rules", own_first=True,
)  # fmt: skip
ADDRESS_GROUPS: Final = _neutron(
    name="address-groups", noun="address group", path="/address-groups", key="address_groups", optional=True
)
QOS_POLICIES: Final = _neutron(
    name="qos-policies", noun="QoS policy", path="/qos/policies", key="policies", optional=True
)
RBAC_POLICIES: Final = _neutron(
    name="rbac-policies", noun="sharing rule", path="/rbac-policies", key="rbac_policies", pages="none"
)
VOLUMES: Final = _cinder(
    name="volumes", noun="volume", path="/volumes/detail", single="/volumes", key="volumes",
    owner="os-vol-tenant-attr:tenant_id",
)  # fmt: skip
SNAPSHOTS: Final = _cinder(
    name="snapshots", noun="volume snapshot", path="/snapshots/detail", single="/snapshots", key="snapshots",
    owner="os-extended-snapshot-attributes:project_id",
)  # fmt: skip
BACKUPS: Final = _cinder(
    name="backups", noun="volume backup", path="/backups/detail", single="/backups", key="backups",
    owner="os-backup-project-attr:project_id",
)  # fmt: skip
VOLUME_GROUPS: Final = _cinder(
    name="volume-groups", noun="volume group", path="/groups/detail", single="/groups", key="groups"
)
GROUP_SNAPSHOTS: Final = _cinder(
    name="group-snapshots", noun="snapshot of a volume group", path="/group_snapshots/detail",
    single="/group_snapshots", key="group_snapshots",
)  # fmt: skip
VOLUME_TRANSFERS: Final = _cinder(
    name="volume-transfers", noun="volume transfer", path="/volume-transfers/detail",
    single="/volume-transfers", key="transfers", owner="source_project_id",
)  # fmt: skip
IMAGES: Final = Kind(
    name="images", noun="image", service="image", proxy="image", path="/images", key="images", owner="owner",
    everyone=_ALL_IMAGES, whose="owner",
)  # fmt: skip
LOAD_BALANCERS: Final = _octavia(
    name="load-balancers", noun="load balancer", path="/lbaas/loadbalancers", key="loadbalancers"
)
LISTENERS: Final = _octavia(name="listeners", noun="listener", path="/lbaas/listeners", key="listeners")
POOLS: Final = _octavia(name="pools", noun="pool", path="/lbaas/pools", key="pools")
HEALTH_MONITORS: Final = _octavia(
    name="health-monitors", noun="health monitor", path="/lbaas/healthmonitors", key="healthmonitors"
)
L7_POLICIES: Final = _octavia(
    name="l7-policies", noun="layer 7 policy", path="/lbaas/l7policies", key="l7policies"
)
ZONES: Final = _designate(name="zones", noun="DNS zone", path="/zones", key="zones")
RECORD_SETS: Final = _designate(name="record-sets", noun="record set", path="/recordsets", key="recordsets")
KEY_PAIRS: Final = _nova(
    name="key-pairs", noun="key pair", path="/os-keypairs", key="keypairs", owner="user_id", whose="user_id"
)
"""Of users, not of projects."""

OF_PROJECTS: Final = (
    SERVERS, SERVER_GROUPS, NETWORKS, SUBNETS, SUBNET_POOLS, ADDRESS_SCOPES, PORTS, TRUNKS, ROUTERS,
    FLOATING_IPS, SECURITY_GROUPS, SECURITY_GROUP_RULES, ADDRESS_GROUPS, QOS_POLICIES, RBAC_POLICIES, VOLUMES,
    SNAPSHOTS, BACKUPS, VOLUME_GROUPS, GROUP_SNAPSHOTS, VOLUME_TRANSFERS, IMAGES, LOAD_BALANCERS, LISTENERS,
    POOLS, HEALTH_MONITORS, L7_POLICIES, ZONES, RECORD_SETS,
)  # fmt: skip
"""What a project may hold, as far as it is known here. Barbican shows secrets to their own project only."""
