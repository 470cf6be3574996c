"""What must go before something is deleted and made anew.

A resource that is deleted before its replacement takes with it everything that
a change of it replaces in turn (a port of a subnet, an interface of a router):
those are deleted first, and made again when the program registers them.

Source: pkg/resource/deploy/step_generator.go, calculateDependentReplacements.
"""

from typing import NamedTuple

from gcloud.engine.generator import dependent_is_replaced
from gcloud.engine.protection import ProtectedError
from gcloud.engine.state import urn as urns
from gcloud.engine.state.integrity import ordered
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.targets import TargetError
from gcloud.engine.work import Work


class Doomed(NamedTuple):
    """A resource that goes before its replacement comes; `ours` if nobody else deletes it already."""

    state: ResourceState
    ours: bool


class Condemned:
    """Finds what a deletion takes with it."""

    def __init__(self, work: Work) -> None:
        self._ledger = work.ledger
        self._pool = work.pool
        self._aim = work.aim

    def with_dependents(self, root: ResourceState) -> list[Doomed]:
        """Give what must be deleted for a resource's sake, itself last, in the order of deletion.

        Each is noted as gone, so that its registration makes it anew. What another resource's
        replacement has taken already is in the list too, since this one has to wait for it.

        Raises:
            ProtectedError: one of them is protected.
            TargetError: the run is not about one of them.
        """
        replaced = {root.urn}
        found: dict[str, ResourceState] = {}
        frontier = [root]
        while frontier:
            for state in self._ledger.dependents(frontier.pop(0).urn):
                if state.urn not in replaced and self._falls(state, replaced):
                    replaced.add(state.urn)
                    found[state.urn] = state
                    frontier.append(state)
        for state in found.values():
            if self._aim.spares(state.urn):
                raise TargetError(
                    f"{urns.parse(root.urn).name} must be deleted before it is made anew, and "
                    f"{urns.parse(state.urn).name} with it, which is not among the targets",
                    hint=f"Add it: --target {urns.parse(state.urn).name}.",
                )
            if state.protect:
                raise ProtectedError(
                    f"{urns.parse(root.urn).name} must be deleted before it is made anew, and "
                    f"{urns.parse(state.urn).name} with it, which is protected",
                    hint="Take back the change, or remove `protect` in the program and run up first.",
                )
        reason = f"{urns.parse(root.urn).name}, which it needs, is made anew"
        going, ours = self._ledger.condemn(root.urn, found, reason)
        order = [*reversed(ordered(found.values())), root]
        return [Doomed(state, state.urn in ours) for state in order if state.urn in going]

    def _falls(self, state: ResourceState, replaced: set[str]) -> bool:
        # What is registered already is settled, unless it is to stay as it was.
        if self._ledger.goal(state.urn) is not None and not self._aim.spares(state.urn):
            return False
        if not state.custom or state.is_provider or not state.provider or state.pending_replacement:
            return False
        provider_urn = urns.split_provider_reference(state.provider)[0]
        provider = self._pool.get(state.provider, self._ledger.known)
        return dependent_is_replaced(state, replaced, provider_urn, provider)
