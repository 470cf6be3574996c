"""What one element calls another by must exist."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from gcloud.model.draft import Draft, Placed
from gcloud.model.flow import INTERNET
from gcloud.model.near import suggest
from gcloud.model.problem import Path, Problem
from gcloud.model.service import WELL_KNOWN

_REFERENCES: tuple[tuple[str, str, str, str], ...] = (
    ("clouds", "location", "locations", "location"),
    ("zones", "cloud", "clouds", "cloud"),
    ("systems", "owner", "organisations", "organisation"),
    ("systems", "operator", "organisations", "organisation"),
    ("servers", "system", "systems", "system"),
    ("servers", "zone", "zones", "zone"),
    ("servers", "flavor", "flavors", "flavor"),
    ("servers", "image", "images", "image"),
    ("hosts", "system", "systems", "system"),
    ("hosts", "zone", "zones", "zone"),
    ("quota_classes", "extends", "quota_classes", "quota class"),
    ("capacity", "cloud", "clouds", "cloud"),
    ("people", "organisation", "organisations", "organisation"),
    ("requests", "requester", "people", "person of the roster"),
    ("approvals", "request", "requests", "request"),
    ("approvals", "by", "people", "person of the roster"),
    ("tenants", "agency", "organisations", "organisation"),
    ("tenants", "cloud", "clouds", "cloud"),
    ("tenants", "backup", "backup_policies", "backup policy"),
    ("tenants", "request", "requests", "request"),
    ("waivers", "approver", "people", "person of the roster"),
    ("retirements", "tenant", "tenants", "tenant"),
    ("retirements", "request", "requests", "request"),
)
"""Section, its field, the section that the field refers to, and one of these in words."""


def check(draft: Draft) -> Iterator[Problem]:
    """Finds references to what is not there; silent while a file is unreadable, since it may stand there."""
    if not draft.complete:
        return
    for section, field, target, word in _REFERENCES:
        elements: Iterable[Placed[Any]] = getattr(draft, section)
        for element in elements:
            name = getattr(element.value, field)
            if name is not None:
                yield from known(draft, (*element.path, field), name, word, draft.named[target])
    for server in draft.servers:
        for index, volume in enumerate(server.value.volumes):
            way = (*server.path, "volumes", index, "type")
            yield from known(draft, way, volume.type, "volume type", draft.named["volume_types"])
    yield from _clouds_of_zones(draft)
    yield from _flows(draft)


def known(
    draft: Draft, way: Path, name: str, word: str, there: AbstractSet[str] | Mapping[str, object]
) -> Iterator[Problem]:
    """Finds a name of what is not there.

    Args:
        draft: the site.
        way: where the name stands.
        name: the name.
        word: what it is a name of.
        there: the names of what there is.
    """
    if name not in there:
        names = frozenset(there)
        otherwise = f"add the {word} {name}, or name one that there is"
        yield draft.problem(
            way, "reference.unknown", f"there is no {word} {name}", suggest(name, names, otherwise)
        )


def _clouds_of_zones(draft: Draft) -> Iterator[Problem]:
    clouds = draft.named["clouds"]
    if len(clouds) <= 1:
        return
    for zone in draft.zones:
        if zone.value.cloud is None:
            yield draft.problem(
                zone.path,
                "zone.cloud",
                f"the site has {len(clouds)} clouds, and the zone {zone.value.name} names none",
                "write cloud: with one of: " + ", ".join(sorted(clouds)),
            )


def _flows(draft: Draft) -> Iterator[Problem]:
    peers = {placed.value.name for placed in draft.ranges if placed.value.purpose == "peers"}
    ours = {
        placed.value.name: placed.value.purpose for placed in draft.ranges if placed.value.purpose != "peers"
    }
    unsound = set(draft.named["ranges"]) - peers - set(ours)
    ends = {*draft.named["zones"], *peers, *unsound, INTERNET}
    services = {*draft.named["services"], *WELL_KNOWN}
    for flow in draft.flows:
        for key, names in (("from", flow.value.sources), ("to", flow.value.destinations)):
            for index, name in enumerate(names):
                way = (*flow.path, key, index)
                if name in ours and name not in ends:
                    yield draft.problem(
                        way,
                        "flow.own-range",
                        f"{name} is a range of {ours[name]}; a flow names zones, peers or {INTERNET}",
                        "name the zones that are meant",
                    )
                else:
                    yield from known(draft, way, name, "zone or range of peers", ends)
        for index, name in enumerate(flow.value.services):
            yield from known(draft, (*flow.path, "services", index), name, "service", services)
