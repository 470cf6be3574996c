"""Flows say something, say it once, and contradict nothing."""

from collections.abc import Iterator

from gcloud.model.draft import Draft, Placed
from gcloud.model.flow import INTERNET, Flow
from gcloud.model.problem import Path, Problem


def check(draft: Draft) -> Iterator[Problem]:
    """Finds flows that open nothing, open it twice, or lead to where no way leads."""
    outside = {INTERNET} | {placed.value.name for placed in draft.ranges if placed.value.purpose == "peers"}
    closed = {placed.value.name for placed in draft.zones if not placed.value.routed}
    seen: dict[tuple[frozenset[str], ...], Path] = {}
    for flow in draft.flows:
        yield from _repeated_words(draft, flow)
        if outside.issuperset(flow.value.sources) and outside.issuperset(flow.value.destinations):
            yield draft.problem(
                flow.path,
                "flow.outside",
                "neither end is a zone of this site, there is nothing to open",
                "name a zone in from or in to",
            )
        yield from _closed_zones(draft, flow, closed)
        key = (
            frozenset(flow.value.sources),
            frozenset(flow.value.destinations),
            frozenset(flow.value.services),
        )
        first = seen.setdefault(key, flow.path)
        if first != flow.path:
            yield draft.problem(
                flow.path,
                "flow.twice",
                f"the flow in {draft.positions.at(first)} says the same",
                "remove one of them, and join the reasons",
            )


def _repeated_words(draft: Draft, flow: Placed[Flow]) -> Iterator[Problem]:
    lists = (("from", flow.value.sources), ("to", flow.value.destinations), ("services", flow.value.services))
    for key, names in lists:
        for index, name in enumerate(names):
            if name in names[:index]:
                yield draft.problem(
                    (*flow.path, key, index), "flow.repeated", f"{name} stands here twice", "remove one"
                )


def _closed_zones(draft: Draft, flow: Placed[Flow], closed: set[str]) -> Iterator[Problem]:
    ends = {*flow.value.sources, *flow.value.destinations}
    if len(ends) == 1:
        return
    for key, names in (("from", flow.value.sources), ("to", flow.value.destinations)):
        for index, name in enumerate(names):
            if name in closed:
                yield draft.problem(
                    (*flow.path, key, index),
                    "flow.closed",
                    f"the zone {name} is not attached to the edge router (routed: false), no way leads there",
                    "remove routed: false from the zone, or the zone from the flow",
                )
