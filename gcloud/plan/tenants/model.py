"""What shall run for tenants, as frozen data that a shard's program gets as JSON.

Nothing here is an id that a cloud gave, a day, or this machine; so a tenant's plan
changes exactly when what it was granted changes.
"""

from dataclasses import dataclass
from typing import Final, Literal

MemberKind = Literal["person", "service"]

OF_A_TYPE: Final = "gigabytes_"
"""Before the name of a kind of storage, in the key of its limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaPlan:
    """A tenant's quotas at one service, every key explicit.

    Attributes:
        service: compute, network, volume, load-balancer, dns, key-manager, image (with unified limits only).
        figures: key in OpenStack's words and limit, sorted by key.
        volume_types: volume only: volume type and GiB, sorted.
    """

    service: str
    figures: tuple[tuple[str, int], ...]
    volume_types: tuple[tuple[str, int], ...] = ()

    @property
    def of_types(self) -> tuple[tuple[str, int], ...]:
        """The limits of kinds of storage by their keys in OpenStack's words, `gigabytes_TYPE`."""
        return tuple((f"{OF_A_TYPE}{name}", limit) for name, limit in self.volume_types)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPlan:
    """Somebody who may log in.

    Attributes:
        name: the account: MEMBER.TENANT, or pipeline.TENANT.
        label: the person's name.
        email: where the hand-over is announced; empty for a service.
        kind: a person, or the tenant's pipeline.
        role: administrator, operator, auditor, hired-operator or pipeline.
        mfa: whether a password alone is not enough.
        local: whether Keystone keeps the account (else a directory or an identity provider does).
    """

    name: str
    label: str
    email: str
    kind: MemberKind
    role: str
    mfa: bool
    local: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPlan:
    """The people of one role.

    Attributes:
        name: TENANT.ROLE.
        description: for people.
        roles: the roles that the group has in the project.
        members: names of accounts.
    """

    name: str
    description: str
    roles: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantNetworkPlan:
    """One network with one subnet.

    Attributes:
        name: TENANT.NETWORK; a dot, which no name of the site holds, so that no two are alike.
        cidr: its block, from the agency's slice.
        gateway: the router's address.
        pool: first and last address that the cloud may use by itself.
    """

    name: str
    cidr: str
    gateway: str
    pool: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantPlan:
    """One tenant.

    Attributes:
        name: the tenant; also the project's name.
        label: for people.
        agency: the organisation it belongs to.
        system: the information system.
        level: its level.
        cloud: what the site calls the cloud.
        enabled: whether the project can be used.
        tags: the project's tags, sorted: `govcloud`, `site=…`, `agency=…`, `system=…`, `level=…`, `budget=…`.
        description: for people, at the cloud.
        groups: one for each role, sorted.
        accounts: who may log in, sorted.
        quotas: by service.
        unified: services whose quotas Keystone keeps.
        networks: sorted.
        outside: whether the router has a way to the external network.
        bandwidth_kbps: the most that a port may send, kbit/s.
        flavors: restricted sizes of servers that it may use, sorted.
        volume_types: restricted kinds of storage that it may use, sorted.
        dns_zone: its own zone, or None.
        aggregate: the host aggregate that is its own, or None.
        hosts: the aggregate's hosts.
        request: the request whose approval made it so.
        digest: the hash of what was approved.
    """

    name: str
    label: str
    agency: str
    system: str
    level: int
    cloud: str
    enabled: bool
    tags: tuple[str, ...]
    description: str
    groups: tuple[GroupPlan, ...]
    accounts: tuple[AccountPlan, ...]
    quotas: tuple[QuotaPlan, ...]
    unified: tuple[str, ...]
    networks: tuple[TenantNetworkPlan, ...]
    outside: bool
    bandwidth_kbps: int
    flavors: tuple[str, ...]
    volume_types: tuple[str, ...]
    dns_zone: str | None
    aggregate: str | None
    hosts: tuple[str, ...]
    request: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantCloud:
    """A cloud that tenants of a shard are on.

    Attributes:
        name: what the site calls it.
        cloud: its name in clouds.yaml.
        region: the region.
        external_network: the provider network, looked up by name.
        domain: the Keystone domain of projects, groups and the users that Keystone keeps.
        directory: the domain of the people whom a directory keeps; None: no directory does.
    """

    name: str
    cloud: str
    region: str
    external_network: str
    domain: str
    directory: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardPlan:
    """The tenants of one stack.

    Attributes:
        site: the site's name.
        shard: its number.
        clouds: the clouds that its tenants are on.
        tenants: sorted by name.
    """

    site: str
    shard: int
    clouds: tuple[TenantCloud, ...]
    tenants: tuple[TenantPlan, ...]
