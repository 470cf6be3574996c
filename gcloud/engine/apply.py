"""Carries decisions out for real."""

import threading
import uuid
from dataclasses import replace

from gcloud.engine import states
from gcloud.engine.condemned import Condemned
from gcloud.engine.deletes import NO_RIDERS
from gcloud.engine.events import Op
from gcloud.engine.executor import Executor
from gcloud.engine.failures import NotTriedError, StepFailedError
from gcloud.engine.generator import Decision
from gcloud.engine.goal import Goal
from gcloud.engine.interface import Provider
from gcloud.engine.order import needs
from gcloud.engine.performer import Answer
from gcloud.engine.riders import riders
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.work import Work


class Applier:
    """The performer of a real run."""

    previewing = False

    def __init__(self, work: Work, executor: Executor) -> None:
        self._ledger = work.ledger
        self._pool = work.pool
        self._executor = executor
        self._condemned = Condemned(work)
        self._lock = threading.Lock()
        self._departures: dict[str, threading.Event] = {}
        self._stayed: set[str] = set()

    def same(self, wanted: ResourceState, old: ResourceState, secrets: frozenset[str]) -> Answer:
        """Take over what needs no change; what the program says of it beside its inputs may differ."""
        return self.settle(states.unchanged(wanted, old, secrets), old, "same")

    def create(self, goal: Goal, wanted: ResourceState, provider: Provider) -> Answer:
        """Make an object."""
        return self._took(self._executor.create(wanted, provider, position=goal.position))

    def update(self, goal: Goal, wanted: ResourceState, old: ResourceState, provider: Provider) -> Answer:
        """Change an object in place."""
        return self._took(self._executor.update(wanted, old, provider, position=goal.position))

    def replace(
        self, goal: Goal, wanted: ResourceState, old: ResourceState, provider: Provider, decision: Decision
    ) -> Answer:
        """Make an object in the place of another one.

        By default the new one is made first and the old one deleted when the program has ended
        and everything points to the new one; else the old one and what hangs on it go first.
        """
        if self._ledger.gone(goal.urn):
            self._wait_for(goal.urn)
        elif old.pending_replacement:
            pass  # an earlier run has deleted it
        elif decision.delete_before_replace:
            self._clear_the_way(old)
        else:
            return self._make_beside(goal, wanted, provider, old)
        return self._took(self._successor(goal, wanted, provider, old))

    def take_over(self, state: ResourceState, old: ResourceState | None) -> Answer:
        """Take the state of an object that was there; the old one is deleted at the end of the run."""
        if old is None:
            return self.settle(state, None, "import")
        self._executor.exchange(state, replace(old, delete=True))
        self._ledger.doom(old)
        return self._took(state)

    def settle(self, state: ResourceState, old: ResourceState | None, op: Op) -> Answer:  # noqa: ARG002
        """Take the state of what no provider is asked for."""
        if state != old:
            self._executor.note(state, old)
            self._ledger.touch()
        self._ledger.put(state)
        return Answer(state.urn, state.id, state.outputs)

    def new_provider_id(self) -> str:
        """Give a new provider resource's id."""
        return str(uuid.uuid4())

    def _make_beside(
        self, goal: Goal, wanted: ResourceState, provider: Provider, old: ResourceState
    ) -> Answer:
        try:
            made = self._successor(goal, wanted, provider, old, replace(old, delete=True))
        except StepFailedError as error:
            if error.kept is not None:
                self._ledger.doom(old)
            raise
        self._ledger.doom(old)
        return self._took(made)

    def _successor(
        self,
        goal: Goal,
        wanted: ResourceState,
        provider: Provider,
        old: ResourceState,
        retired: ResourceState | None = None,
    ) -> ResourceState:
        return self._executor.create(
            replace(wanted, created="", import_id="", extra={}),
            provider,
            op="create-replacement",
            retired=retired,
            former=old.urn,
            position=goal.position,
        )

    def _clear_the_way(self, root: ResourceState) -> None:
        """Delete a resource, and first what hangs on it.

        What another replacement has taken upon itself is waited for, but only along
        dependencies, which have no circles: so no two can wait for each other.
        """
        with self._lock:
            doomed = self._condemned.with_dependents(root)
            for one in doomed:
                self._departures.setdefault(one.state.urn, threading.Event())
        ours = [one.state for one in doomed if one.ours]
        # What waits for another thread must not be waited for out of its order.
        along = riders(list(reversed(ours))) if len(ours) == len(doomed) else NO_RIDERS
        riding = {state.key for group in along.values() for state in group}
        left = [state for state in ours if state.key not in riding]
        try:
            while left:
                for one in doomed:
                    if not one.ours and left[0].urn in needs(one.state):
                        self._wait_for(one.state.urn)
                self._send_off(left[0], self._pool.get(left[0].provider, self._ledger.known))
                for rider in along.get(left[0].key, ()):
                    self._send_off(rider, None)
                del left[0]
        except StepFailedError as error:
            if left[0].urn == root.urn:
                raise
            raise _not_cleared(left[0].urn) from error
        finally:
            # Whoever waits for what could not be deleted must be told so.
            stayed = [one for state in left for one in (state, *along.get(state.key, ()))]
            self._stayed.update(state.urn for state in stayed)
            for state in stayed:
                self._departures[state.urn].set()
        self._wait_for(root.urn)

    def _wait_for(self, urn: str) -> None:
        with self._lock:
            departure = self._departures[urn]
        departure.wait()
        if urn in self._stayed:
            raise _not_cleared(urn)

    def _send_off(self, state: ResourceState, provider: Provider | None) -> None:
        self._ledger.vacate(self._executor.vacate(state, provider))
        self._departures[state.urn].set()

    def _took(self, state: ResourceState) -> Answer:
        self._ledger.put(state)
        self._ledger.touch()
        return Answer(state.urn, state.id, state.outputs)


def _not_cleared(urn: str) -> NotTriedError:
    return NotTriedError(f"{urns.parse(urn).name}, which had to be deleted first, could not be")
