"""What is wrong with the addresses of agencies and tenants, beyond what holds for every recorded line."""

from collections.abc import Iterable, Iterator

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Path, Problem
from gcloud.plan.allotment import IPV4, Conflict
from gcloud.plan.tenants.retirement import gone
from gcloud.plan.tenants.slices import network_owner


def of_tenants(conflict: Conflict) -> bool:
    """Whether a conflict is told here, and not as one of the record's lines."""
    kind = conflict.owner.partition("/")[0]
    return (kind, conflict.reason) in {("agency", "full"), ("tenant", "resized")}


def slice_problems(loaded: LoadedSite, conflicts: Iterable[Conflict]) -> Iterator[Problem]:
    """Agencies for which there is no room, once each, and networks that changed their size.

    Args:
        loaded: the site with its positions.
        conflicts: what the allotter could not do.
    """
    mine = [conflict for conflict in conflicts if of_tenants(conflict)]
    if not mine:
        return
    networks: dict[str, Path] = {}
    agencies: dict[str, Path] = {}
    left = gone(loaded.site)
    for index, tenant in enumerate(loaded.site.tenants):
        if tenant.name in left:
            continue
        for number, network in enumerate(tenant.networks):
            way: Path = ("tenants", index, "networks", number)
            networks[network_owner(tenant.name, network.name)] = way
            # The last tenant is the likeliest to be new.
            agencies[tenant.agency] = way
    told: set[str] = set()
    for conflict in mine:
        if conflict.reason == "resized":
            yield _resized(loaded, (*networks[conflict.owner], "prefix_length"), conflict)
            continue
        agency = conflict.owner.removeprefix("agency/").partition(".")[0]
        if agency not in told:
            told.add(agency)
            yield _full(loaded, agencies.get(agency, ("ranges",)), agency, conflict)


def _full(loaded: LoadedSite, path: Path, agency: str, conflict: Conflict) -> Problem:
    ranges = [one for one in loaded.site.ranges if one.purpose == "agencies" and one.family == IPV4]
    if not ranges:
        return loaded.problem(
            path,
            "addresses.no-agencies",
            f"a network of {agency} needs addresses, and no IPv4 range has the purpose agencies",
            "add a range with purpose: agencies, for example 10.42.64.0/18",
        )
    return loaded.problem(
        path,
        "addresses.agencies-full",
        f"the ranges for agencies have no free /{conflict.wanted} for {agency};"
        f" {conflict.short} addresses are missing for all that want that size",
        "add a range with purpose: agencies, or write a larger prefix_length",
    )


def _resized(loaded: LoadedSite, path: Path, conflict: Conflict) -> Problem:
    length = conflict.block.prefixlen if conflict.block else conflict.wanted
    return loaded.problem(
        path,
        "addresses.resized",
        f"{conflict.owner} has {conflict.block}, and now wants a /{conflict.wanted}:"
        " that would renumber all that is in it",
        f"write prefix_length: {length}; if that is too little, add a network",
    )
