"""Taking resources out of a state: forgotten, the objects in the cloud stay as they are.

Pure functions on a snapshot; who asks, locks and saves is elsewhere.

Source: Pulumi's pkg/resource/edit/operations.go (DeleteResource).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gcloud.engine.state.find import name_of
from gcloud.engine.state.integrity import references
from gcloud.engine.state.resource import Key, ResourceState
from gcloud.errors import InputError


@dataclass(frozen=True, slots=True)
class Removal:
    """A snapshot without some resources.

    Args:
        kept: what stays, in order.
        removed: what goes, in order.
    """

    kept: tuple[ResourceState, ...]
    removed: tuple[ResourceState, ...]


def remove(
    resources: Sequence[ResourceState],
    chosen: ResourceState,
    *,
    dependents: bool = False,
    protected: bool = False,
) -> Removal:
    """Take a resource out of a snapshot.

    Args:
        resources: the snapshot, in dependency order.
        chosen: one of them.
        dependents: take out what depends on it too; without that such a resource is refused.
        protected: take out protected resources too.

    Raises:
        InputError: others depend on it, or it or one of them is protected.
    """
    doomed = {chosen.key, *dependents_of(resources, chosen)}
    removed = tuple(state for state in resources if state.key in doomed)
    others = [state for state in removed if state.key != chosen.key]
    if others and not dependents:
        raise InputError(
            f"{len(others)} resources depend on {name_of(chosen)}: {_names(others)}.",
            hint="Remove them first, or all together with --dependents.",
            data={"dependents": [state.urn for state in others]},
        )
    shielded = [state for state in removed if state.protect]
    if shielded and not protected:
        raise InputError(
            f"Protected: {_names(shielded)}.",
            hint="Take the protection away in the program and run `up`, or say --protected.",
            data={"protected": [state.urn for state in shielded]},
        )
    return Removal(tuple(state for state in resources if state.key not in doomed), removed)


def dependents_of(resources: Sequence[ResourceState], chosen: ResourceState) -> Collection[Key]:
    """Give the keys of all that refer to a resource, its children and those of its provider included.

    Where another state of the same URN stays, that is what the others refer to.

    Args:
        resources: the snapshot, in dependency order.
        chosen: one of them.
    """
    if sum(state.urn == chosen.urn for state in resources) > 1:
        return ()
    needed = {chosen.urn}
    found = []
    for state in resources:
        provider = state.provider.rpartition("::")[0]
        if state.key != chosen.key and (
            provider in needed or any(urn in needed for _, urn in references(state))
        ):
            found.append(state.key)
            needed.add(state.urn)
    return found


def _names(states: Sequence[ResourceState]) -> str:
    shown = 8
    return ", ".join(name_of(state) for state in states[:shown]) + (" …" if len(states) > shown else "")
