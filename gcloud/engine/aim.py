"""What of a stack a run is about.

Providers and the stack itself are always part of it: whatever else is needs
them. What a run is not about stays as the state has it.

Source: pkg/resource/deploy/step_generator.go, isIncludedInOperation.
"""

from collections.abc import Iterable, Sequence

from gcloud.engine.order import needs
from gcloud.engine.scope import Scope
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.targets import TargetError, Targets


class Aim:
    """A scope, applied to resources.

    Args:
        scope: the scope.
    """

    def __init__(self, scope: Scope) -> None:
        self._targets = Targets(scope.targets)
        self._replace = Targets(scope.replace)

    @property
    def whole(self) -> bool:
        """Whether the run is about the whole stack."""
        return not self._targets

    def spares(self, urn: str) -> bool:
        """Tell whether a resource stays as it is, whatever the program says of it."""
        if self.whole or self._targets.name(urn):
            return False
        type_ = urns.parse(urn).type
        return type_ != urns.ROOT_TYPE and not type_.startswith(urns.PROVIDER_PREFIX)

    def replaces(self, urn: str) -> bool:
        """Tell whether a resource is to be replaced even if nothing differs."""
        return self._replace.name(urn)

    def deletes(self, urn: str) -> bool:
        """Tell whether a resource goes when nothing wants it any more: a provider only by its name."""
        return self._targets.include(urn)

    def require_replaceable(self, resources: Iterable[ResourceState]) -> None:
        """Refuse patterns that name nothing that could be replaced.

        Args:
            resources: the states.

        Raises:
            TargetError: a pattern names none of them, or one that the run is not about.
        """
        there = [
            state.urn
            for state in resources
            if state.custom and not (state.is_provider or state.external or state.delete)
        ]
        self._replace.require(there)
        for urn in there:
            if self.replaces(urn) and self.spares(urn):
                name = urns.parse(urn).name
                raise TargetError(
                    f"{name} is to be replaced, but is not among the targets",
                    hint=f"Add it: --target {name}.",
                )

    def require_targets(self, known: Iterable[str]) -> None:
        """Refuse patterns that name nothing.

        Args:
            known: the URNs of all that the program or the state has.

        Raises:
            TargetError: a pattern names none of them.
        """
        self._targets.require(known)


def hangers_on(going: Sequence[ResourceState], staying: Iterable[ResourceState]) -> dict[str, list[str]]:
    """Give what stays and needs what goes: by URN of the latter, the names of the former."""
    found: dict[str, list[str]] = {state.urn: [] for state in going}
    for state in staying:
        for urn in needs(state) & found.keys():
            found[urn].append(urns.parse(state.urn).name)
    return {urn: names for urn, names in found.items() if names}
