"""What a state needs, and states sorted by it."""

from collections import defaultdict
from dataclasses import replace

from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState


def needs(state: ResourceState) -> frozenset[str]:
    """Give the URNs of everything that must outlive a resource."""
    found = {state.parent, state.deleted_with, *state.dependencies}
    for listed in state.property_dependencies.values():
        found.update(listed)
    if state.provider:
        found.add(urns.split_provider_reference(state.provider)[0])
    found.discard("")
    found.discard(state.urn)
    return frozenset(found)


def rename(state: ResourceState, moved: dict[str, str]) -> ResourceState:
    """Copy a state with the URNs of resources that have another name now."""
    if needs(state).isdisjoint(moved):
        return state
    provider = state.provider
    if provider:
        urn, id_ = urns.split_provider_reference(provider)
        provider = urns.provider_reference(moved.get(urn, urn), id_)
    return replace(
        state,
        parent=moved.get(state.parent, state.parent),
        deleted_with=moved.get(state.deleted_with, state.deleted_with),
        provider=provider,
        dependencies=tuple(moved.get(urn, urn) for urn in state.dependencies),
        property_dependencies={
            key: tuple(moved.get(urn, urn) for urn in listed)
            for key, listed in state.property_dependencies.items()
        },
    )


def in_order(states: list[ResourceState]) -> list[ResourceState]:
    """Sort states so that each comes after what it needs; otherwise the order stays."""
    by_urn: dict[str, list[int]] = defaultdict(list)
    for index, state in enumerate(states):
        by_urn[state.urn].append(index)
    seen: set[int] = set()
    result: list[ResourceState] = []
    for root in range(len(states)):
        # Iterative, since a chain of dependencies may be longer than Python's stack.
        stack = [(root, False)]
        while stack:
            index, ready = stack.pop()
            if ready:
                result.append(states[index])
                continue
            if index in seen:
                continue
            seen.add(index)
            stack.append((index, True))
            below = [by_urn[urn][0] for urn in sorted(needs(states[index])) if urn in by_urn]
            stack.extend((other, False) for other in below if other not in seen)
    return result
