"""What is known of every resource while a run goes on.

The old states as the run found them, the new ones in the order in which they
came to be (a resource registers after what it depends on, so that order is a
dependency order), what failed and what went. Every method takes the lock; none
does anything slow.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from gcloud.engine.goal import Goal
from gcloud.engine.order import needs, rename
from gcloud.engine.renames import DuplicateError, Renames
from gcloud.engine.state.integrity import ordered, pruned
from gcloud.engine.state.resource import NOTHING, Key, ResourceState


class Ledger:
    """The states of one run; safe to use from many threads.

    Args:
        resources: the states as the run found them.
        believed: what the state had said, by URN, where the cloud was found to be otherwise.
    """

    def __init__(
        self, resources: Iterable[ResourceState], believed: Mapping[str, ResourceState] = NOTHING
    ) -> None:
        self._lock = threading.RLock()
        self._believed = believed
        self._old: dict[str, ResourceState] = {}
        self._doomed: dict[Key, ResourceState] = {}
        for state in resources:
            if state.delete:
                self._doomed[state.key] = state
            else:
                self._old[state.urn] = state
        self._new: dict[str, ResourceState] = {}
        self._goals: dict[str, Goal] = {}
        self._deleted: set[str] = set()
        self._troubled: dict[str, str] = {}
        self._gone: dict[str, str] = {}
        self._renames = Renames()
        self._replaced: set[str] = set()
        self._touched = False
        self._dependents: dict[str, list[str]] | None = None

    @property
    def touched(self) -> bool:
        """Whether any state differs from what the run found."""
        return self._touched

    def touch(self) -> None:
        """Note that a state differs from what the run found."""
        self._touched = True

    def claim(self, goal: Goal) -> None:
        """Note that the program registers a resource.

        Raises:
            DuplicateError: it has registered one of the same URN before.
        """
        with self._lock:
            first = self._goals.get(goal.urn)
            if first is not None:
                where = f" (first at {first.position})" if first.position else ""
                raise DuplicateError(
                    f"two resources of the type {goal.type} are named {goal.name}{where}",
                    hint="Give one of them another name, or another parent.",
                )
            self._goals[goal.urn] = goal

    def complete(self, goal: Goal) -> None:
        """Note what a goal has taken over from its parent."""
        with self._lock:
            self._goals[goal.urn] = goal

    def goal(self, urn: str) -> Goal | None:
        """Give what the program asked for; None if it has not."""
        with self._lock:
            return self._goals.get(urn)

    def old(self, goal: Goal) -> ResourceState | None:
        """Find a goal's old state, by its URN or by one that it, or its parent, had before.

        Raises:
            DuplicateError: another one of the program's resources has that state.
        """
        with self._lock:
            return self._renames.find(goal, self._old, self._goals)

    def present_name(self, urn: str) -> str:
        """Give the URN that a resource of the state has in the program, as far as that is known."""
        with self._lock:
            return self._renames.present(urn)

    def believed(self, state: ResourceState) -> ResourceState:
        """Give what was believed of a resource before the cloud was looked at; without a look, its state."""
        return self._believed.get(state.urn, state)

    def known(self, urn: str) -> ResourceState | None:
        """Give a state by URN, the new one before the old one."""
        with self._lock:
            return self._new.get(urn) or self._old.get(urn)

    def put(self, state: ResourceState) -> None:
        """Take a resource's new state."""
        with self._lock:
            self._new[state.urn] = state

    def doom(self, state: ResourceState) -> ResourceState:
        """Take a replaced resource's old state; it will be deleted at the end."""
        with self._lock:
            doomed = replace(state, delete=True)
            self._doomed[doomed.key] = doomed
            self._touched = True
            return doomed

    def drop(self, state: ResourceState) -> None:
        """Forget a state that is deleted."""
        with self._lock:
            self._touched = True
            if state.delete:
                self._doomed.pop(state.key, None)
            else:
                # It stays known, so that what makes it anew knows that it was there.
                self._deleted.add(state.urn)

    def vacate(self, state: ResourceState) -> None:
        """Take the state of what was deleted to be made anew; it stays until that is there."""
        with self._lock:
            self._touched = True
            self._old[state.urn] = state

    def absorb(self, put: Iterable[ResourceState], remove: Iterable[Key]) -> None:
        """Take what became known of an operation that had not been answered."""
        with self._lock:
            self._touched = True
            for state in put:
                if state.delete:
                    self._doomed[state.key] = state
                else:
                    self._new[state.urn] = state
            for key in remove:
                if key.pending_delete_id is None:
                    self._deleted.add(key.urn)
                else:
                    self._doomed.pop(key, None)

    def gone(self, urn: str) -> str:
        """Say why a resource was deleted in this run to be made anew; empty if it was not."""
        with self._lock:
            return self._gone.get(urn, "")

    def condemn(self, root: str, others: Iterable[str], reason: str) -> tuple[frozenset[str], frozenset[str]]:
        """Note that resources are deleted now to be made anew.

        One that the program has registered meanwhile is left alone: what it needs is settled.

        Args:
            root: URN of the resource for whose sake the others go.
            others: their URNs.
            reason: why they go.

        Returns:
            All that go, and those among them that nobody else has condemned before.
        """
        with self._lock:
            going = {root, *(urn for urn in others if urn not in self._goals or urn in self._gone)}
            ours = going.difference(self._gone)
            self._gone.update(dict.fromkeys(ours - {root}, reason))
            if root in ours:
                self._gone[root] = ""
            return frozenset(going), frozenset(ours)

    def note_replaced(self, urn: str) -> None:
        """Note that another object takes the place of a resource's."""
        with self._lock:
            self._replaced.add(urn)

    def replaced(self, urn: str) -> bool:
        """Tell whether another object takes the place of a resource's in this run."""
        with self._lock:
            return urn in self._replaced

    def trouble(self, urn: str, reason: str) -> None:
        """Note that a resource failed or was not tried; what depends on it can't be."""
        with self._lock:
            self._troubled[urn] = reason

    def obstacle(self, goal: Goal) -> str:
        """Say which failed resource a goal needs; empty if none."""
        with self._lock:
            for urn in sorted(goal.needs()):
                if urn in self._troubled:
                    return urn
            return ""

    def dependents(self, urn: str) -> list[ResourceState]:
        """Give the old states that directly need a resource, in order."""
        with self._lock:
            if self._dependents is None:
                self._dependents = defaultdict(list)
                for state in self._old.values():
                    for needed in needs(state):
                        self._dependents[needed].append(state.urn)
            return [self._old[name] for name in self._dependents.get(urn, ())]

    def unregistered(self) -> list[ResourceState]:
        """Give the live old states that the program hasn't registered, in order."""
        with self._lock:
            return [
                state
                for urn, state in self._old.items()
                if urn not in self._goals and urn not in self._renames and urn not in self._deleted
            ]

    def names(self) -> set[str]:
        """Give the URNs of all that the program has registered or the state has, by their present names."""
        with self._lock:
            return {*self._goals, *(urn for urn in self._old if urn not in self._renames)}

    def doomed(self) -> list[ResourceState]:
        """Give the replaced states that wait to be deleted."""
        with self._lock:
            return list(self._doomed.values())

    def snapshot(self) -> tuple[ResourceState, ...]:
        """Give all states as they are now, in dependency order.

        The new ones come first, in the order of registration; then what the program has not
        registered or what failed, as it was; then what waits to be deleted. What refers to a
        resource that is gone (it was deleted to be made anew, and that failed) does so no longer.
        """
        with self._lock:
            left = [
                state
                for urn, state in self._old.items()
                if urn not in self._new
                and urn not in self._deleted
                and not (urn in self._renames and self._renames.present(urn) in self._new)
            ]
            moved = self._renames.moved(self._new)
            states = [*self._new.values(), *left, *self._doomed.values()]
            return ordered(pruned(rename(state, moved) for state in states))
