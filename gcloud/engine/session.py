"""What the operations of a deployment share: the state, the providers, who is told.

An operation begins with the states as they are: what a killed run left
unanswered is looked up first, whatever is to be done then.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from gcloud.engine import lookup
from gcloud.engine.aim import Aim
from gcloud.engine.executor import Executor
from gcloud.engine.ledger import Ledger
from gcloud.engine.pool import MakeProvider, ProviderPool
from gcloud.engine.reporter import Listener, Reporter
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.state.resource import NOTHING, ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import StackView
from gcloud.engine.work import Work


@dataclass(frozen=True, slots=True)
class Session:
    """One stack's state, and how to reach what it is about.

    Args:
        store: the state; a view is enough for what writes nothing.
        providers: makes an unconfigured provider of a package.
        parallel: steps at once.
        on_event: called with every event.
        cancel: once set, running steps are finished and no new ones are started.
        root: the stack's own URN.
    """

    store: StackStore | StackView
    providers: MakeProvider
    parallel: int
    on_event: Listener | None
    cancel: threading.Event
    root: str

    def begin(self) -> tuple[StackStore, Reporter]:
        """Begin an operation that writes; what the store has to say is told."""
        if not isinstance(self.store, StackStore):
            raise TypeError("a run needs the stack's store, not a view of it")
        reporter = Reporter(self.on_event)
        for notice in self.store.notices:
            reporter.note("info", notice)
        return self.store, reporter

    def states(self, reporter: Reporter, store: StackStore | None) -> tuple[ResourceState, ...]:
        """Give the states, with what a killed run had left open looked up.

        Args:
            reporter: told of each.
            store: where it is settled; None for what writes nothing.

        Raises:
            GovCloudError: the cloud can't be asked about what a killed run left open.
        """
        resources = self.store.snapshot() if isinstance(self.store, StackStore) else self.store.resources
        if not self.store.unanswered:
            return tuple(resources)
        work = self.work(reporter, tuple(resources))
        for operation in self.store.unanswered:
            lookup.settle(work, operation, store)
        return work.ledger.snapshot()

    def work(
        self,
        reporter: Reporter,
        resources: tuple[ResourceState, ...],
        believed: Mapping[str, ResourceState] = NOTHING,
        scope: Scope = WHOLE,
    ) -> Work:
        """Make what the parts of a run share, with providers of its own.

        Args:
            reporter: told of everything.
            resources: the states.
            believed: what the state had said, by URN, where the cloud was found to be otherwise.
            scope: what the run is about.
        """
        reporter.hide(tree for state in resources for tree in (state.inputs, state.outputs))
        return Work(Ledger(resources, believed), ProviderPool(self.providers), reporter, Aim(scope))

    def executor(self, store: StackStore, reporter: Reporter) -> Executor:
        """Make what carries steps out."""
        return Executor(store.journal, reporter, self.parallel, self.cancel.is_set)

    def finish(self, work: Work, executor: Executor, store: StackStore) -> None:
        """Look up what was not answered, now that nothing else is under way, and write the checkpoint."""
        lookup.settle_if_possible(work, executor.unanswered, store)
        if not work.ledger.touched:
            return
        states = work.ledger.snapshot()
        if {state.key for state in states} == {state.key for state in store.snapshot()}:
            store.save(states)
        else:
            # The journal has every answer of every provider: where the two differ, it is right.
            work.reporter.note("warning", "the run's own account was not whole; the journal's is kept")
            store.save()
