"""Which old state is which resource of the program, where names have changed."""

from collections.abc import Container, Mapping

from gcloud.engine.aliases import former_urns
from gcloud.engine.goal import Goal
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.errors import InputError


class DuplicateError(InputError):
    """A program registers two resources under one name, or says of two that they had one name."""


class Renames:
    """The resources that have another URN than before. Not safe between threads."""

    def __init__(self) -> None:
        self._present: dict[str, str] = {}
        self._former: dict[str, str] = {}

    def find(
        self, goal: Goal, old: Mapping[str, ResourceState], registered: Container[str]
    ) -> ResourceState | None:
        """Find a goal's old state, by its URN or by one that it, or its parent, had before.

        Args:
            goal: the resource.
            old: the old states by URN.
            registered: the URNs that the program has registered.

        Raises:
            DuplicateError: another one of the program's resources has that state.
        """
        for urn in (goal.urn, *former_urns(goal, self._former.get(goal.parent))):
            state = old.get(urn)
            if state is None:
                continue
            holder = self._present.get(urn, urn if urn in registered else goal.urn)
            if holder != goal.urn:
                raise DuplicateError(
                    f"{urns.parse(holder).name} and {goal.name} are both said to be what was "
                    f"{urns.parse(urn).name}",
                    hint="Take the alias from one of them.",
                )
            if urn != goal.urn:
                self._present[urn] = goal.urn
                self._former[goal.urn] = urn
            return state
        return None

    def present(self, urn: str) -> str:
        """Give the URN that a resource has now, as far as that is known."""
        return self._present.get(urn, urn)

    def __contains__(self, urn: object) -> bool:
        """Tell whether a URN is one that a resource had before."""
        return urn in self._present

    def moved(self, there: Container[str]) -> dict[str, str]:
        """Give the present URNs by the former ones, of those resources that are there."""
        return {before: now for before, now in self._present.items() if now in there}
