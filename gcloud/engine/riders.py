"""Resources whose objects go with another one's (`deleted_with`), so that nobody deletes them.

Their states go when the other deletion has succeeded, not before: if it fails,
their objects are there still. What needs one of them goes before the deletion
that takes it along.

Source: pkg/resource/deploy/step.go, DeleteStep.Apply. The official engine drops
such a state first, and loses it if the other deletion then fails.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from gcloud.engine.order import needs
from gcloud.engine.state.resource import Key, ResourceState


def riders(going: Sequence[ResourceState]) -> Mapping[Key, list[ResourceState]]:
    """Give what needs no deletion of its own, by the key of what takes it along.

    Deleting an object by itself is always right, it only costs a call. So what might belong to
    another generation (a replaced one and a live one), and what needs something that needs what
    would take it along, is no rider.

    Args:
        going: all that is deleted, in dependency order.
    """
    if not any(state.deleted_with for state in going):
        return {}
    there = {(state.urn, state.delete): state for state in going}
    above: dict[str, set[str]] = defaultdict(set)
    for state in going:
        for urn in needs(state):
            above[urn].add(state.urn)
    carrier: dict[Key, ResourceState] = {}
    found: dict[Key, list[ResourceState]] = defaultdict(list)
    for state in going:
        near = there.get((state.deleted_with, state.delete))
        if near is None or not (state.custom and state.id):
            continue
        root = carrier.get(near.key, near)
        if not _is_deleted(root):
            continue
        along = {root.urn, *(one.urn for one in found[root.key])}
        if needs(state).isdisjoint(_closure(root.urn, above) - along):
            carrier[state.key] = root
            found[root.key].append(state)
    return {key: along for key, along in found.items() if along}


def _is_deleted(state: ResourceState) -> bool:
    """Tell whether a provider is asked to delete a resource's object."""
    return not (
        state.external
        or state.retain_on_delete
        or state.pending_replacement
        or state.is_provider
        or not state.custom
    )


def _closure(urn: str, above: Mapping[str, set[str]]) -> set[str]:
    """Give all that needs a resource, directly or not."""
    found: set[str] = set()
    frontier = [urn]
    while frontier:
        fresh = above.get(frontier.pop(), set()) - found
        found |= fresh
        frontier += fresh
    return found
