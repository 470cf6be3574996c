"""What makes a snapshot sound, and putting one into order.

The rules are the official engine's, which refuses a checkpoint that breaks
them: URNs and types are there, only managed resources have ids, providers,
parents and dependencies come before what refers to them, and a URN has at most
one state that does not wait for deletion.

Source: Pulumi's pkg/resource/deploy/snapshot.go (VerifyIntegrity, Toposort, Prune).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.urn import split_provider_reference


def references(state: ResourceState) -> Iterator[tuple[str, str]]:
    """Yield what a state refers to, as (kind in words, URN); the provider is not among them."""
    if state.parent:
        yield "parent", state.parent
    for urn in state.dependencies:
        yield "dependency", urn
    for name, urns in state.property_dependencies.items():
        for urn in urns:
            yield f"dependency of {name}", urn
    if state.deleted_with:
        yield "deleted_with", state.deleted_with
    for urn in state.replace_with:
        yield "replace_with", urn


def problems(resources: Sequence[ResourceState]) -> tuple[str, ...]:
    """Give every reason why a snapshot is not sound, as sentences; empty if it is."""
    found: list[str] = []
    everywhere = {state.urn for state in resources}
    before: dict[str, bool] = {}
    providers: set[str] = set()
    for state in resources:
        found.extend(_own_problems(state))
        if state.is_provider:
            providers.add(f"{state.urn}::{state.id}")
        if state.provider and state.provider not in providers and not state.pending_replacement:
            found.append(f"{state.urn}: its provider {state.provider} is not before it")
        for kind, urn in references(state):
            if urn not in before:
                where = "comes after it" if urn in everywhere and urn != state.urn else "is not in the state"
                found.append(f"{state.urn}: its {kind} {urn} {where}")
        live = not state.delete
        if live and before.get(state.urn):
            found.append(f"{state.urn}: it is there twice")
        before[state.urn] = live or before.get(state.urn, False)
    return tuple(found)


def _own_problems(state: ResourceState) -> Iterator[str]:
    if not state.custom and state.id:
        yield f"{state.urn}: a component has the id {state.id}"
    if state.is_provider and not state.id:
        yield f"{state.urn}: a provider has no id"
    if state.provider:
        try:
            split_provider_reference(state.provider)
        except ValueError as error:
            yield f"{state.urn}: {error}"


def ordered(resources: Iterable[ResourceState]) -> tuple[ResourceState, ...]:
    """Put states after all that they refer to; what is in order already stays as it is.

    A state that waits for deletion means the older one where a URN has two. A
    circle can't be ordered: its states stay in the given order.
    """
    states = tuple(resources)
    old = {state.urn: state for state in states if state.delete}
    live = {state.urn: state for state in states if not state.delete}
    done: dict[int, ResourceState] = {}
    entered: set[int] = set()

    def needs(state: ResourceState) -> list[ResourceState]:
        first, second = (old, live) if state.delete else (live, old)
        urns = [urn for _, urn in references(state)]
        if state.provider:
            urns.append(state.provider.rpartition("::")[0])
        return [first.get(urn) or second[urn] for urn in urns if urn in first or urn in second]

    for state in states:
        stack = [state]
        while stack:  # depth first without recursion: a chain may be as long as the stack
            top = stack[-1]
            if id(top) not in entered:
                entered.add(id(top))
                stack.extend(need for need in reversed(needs(top)) if id(need) not in entered)
                continue
            stack.pop()
            done.setdefault(id(top), top)
    return tuple(done.values())


def pruned(resources: Iterable[ResourceState]) -> tuple[ResourceState, ...]:
    """Drop references to what is not there, for a snapshot that a killed run left half done.

    A missing parent gives way to the root; a missing provider can't be mended and stays.
    """
    states = tuple(resources)
    there = {state.urn for state in states}
    root = next((state.urn for state in states if state.is_root), "")
    return tuple(_pruned(state, there, root) for state in states)


def _pruned(state: ResourceState, there: set[str], root: str) -> ResourceState:
    if all(urn in there for _, urn in references(state)):
        return state
    return replace(
        state,
        parent=state.parent if not state.parent or state.parent in there else root,
        dependencies=tuple(urn for urn in state.dependencies if urn in there),
        property_dependencies={
            name: tuple(urn for urn in urns if urn in there)
            for name, urns in state.property_dependencies.items()
        },
        deleted_with=state.deleted_with if state.deleted_with in there else "",
        replace_with=tuple(urn for urn in state.replace_with if urn in there),
    )
