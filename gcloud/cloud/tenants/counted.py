"""Which objects count against which quota key, and how much of it each takes.

As the services count: Nova leaves soft-deleted servers out; Cinder counts a
snapshot's size like a volume's (its option `no_snapshot_gb_quota` is off by
default) and leaves out what it made for itself (`consumes_quota`, since 3.65). Some limits hold for
each object and not for all of them; what counts there is the object that has most.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.kinds import Json, Kind

_GONE: Final = frozenset({"SOFT_DELETED", "DELETED"})

MEBIBYTE: Final = 2**20


@dataclass(frozen=True, slots=True)
class Count:
    """How objects of a kind count against a quota key.

    Attributes:
        key: the quota's key in OpenStack's words.
        kind: the objects.
        amount: how much one takes, in the quota's unit.
        per: the property whose every value has a limit of its own; empty: the project has one.
    """

    key: str
    kind: Kind
    amount: Callable[[Json], int]
    per: str = ""

    @property
    def service(self) -> str:
        """The service in the words of quotas: compute, network, volume, load-balancer, dns, image."""
        return self.kind.quotas


def counts(raw: Json) -> bool:
    """Tell whether an object counts at all."""
    return bool(raw.get("consumes_quota", True)) and raw.get("status") not in _GONE


def _one(_: Json) -> int:
    return 1


def _size(raw: Json) -> int:
    return int(raw["size"] or 0)


def _number_of(name: str) -> Callable[[Json], int]:
    def count(raw: Json) -> int:
        return len(raw.get(name) or ())

    return count


def _of_the_flavor(name: str) -> Callable[[Json], int]:
    def count(raw: Json) -> int:
        return int(raw["flavor"][name])

    return count


def _mebibytes(raw: Json) -> int:
    return -(-_size(raw) // MEBIBYTE)


COUNTS: Final = (
    Count("instances", kinds.SERVERS, _one),
    Count("cores", kinds.SERVERS, _of_the_flavor("vcpus")),
    Count("ram", kinds.SERVERS, _of_the_flavor("ram")),
    Count("metadata_items", kinds.SERVERS, _number_of("metadata"), per="id"),
    Count("server_groups", kinds.SERVER_GROUPS, _one),
    Count("server_group_members", kinds.SERVER_GROUPS, _number_of("members"), per="id"),
    Count("network", kinds.NETWORKS, _one),
    Count("subnet", kinds.SUBNETS, _one),
    Count("subnetpool", kinds.SUBNET_POOLS, _one),
    Count("port", kinds.PORTS, _one),
    Count("router", kinds.ROUTERS, _one),
    Count("floatingip", kinds.FLOATING_IPS, _one),
    Count("security_group", kinds.SECURITY_GROUPS, _one),
    Count("security_group_rule", kinds.SECURITY_GROUP_RULES, _one),
    Count("rbac_policy", kinds.RBAC_POLICIES, _one),
    Count("volumes", kinds.VOLUMES, _one),
    Count("gigabytes", kinds.VOLUMES, _size),
    Count("per_volume_gigabytes", kinds.VOLUMES, _size, per="id"),
    Count("snapshots", kinds.SNAPSHOTS, _one),
    Count("gigabytes", kinds.SNAPSHOTS, _size),
    Count("backups", kinds.BACKUPS, _one),
    Count("backup_gigabytes", kinds.BACKUPS, _size),
    Count("groups", kinds.VOLUME_GROUPS, _one),
    Count("loadbalancer", kinds.LOAD_BALANCERS, _one),
    Count("listener", kinds.LISTENERS, _one),
    Count("pool", kinds.POOLS, _one),
    Count("member", kinds.POOLS, _number_of("members")),
    Count("health_monitor", kinds.HEALTH_MONITORS, _one),
    Count("l7_policy", kinds.L7_POLICIES, _one),
    Count("l7_rule", kinds.L7_POLICIES, _number_of("rules")),
    Count("zones", kinds.ZONES, _one),
    Count("zone_recordsets", kinds.RECORD_SETS, _one, per="zone_id"),
    Count("zone_records", kinds.RECORD_SETS, _number_of("records"), per="zone_id"),
    Count("recordset_records", kinds.RECORD_SETS, _number_of("records"), per="id"),
    Count("image_count_total", kinds.IMAGES, _one),
    Count("image_size_total", kinds.IMAGES, _mebibytes),
)  # fmt: skip
"""Every key whose usage lists show. The others: key pairs are of users, and Barbican shows its objects to
their own project only; the figures of the services' own options (`api_export_size`) are nobody's usage."""

KINDS: Final = tuple(dict.fromkeys(count.kind for count in COUNTS))
"""What must be listed for all of them."""
