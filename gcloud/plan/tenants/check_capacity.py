"""Whether the machines hold what is promised, and whether it is said of them without contradiction."""

from collections.abc import Iterator
from heapq import nlargest

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Path, Problem
from gcloud.plan.tenants.capacity import DATACENTER, Fill, capacity
from gcloud.plan.tenants.check_pools import pool_problems
from gcloud.plan.tenants.ground import Ground
from gcloud.plan.tenants.register import overridden

_LARGEST = 3
_WORDS = {
    "vcpus": "virtual processors",
    "ram_mb": "MiB of memory",
    "floating_ips": "addresses of the external network",
}


def capacity_problems(loaded: LoadedSite, base: Ground) -> Iterator[Problem]:
    """Pools that contradict one another, and promises beyond what there is.

    Who was approved with an override may go beyond, so only the others must fit; the rest is a remark.

    Args:
        loaded: the site with its positions.
        base: what its tenants stand on.
    """
    yield from pool_problems(loaded, base)
    yield from _servers(loaded, base)
    over = overridden(base.site)
    for fill in capacity(base):
        bound = sum(amount for who, amount in fill.promised.items() if who not in over)
        if bound > fill.there:
            yield loaded.problem(
                place_of(base, fill),
                "capacity.beyond",
                beyond_text(fill),
                "add machines, lower a quota, or have one approved with the reason for an override",
            )


def capacity_remarks(loaded: LoadedSite, base: Ground) -> Iterator[Problem]:
    """Promises beyond what there is, which somebody has answered for; tenants on machines nobody declared.

    Args:
        loaded: the site with its positions.
        base: what its tenants stand on.
    """
    over = overridden(base.site)
    for fill in capacity(base):
        bound = sum(amount for who, amount in fill.promised.items() if who not in over)
        if bound <= fill.there < fill.total:
            who = ", ".join(f"{name} by {over[name].request}" for name in fill.promised if name in over)
            yield loaded.problem(
                place_of(base, fill),
                "capacity.override",
                f"{beyond_text(fill)}; approved with an override: {who}",
                "add machines before all of it is used",
            )
    if base.site.tenants and not base.site.capacity:
        yield loaded.problem(
            ("tenants",),
            "capacity.undeclared",
            "no machines are declared, so nobody can say whether they hold what the quotas promise",
            "write the section capacity",
        )


def place_of(base: Ground, fill: Fill) -> Path:
    """Where what is full is declared: the pool, of storage the backend in the first pool that has it."""
    first = fill.pool.partition(",")[0]
    for index, pool in enumerate(base.site.capacity):
        if pool.name == first:
            kinds = [one.volume_type for one in pool.storage]
            if fill.volume_type in kinds:
                return ("capacity", index, "storage", kinds.index(fill.volume_type))
            return ("capacity", index)
    return ("capacity",)


def thing(fill: Fill) -> str:
    """What is counted, in words."""
    return f"GiB of {fill.volume_type}" if fill.what == "gigabytes" else _WORDS[fill.what]


def beyond_text(fill: Fill) -> str:
    """How much too much is promised, and to whom most of it."""
    tenants = {who: amount for who, amount in fill.promised.items() if who != DATACENTER}
    largest = nlargest(_LARGEST, tenants.items(), key=lambda one: (one[1], one[0]))
    most = ", ".join(f"{who} {amount}" for who, amount in largest)
    return (
        f"{fill.pool}: {fill.total} {thing(fill)} are promised and {fill.there} can be, {-fill.free} too many"
        f" (data centre {fill.datacenter}, tenants {fill.tenants}" + (f": most to {most})" if most else ")")
    )


def _servers(loaded: LoadedSite, base: Ground) -> Iterator[Problem]:
    """Systems of the site whose servers run on machines that nobody declared; each is told once."""
    site = base.site
    declared = {cloud.name for pool in site.capacity if (cloud := base.cloud_of(pool)) is not None}
    systems = {system.name: (index, system.level) for index, system in enumerate(site.systems)}
    zones = {zone.name: zone for zone in site.zones}
    told: set[tuple[str, str]] = set()
    for server in site.servers:
        here = site.cloud_of(zones[server.zone]).name
        index, level = systems[server.system]
        if here in declared and (here, level) not in base.shared and (here, server.system) not in told:
            told.add((here, server.system))
            yield loaded.problem(
                ("systems", index, "level"),
                "capacity.level",
                f"the system {server.system} has level {level}, and no pool of the cloud {here} serves that",
                f"add {level} to the levels of a pool in capacity, or add a pool",
            )
