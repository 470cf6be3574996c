"""Giving resources other URNs, with everything that refers to them following.

A URN holds the types of a resource's ancestors, so a resource that gets another
parent takes its descendants' URNs with it.

Source: Pulumi's pkg/resource/edit/operations.go (which references follow).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from gcloud.engine.state.properties import SIGNATURE
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.urn import make, parse, provider_reference
from gcloud.engine.values import Secret
from gcloud.errors import InputError

REFERENCE_SIGNATURE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
"""Marks a property value that is a resource; the format's constant."""


def rename(
    resources: Sequence[ResourceState], urn: str, *, name: str | None = None, parent: str | None = None
) -> tuple[ResourceState, ...]:
    """Give a resource another name or parent; its descendants and all references follow.

    Args:
        resources: the snapshot, in dependency order.
        urn: the resource.
        name: its new logical name; None keeps it.
        parent: its new parent's URN; None keeps it.

    Raises:
        InputError: the new URN is taken, the parent is no component or is the resource's own
            descendant, or the stack itself is meant.
    """
    chosen = next(state for state in resources if state.urn == urn)
    if chosen.is_root:
        raise InputError("The stack's own resource is named by its project and stack.")
    above = chosen.parent if parent is None else parent
    urns = _new_urns(resources, urn, parse(urn).name if name is None else name, above)
    taken = {state.urn for state in resources} - set(urns)
    for old, new in urns.items():
        if new in taken:
            raise InputError(f"The name is taken: there is a resource {new} already.", data={"urn": old})
    moved = tuple(replace(state, parent=above) if state.urn == urn else state for state in resources)
    return renamed(moved, urns)


def _new_urns(resources: Sequence[ResourceState], urn: str, name: str, parent: str) -> dict[str, str]:
    """Give the new URN of a resource and of each descendant whose URN changes."""
    parts = parse(urn)
    urns = {urn: make(parts.stack, parts.project, parts.type, name, parent or None)}
    family = {urn}
    for state in resources:
        if state.parent not in family or state.urn == urn:
            continue
        if state.urn == parent:
            raise InputError(f"{parent} is a descendant of {urn}; it can't be its parent.")
        family.add(state.urn)
        own = parse(state.urn)
        if state.parent in urns and state.urn == make(
            own.stack, own.project, own.type, own.name, state.parent
        ):
            new = make(own.stack, own.project, own.type, own.name, urns[state.parent])
            if new != state.urn:
                urns[state.urn] = new
    if parent in family:
        raise InputError(f"{parent} is the resource itself or a descendant; it can't be the parent.")
    return {old: new for old, new in urns.items() if new != old}


def renamed(resources: Sequence[ResourceState], urns: Mapping[str, str]) -> tuple[ResourceState, ...]:
    """Copy states with URNs replaced wherever one is written.

    Args:
        resources: any states.
        urns: new URN by old one.
    """
    return tuple(_renamed(state, urns) for state in resources)


def _renamed(state: ResourceState, urns: Mapping[str, str]) -> ResourceState:
    def new(urn: str) -> str:
        return urns.get(urn, urn)

    urn, _, id_ = state.provider.rpartition("::")
    return replace(
        state,
        urn=new(state.urn),
        type=parse(new(state.urn)).type if state.urn in urns else state.type,
        parent=new(state.parent),
        provider=provider_reference(new(urn), id_) if state.provider else "",
        dependencies=tuple(map(new, state.dependencies)),
        property_dependencies={
            name: tuple(map(new, deps)) for name, deps in state.property_dependencies.items()
        },
        deleted_with=new(state.deleted_with),
        replace_with=tuple(map(new, state.replace_with)),
        inputs=_followed(state.inputs, urns),
        outputs=_followed(state.outputs, urns),
    )


def _followed(tree: Any, urns: Mapping[str, str]) -> Any:  # noqa: ANN401 - a property tree
    """Copy a property tree with the resources in it under their new names."""
    if isinstance(tree, Secret):
        return Secret(_followed(tree.value, urns))
    if isinstance(tree, list | tuple):
        return [_followed(item, urns) for item in tree]
    if not isinstance(tree, Mapping):
        return tree
    copy = {key: _followed(item, urns) for key, item in tree.items()}
    if tree.get(SIGNATURE) == REFERENCE_SIGNATURE and isinstance(tree.get("urn"), str):
        copy["urn"] = urns.get(tree["urn"], tree["urn"])
    return copy
