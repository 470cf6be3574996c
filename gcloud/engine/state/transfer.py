"""Moving resources from one stack's state into another's.

What moves takes its descendants with it and a copy of its providers. What
stays behind and what goes can't refer to each other any more: such references
are cut, and named. A move that was killed between the two files has put the
resources into the one and not yet out of the other; the same move again sees
by their ids that they are there already.

Source: Pulumi's pkg/cmd/pulumi/state/state_move.go.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gcloud.engine.state.checkpoint import now
from gcloud.engine.state.integrity import ordered, pruned, references
from gcloud.engine.state.rename import renamed
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.urn import ROOT_TYPE, Urn, make, parse, provider_reference, root
from gcloud.errors import InputError


@dataclass(frozen=True, slots=True)
class Transfer:
    """Two snapshots after a move.

    Args:
        source: what stays.
        target: what was there, and what came.
        moved: what moved, under its old URNs.
        urns: the new URN of each that moved by its old one.
        cut: references that were lost, as (who, kind in words, whom), under old URNs.
    """

    source: tuple[ResourceState, ...]
    target: tuple[ResourceState, ...]
    moved: tuple[ResourceState, ...]
    urns: Mapping[str, str]
    cut: tuple[tuple[str, str, str], ...]


def transfer(
    source: Sequence[ResourceState],
    target: Sequence[ResourceState],
    chosen: Collection[str],
    *,
    project: str,
    stack: str,
) -> Transfer:
    """Move resources and their descendants into another stack.

    Args:
        source: the snapshot that they are in, in dependency order.
        target: the other snapshot, in dependency order; may be empty.
        chosen: URNs.
        project: the other stack's project.
        stack: the other stack's name.

    Raises:
        InputError: a provider or the stack itself is meant, or the other stack has another
            resource of the same URN.
    """
    going = _with_descendants(source, chosen)
    urns = _new_urns(source, going, project, stack)
    there = {state.key: state for state in target}
    moved = tuple(state for state in source if state.urn in going)
    references_of = {state.provider for state in moved if state.provider}
    providers = [state for state in source if provider_reference(state.urn, state.id) in references_of]
    copies = renamed([_alone(state) for state in providers], urns)
    new_references = {
        provider_reference(copy.urn, copy.id): _present_reference(copy, there.get(copy.key))
        for copy in copies
    }
    top = root(stack, project)
    arriving = tuple(
        replace(
            state,
            provider=new_references.get(state.provider, state.provider),
            parent=state.parent if old.parent in going else top,
        )
        for state, old in zip(renamed(moved, urns), moved, strict=True)
    )
    for state in arriving:
        present = there.get(state.key)
        if present is not None and (present.id, present.type) != (state.id, state.type):
            raise InputError(f"The other stack has a resource {state.urn} already.", data={"urn": state.urn})
    coming = [state for state in (*copies, *arriving) if state.key not in there]
    roots = () if any(state.is_root for state in target) else (_root(top),)
    return Transfer(
        source=ordered(pruned(state for state in source if state.urn not in going)),
        target=ordered(pruned([*roots, *target, *coming])),
        moved=moved,
        urns={state.urn: urns[state.urn] for state in moved},
        cut=tuple(_cut(source, going)),
    )


def _with_descendants(source: Sequence[ResourceState], chosen: Collection[str]) -> set[str]:
    going = set(chosen)
    for state in source:
        if state.urn in chosen and (state.is_provider or state.is_root):
            raise InputError(
                f"{state.urn} can't be moved: a stack has its own.",
                hint="Move the resources; their providers are copied.",
            )
        if state.parent in going and not state.is_provider:
            going.add(state.urn)
    return going


def _new_urns(
    source: Sequence[ResourceState], going: Collection[str], project: str, stack: str
) -> dict[str, str]:
    """Give each resource's URN in the other stack; one whose parent stays behind is at the top there."""
    urns: dict[str, str] = {}
    for state in source:
        own = parse(state.urn)
        if own.qualified_type == ROOT_TYPE:
            urns[state.urn] = root(stack, project)
        elif state.is_provider or (
            state.urn in going
            and state.urn == make(own.stack, own.project, own.type, own.name, state.parent or None)
        ):
            parent = urns[state.parent] if state.parent in going else None
            urns[state.urn] = make(stack, project, own.type, own.name, parent)
        else:
            urns[state.urn] = str(Urn(stack, project, own.qualified_type, own.name))
    return urns


def _alone(provider: ResourceState) -> ResourceState:
    """Copy a provider so that it does not depend on what stays behind."""
    return replace(provider, parent="", dependencies=(), property_dependencies={})


def _present_reference(copy: ResourceState, present: ResourceState | None) -> str:
    """Give the reference by which a provider is known in the other stack."""
    if present is None:
        return provider_reference(copy.urn, copy.id)
    if present.id != copy.id and dict(present.inputs) != dict(copy.inputs):
        raise InputError(
            f"The other stack has another provider {copy.urn}.",
            hint="Give one of them another name in its program and run `up` first.",
            data={"urn": copy.urn},
        )
    return provider_reference(present.urn, present.id)


def _root(urn: str) -> ResourceState:
    moment = now()
    return ResourceState(urn=urn, type=ROOT_TYPE, custom=False, created=moment, modified=moment)


def _cut(source: Sequence[ResourceState], going: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for state in source:
        for kind, urn in references(state):
            if (
                (state.urn in going) != (urn in going)
                and parse(urn).type != ROOT_TYPE
                and not state.is_provider
            ):
                yield state.urn, kind, urn
