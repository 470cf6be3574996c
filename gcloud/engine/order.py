"""What a state refers to: what it needs, and by which names."""

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
    if not moved or needs(state).isdisjoint(moved):
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
