"""Stacks of which nothing has changed, and which need one that is worked on.

To them that one may come to tell something else. So they are left alone until it is
up, and then looked at once more: sixty stacks that need one are not run because it
was, but because of what came of it.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Any

from gcloud.deploy.members import Member
from gcloud.deploy.outcome import Outcome
from gcloud.deploy.unchanged import Standing, Unchanged

Look = Callable[[str, str], Standing]
"""Says how a stack stands, by its project and its name."""


class Resting:
    """Such stacks; safe to use from many threads.

    Args:
        stacks: how each was before the run; their engines are not opened.
        look: begins to look at how stacks stand now.
    """

    def __init__(
        self,
        stacks: Mapping[Member, Unchanged] = MappingProxyType({}),
        look: Callable[[], Look] | None = None,
    ) -> None:
        self._stacks = stacks
        self._look = look
        self._lock = threading.Lock()
        self._looks: dict[frozenset[str], Look] = {}

    def __iter__(self) -> Iterator[Member]:
        """Give the stacks."""
        return iter(self._stacks)

    def __contains__(self, member: Any) -> bool:  # noqa: ANN401 - the protocol's own signature
        """Tell whether a stack is one of them."""
        return member in self._stacks

    @property
    def unchanged(self) -> tuple[Unchanged, ...]:
        """How they were before the run."""
        return tuple(self._stacks.values())

    def as_it_was(self, member: Member) -> Outcome:
        """Give the outcome of leaving a stack alone."""
        found = self._stacks[member]
        return Outcome(counts={"same": found.resources}, unchanged=(found,))

    def still(self, member: Member, changed: AbstractSet[str]) -> bool:
        """Tell whether a stack can be left alone now that what it needs is up.

        Args:
            member: the stack.
            changed: the projects that the run has changed.
        """
        news = frozenset(changed & set(member.after))
        if not news:
            return True
        with self._lock:  # one look serves all that wait for the same
            if self._look is None:
                return False
            if news not in self._looks:
                self._looks[news] = self._look()
            return self._looks[news](member.project, member.stack).unchanged is not None
