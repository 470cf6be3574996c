"""Preview, up and destroy of one stack.

The order of a run: what a killed run left unanswered is looked up; the program
runs in a preview, so that whatever can't be done is refused before anything is
touched; it runs for real; when it has ended well, what it no longer names and
what was replaced is deleted; the checkpoint is written. A run that fails or is
stopped writes it too: what was done is done.
"""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from gcloud.engine import cleanup, lookup
from gcloud.engine.apply import Applier
from gcloud.engine.condemned import Condemned
from gcloud.engine.events import Diagnostic, Event, Resolved, StepFailed, StepPlanned
from gcloud.engine.executor import Executor
from gcloud.engine.host import Host, run_program
from gcloud.engine.ledger import Ledger
from gcloud.engine.planner import Planner
from gcloud.engine.pool import MakeProvider, ProviderPool
from gcloud.engine.program import Program
from gcloud.engine.reporter import Listener, Reporter
from gcloud.engine.result import Changes, Result
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import StackView
from gcloud.engine.values import Secret, Value
from gcloud.engine.work import Work

PARALLEL: Final = 16


class Deployment:
    """One stack of one program, on one state.

    Args:
        program: the program's folder; holds __main__.py.
        project: the project's name.
        stack: the stack's name.
        config: its configuration by full key ("datacenter:site"); secret values as `Secret`.
        store: its state; a view is enough for a preview.
        providers: makes an unconfigured provider of a package.
        parallel: steps at once.
        on_event: called with every event, by one thread at a time.
        cancel: once set, running steps are finished and no new ones are started.
        host: runs the program; tests hand in programs that need no process.
    """

    def __init__(
        self,
        program: Path,
        project: str,
        stack: str,
        *,
        config: Mapping[str, str | Secret],
        store: StackStore | StackView,
        providers: MakeProvider,
        parallel: int = PARALLEL,
        on_event: Listener | None = None,
        cancel: threading.Event | None = None,
        host: Host = run_program,
    ) -> None:
        self._program = Program(program, project, stack, dict(config), parallel, host)
        self._store = store
        self._make = providers
        self._parallel = parallel
        self._on_event = on_event
        self._cancel = cancel or threading.Event()
        self._root = urns.root(stack, project)

    def preview(self) -> Changes:
        """Find out what `up` would do; nothing is called that changes anything.

        Raises:
            GovCloudError: the cloud can't be asked about what a killed run left open.
        """
        reporter, steps = _gathering(self._on_event)
        return self._plan(reporter, steps, self._after_recovery(reporter, None))

    def up(self, planned: Changes | None = None) -> Result:
        """Make the cloud what the program says.

        Args:
            planned: what a preview has found; it is used if the state is still the same, else
                (and without it) a preview is made first.

        Raises:
            StateError: the state can't be written.
            GovCloudError: the cloud can't be asked about what a killed run left open.
        """
        store, reporter = self._begin()
        try:
            resources = self._after_recovery(reporter, store)
            if planned is None or planned.base != resources:
                quiet, steps = _gathering(self._only_trouble)
                planned = self._plan(quiet, steps, resources)
            if planned.failures or self._cancel.is_set():
                return Result(planned.failures, reporter.summary({}, interrupted=self._cancel.is_set()))
            if not planned.touched:
                return _unchanged(reporter, planned)
            return self._apply(store, reporter, resources)
        finally:
            if store.journal.has_entries:
                store.save()

    def destroy(self) -> Result:
        """Delete everything that the state knows.

        Raises:
            StateError: the state can't be written.
            GovCloudError: the cloud can't be asked about what a killed run left open.
        """
        store, reporter = self._begin()
        try:
            resources = self._after_recovery(reporter, store)
            cleanup.refuse_protected(reporter, resources)
            if not reporter.failures:
                cleanup.plan_deletes(reporter, reversed(resources))
                work, executor = self._work(reporter, resources), self._executor(store, reporter)
                cleanup.delete_all(work, executor, resources, self._parallel)
                self._finish(work, executor, store)
            return Result(reporter.failures, reporter.summary({}, interrupted=self._cancel.is_set()))
        finally:
            if store.journal.has_entries:
                store.save()

    def _plan(
        self, reporter: Reporter, steps: list[StepPlanned], resources: tuple[ResourceState, ...]
    ) -> Changes:
        work = self._work(reporter, resources)
        planner = Planner(work.ledger, Condemned(work.ledger, work.pool))
        if self._program.run(work, planner, self._cancel.is_set):
            unwanted = work.ledger.unregistered()
            doomed = [*unwanted, *work.ledger.doomed()]
            cleanup.plan_deletes(reporter, doomed)
            cleanup.refuse_protected(reporter, unwanted)
            if doomed:
                work.ledger.touch()
        summary = reporter.summary(self._outputs(work), interrupted=self._cancel.is_set())
        return Changes(resources, tuple(steps), reporter.failures, work.ledger.touched, summary)

    def _apply(self, store: StackStore, reporter: Reporter, resources: tuple[ResourceState, ...]) -> Result:
        work, executor = self._work(reporter, resources), self._executor(store, reporter)
        applier = Applier(work.ledger, work.pool, executor)
        if self._program.run(work, applier, self._cancel.is_set):
            doomed = [*work.ledger.unregistered(), *work.ledger.doomed()]
            if reporter.troubled:
                cleanup.skip_deletes(
                    reporter, doomed, "nothing is deleted after a failure; the next run does it"
                )
            else:
                # What this run has replaced was told as a replacement already.
                before = {state.key for state in resources}
                cleanup.plan_deletes(reporter, [state for state in doomed if state.key in before])
                cleanup.delete_all(work, executor, doomed, self._parallel)
        self._finish(work, executor, store)
        summary = reporter.summary(self._outputs(work), interrupted=self._cancel.is_set())
        return Result(reporter.failures, summary)

    def _finish(self, work: Work, executor: Executor, store: StackStore) -> None:
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

    def _after_recovery(self, reporter: Reporter, store: StackStore | None) -> tuple[ResourceState, ...]:
        """Give the states, with what a killed run had left open looked up.

        Args:
            reporter: told of each.
            store: where it is settled; None for a preview, which settles nothing.
        """
        resources = self._store.snapshot() if isinstance(self._store, StackStore) else self._store.resources
        if not self._store.unanswered:
            return tuple(resources)
        work = self._work(reporter, tuple(resources))
        for operation in self._store.unanswered:
            lookup.settle(work, operation, store)
        return work.ledger.snapshot()

    def _begin(self) -> tuple[StackStore, Reporter]:
        if not isinstance(self._store, StackStore):
            raise TypeError("a run needs the stack's store, not a view of it")
        reporter = Reporter(self._on_event)
        for notice in self._store.notices:
            reporter.note("info", notice)
        return self._store, reporter

    def _work(self, reporter: Reporter, resources: tuple[ResourceState, ...]) -> Work:
        return Work(Ledger(resources), ProviderPool(self._make), reporter)

    def _executor(self, store: StackStore, reporter: Reporter) -> Executor:
        return Executor(store.journal, reporter, self._parallel, self._cancel.is_set)

    def _outputs(self, work: Work) -> Mapping[str, Value]:
        root = work.ledger.known(self._root)
        return {} if root is None else root.outputs

    def _only_trouble(self, event: Event) -> None:
        """Pass on what a preview that nobody asked for has to say, and nothing else."""
        grave = isinstance(event, Diagnostic) and event.severity in {"warning", "error"}
        if self._on_event is not None and (grave or isinstance(event, StepFailed | Resolved)):
            self._on_event(event)


def _gathering(listener: Callable[[Event], None] | None) -> tuple[Reporter, list[StepPlanned]]:
    """Make a reporter that keeps what is planned beside telling it."""
    steps: list[StepPlanned] = []

    def listen(event: Event) -> None:
        if isinstance(event, StepPlanned):
            steps.append(event)
        if listener is not None:
            listener(event)

    return Reporter(listen), steps


def _unchanged(reporter: Reporter, planned: Changes) -> Result:
    """End a run for which there is nothing to do: the program's second run would do nothing too."""
    for step in planned.steps:
        reporter.planned(step.urn, step.op, parent=step.parent, id_=step.id)
    return Result((), reporter.summary(planned.summary.outputs, interrupted=False))
