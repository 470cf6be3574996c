"""How much of each quota key all projects use, in as few calls as there are kinds of objects.

The services tell a project's usage themselves, but one project a call; a province
with a thousand tenants would ask three thousand times. So everybody's objects are
listed once and counted as the services count them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import openstack

from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.counted import COUNTS, KINDS, counts
from gcloud.cloud.tenants.listings import Listings, listings
from gcloud.plan.tenants.model import OF_A_TYPE

Key: TypeAlias = tuple[str, str]
"""Service and key in OpenStack's words; of a kind of storage `("volume", "gigabytes_TYPE")`."""

Used: TypeAlias = Mapping[Key, int]
"""How much of each key is used, in the quota's units: MiB of memory and images, GiB of storage."""

_SOURCES: Final = {
    key: frozenset(count.kind.name for count in COUNTS if (count.service, count.key) == key)
    for key in {(count.service, count.key) for count in COUNTS}
}


@dataclass(frozen=True, slots=True)
class Usage:
    """What projects use.

    Attributes:
        projects: project's id → what it uses; what isn't used is not there.
        listings: what it was counted from, for who wants to know more of the same objects.
    """

    projects: Mapping[str, Used]
    listings: Listings

    def of(self, project: str, service: str, key: str) -> int | None:
        """Give what a project uses of a key; None if that can't be seen.

        Args:
            project: its id.
            service: compute, network, volume, load-balancer, dns, image.
            key: the quota's key in OpenStack's words.
        """
        sources = _SOURCES.get((service, "gigabytes" if key.startswith(OF_A_TYPE) else key))
        if sources is None or sources & self.listings.unseen.keys():
            return None
        return self.projects.get(project, {}).get((service, key), 0)


def usage(connection: openstack.connection.Connection, projects: Collection[str] | None = None) -> Usage:
    """Count what projects use.

    Args:
        connection: to the cloud, as somebody who may list everybody's objects.
        projects: only of these, by id; None: of all.
    """
    return counted(listings(connection, KINDS, projects))


def counted(found: Listings) -> Usage:
    """Count what was listed; nothing is asked."""
    taken: Counter[tuple[str, Key, str]] = Counter()
    for count in COUNTS:
        for raw in found.of(count.kind):
            project = raw.get(count.kind.owner)
            if project and counts(raw):
                holder = str(raw[count.per]) if count.per else ""
                taken[project, (count.service, count.key), holder] += count.amount(raw)
    used: defaultdict[str, dict[Key, int]] = defaultdict(dict)
    for (project, key, _), value in taken.items():
        used[project][key] = max(used[project].get(key, 0), value)
    for project, key, value in _by_type(found):
        used[project][key] = used[project].get(key, 0) + value
    return Usage(dict(used), found)


def _by_type(found: Listings) -> list[tuple[str, Key, int]]:
    # A snapshot doesn't say of which type it is, but of which volume.
    types = {volume["id"]: volume["volume_type"] for volume in found.of(kinds.VOLUMES)}
    return [
        (raw[kind.owner], ("volume", f"{OF_A_TYPE}{types[volume]}"), int(raw["size"]))
        for kind, volume_of in ((kinds.VOLUMES, "id"), (kinds.SNAPSHOTS, "volume_id"))
        for raw in found.of(kind)
        if counts(raw) and (volume := raw[volume_of]) in types
    ]
