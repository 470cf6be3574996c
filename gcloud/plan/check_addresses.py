"""What is wrong with a site's addresses: what does not fit, what the record contradicts."""

from collections.abc import Iterator, Mapping

from gcloud.model.load import LoadedSite
from gcloud.model.near import suggest
from gcloud.model.problem import Path, Problem
from gcloud.plan.addresses import Addresses
from gcloud.plan.allotment import Conflict, Network
from gcloud.plan.tenants.check_slices import of_tenants, slice_problems

KINDS = ("zone", "server", "agency", "tenant")
"""Kinds of owners that get addresses; links join here."""


def address_problems(loaded: LoadedSite, given: Addresses) -> Iterator[Problem]:
    """Everything that keeps a zone or a server from its address.

    Args:
        loaded: the site with its positions.
        given: what the allotter made of it.

    Yields:
        A problem at the zone, the server, the tenant, the range or the record's line that it concerns.
    """
    zones = {f"zone/{zone.name}": ("zones", index) for index, zone in enumerate(loaded.site.zones)}
    servers: dict[str, Path] = {
        f"server/{instance}": ("servers", index)
        for index, server in enumerate(loaded.site.servers)
        for instance in server.instances
    }
    yield from _kinds(loaded)
    told: set[tuple[Path, str]] = set()
    lines: dict[tuple[str, str, Network | None], int] = {
        (line.owner, line.range, line.block): index for index, line in enumerate(loaded.site.addresses)
    }
    yield from slice_problems(loaded, given.conflicts)
    for conflict in given.conflicts:
        if of_tenants(conflict):
            continue
        if conflict.reason == "full":
            wanted_by = zones if conflict.owner in zones else servers
            yield from _full(loaded, given, conflict, wanted_by, told)
        else:
            yield _record(loaded, conflict, lines)


def _kinds(loaded: LoadedSite) -> Iterator[Problem]:
    """Lines whose owner is of no kind that anything allots: a slip of somebody's hand, closed for ever."""
    for index, line in enumerate(loaded.site.addresses):
        kind, slash, name = line.owner.partition("/")
        if kind not in KINDS or not slash or not name:
            yield loaded.problem(
                ("addresses", index, "owner"),
                "addresses.kind",
                f'"{line.owner}" is no owner: it is kind/name, and the kinds are {", ".join(KINDS)}',
                suggest(kind, KINDS, "remove the line, then run govcloud allot"),
            )


def _full(
    loaded: LoadedSite,
    given: Addresses,
    conflict: Conflict,
    paths: Mapping[str, Path],
    told: set[tuple[Path, str]],
) -> Iterator[Problem]:
    path = paths[conflict.owner]
    if (path, conflict.pool) in told:  # one word for all instances of a server
        return
    told.add((path, conflict.pool))
    kind, _, name = conflict.owner.partition("/")
    if kind == "server":
        zone = conflict.pool.removeprefix("zone/")
        first, last = given.zones[zone].servers
        room = int(last) - int(first) + 1
        yield loaded.problem(
            (*path, "zone"),
            "addresses.zone-full",
            f"the zone {zone} is full: it has room for {room} servers ({first} to {last}),"
            f" and {conflict.short} more are wanted",
            "put them into another zone of this kind; a zone that has its block is not resized in place",
        )
        return
    held = sum(1 for line in given.record if line.released_on is not None and line.owner.startswith("zone/"))
    closed = f" ({held} released blocks are still closed)" if held else ""
    yield loaded.problem(
        path,
        "addresses.range-full",
        f"the ranges for zones have no free /{conflict.wanted} for the zone {name}{closed};"
        f" {conflict.short} addresses are missing for all that want that size",
        "add a range with purpose: zones, or write a larger prefix_length",
    )


def _record(
    loaded: LoadedSite, conflict: Conflict, lines: Mapping[tuple[str, str, Network | None], int]
) -> Problem:
    # The last of them: of two lines for one owner the later one is too much.
    index = lines.get((conflict.owner, conflict.pool, conflict.block))
    path: Path = ("addresses",) if index is None else ("addresses", index)
    owner, pool, block = conflict.owner, conflict.pool, conflict.block
    if conflict.reason == "resized":
        zones = [i for i, zone in enumerate(loaded.site.zones) if f"zone/{zone.name}" == owner]
        if not zones:
            return loaded.problem(
                (*path, "block"),
                "addresses.resized",
                f"{owner} has {block}, and takes a /{conflict.wanted}",
                "remove this line if it was not written by govcloud allot, then run govcloud allot",
            )
        zone_path: Path = ("zones", zones[0], "prefix_length")
        return loaded.problem(
            zone_path,
            "addresses.resized",
            f"{owner} has {block}, and now wants a /{conflict.wanted}: that would renumber all that is in it",
            f"write prefix_length: {block.prefixlen if block else 24}; if that is too little, add a zone",
        )
    if conflict.reason == "duplicate":
        other = conflict.other
        return loaded.problem(
            path,
            "addresses.twice",
            f"{owner} has two blocks on record, {other.block if other else None} and {block}",
            "keep the line of the block that is in use and remove the other",
        )
    if conflict.reason == "outside":
        return loaded.problem(
            path,
            "addresses.outside",
            f"{owner} has {block} on record, which is not among the addresses that {pool} can give",
            "restore the range that it was taken from, or remove the line: that renumbers",
        )
    other = conflict.other
    return loaded.problem(
        path,
        "addresses.overlap",
        f"{owner} has {block} on record, and {other.owner if other else None} has"
        f" {other.block if other else None}: they overlap",
        "remove the line that was added last (two branches may have given one block), then govcloud allot",
    )
