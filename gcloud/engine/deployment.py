"""The operations of one stack: preview, up, destroy, refresh, drift, adopt.

The order of a run: what a killed run left unanswered is looked up; if the run
verifies, so is every object; the program runs in a preview, so that whatever
can't be done is refused before anything is touched; it runs for real; when it
has ended well, what it no longer names and what was replaced is deleted; the
checkpoint is written. A run that fails or is stopped writes it too: what was
done is done.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from gcloud.engine import cleanup
from gcloud.engine.adoption import Adoption
from gcloud.engine.apply import Applier
from gcloud.engine.condemned import Condemned
from gcloud.engine.destroy import destroy
from gcloud.engine.drift import Drift, find_drift
from gcloud.engine.events import Diagnostic, Event, Resolved, StepFailed, StepPlanned
from gcloud.engine.host import Host, run_program
from gcloud.engine.planner import Planner
from gcloud.engine.pool import MakeProvider
from gcloud.engine.program import Program
from gcloud.engine.refresh import Base, refresh, seen_before, verified
from gcloud.engine.reporter import Listener, Reporter
from gcloud.engine.result import Changes, PlanOutdatedError, Result
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.session import Session
from gcloud.engine.state import urn as urns
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import StackView
from gcloud.engine.states import alike
from gcloud.engine.takeover import Request, adopt, look
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
        reads: file to which what the program looks at is added (gcloud.engine.reads).
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
        reads: Path | None = None,
    ) -> None:
        self._program = Program(program, project, stack, dict(config), parallel, host, reads)
        self._session = Session(
            store, providers, parallel, on_event, cancel or threading.Event(), urns.root(stack, project)
        )

    def preview(self, scope: Scope = WHOLE) -> Changes:
        """Find out what `up` would do; nothing is called that changes anything.

        Args:
            scope: what the run is about.

        Raises:
            TargetError: the scope names what is not there, or contradicts itself.
            GovCloudError: the cloud can't be asked about what a killed run left open.
        """
        reporter, steps = _gathering(self._session.on_event)
        before = self._session.states(reporter, None)
        base = verified(self._session, reporter, before, scope, None)
        found = self._plan(reporter, steps, base, scope)
        return replace(found, touched=found.touched or base.states != before, before=before)

    def up(self, planned: Changes | None = None, scope: Scope = WHOLE, *, exactly: bool = False) -> Result:
        """Make the cloud what the program says.

        Args:
            planned: what a preview of the same scope has found; it is used if the state is still
                the same, else (and without it) a preview is made first. What it saw of the cloud
                is not looked at again, so that what was shown is what is done.
            scope: what the run is about.
            exactly: do what was planned or nothing: the cloud is looked at again, and no other
                preview takes its place.

        Raises:
            PlanOutdatedError: that is not what would be done any more; nothing was changed in the cloud.
            StateError: the state can't be written.
            TargetError: the scope names what is not there, or contradicts itself.
            GovCloudError: the cloud can't be asked about what a killed run left open.
        """
        store, reporter = self._session.begin()
        try:
            before = self._session.states(reporter, store)
            base = None if exactly else seen_before(store.journal, planned, before, scope)
            if base is None:
                base = verified(self._session, reporter, before, scope, store)
            if reporter.failures:
                return Result(reporter.failures, reporter.summary({}, interrupted=self._stopped()))
            if planned is None or planned.scope != scope or not alike(planned.base, base.states):
                if exactly:
                    raise PlanOutdatedError
                quiet, steps = _gathering(self._only_trouble)
                planned = self._plan(quiet, steps, base, scope)
            if planned.failures or self._stopped():
                return Result(planned.failures, reporter.summary({}, interrupted=self._stopped()))
            if not planned.touched:
                return _unchanged(reporter, planned)
            return self._apply(store, reporter, base, scope)
        finally:
            if store.journal.has_entries:
                store.save()

    def destroy(self, scope: Scope = WHOLE) -> Result:
        """Delete everything that the state knows; see gcloud.engine.destroy."""
        return destroy(self._session, scope)

    def refresh(self, scope: Scope = WHOLE) -> Result:
        """Make the state what the cloud is; see gcloud.engine.refresh."""
        return refresh(self._session, scope)

    def drift(self, scope: Scope = WHOLE) -> Drift:
        """Find out how the cloud differs from the state; see gcloud.engine.drift."""
        return find_drift(self._session, scope)

    def look(self, request: Request) -> Adoption:
        """Find out what of the program runs already; see gcloud.engine.takeover."""
        return look(self._session, self._program, request)

    def adopt(self, found: Adoption) -> None:
        """Take what `look` has found into the state; see gcloud.engine.takeover."""
        adopt(self._session, found)

    def _plan(self, reporter: Reporter, steps: list[StepPlanned], base: Base, scope: Scope) -> Changes:
        if reporter.failures:
            return self._changes(reporter, steps, base, scope, None)
        work = self._session.work(reporter, base.states, base.believed, scope)
        work.aim.require_replaceable(base.states)
        if self._program.run(work, Planner(work.ledger, Condemned(work)), self._stopped):
            work.aim.require_targets(work.ledger.names())
            doomed = cleanup.unwanted(work)
            cleanup.plan_deletes(reporter, doomed)
            cleanup.refuse_deletes(work, doomed)
            if doomed:
                work.ledger.touch()
        return self._changes(reporter, steps, base, scope, work)

    def _changes(
        self, reporter: Reporter, steps: list[StepPlanned], base: Base, scope: Scope, work: Work | None
    ) -> Changes:
        outputs = {} if work is None else self._outputs(work)
        summary = reporter.summary(outputs, interrupted=self._stopped())
        touched = work is not None and work.ledger.touched
        wanted = () if work is None else work.ledger.snapshot()
        return Changes(
            base.states, tuple(steps), reporter.failures, touched, summary, scope, wanted, base.believed
        )

    def _apply(self, store: StackStore, reporter: Reporter, base: Base, scope: Scope) -> Result:
        work = self._session.work(reporter, base.states, base.believed, scope)
        executor = self._session.executor(store, reporter)
        applier = Applier(work, executor)
        if self._program.run(work, applier, self._stopped):
            doomed = cleanup.unwanted(work)
            if reporter.troubled:
                cleanup.skip_deletes(
                    reporter, doomed, "nothing is deleted after a failure; the next run does it"
                )
            else:
                # What this run has replaced was told as a replacement already.
                before = {state.key for state in base.states}
                cleanup.plan_deletes(reporter, [state for state in doomed if state.key in before])
                cleanup.delete_all(work, executor, doomed, self._session.parallel)
        self._session.finish(work, executor, store)
        summary = reporter.summary(self._outputs(work), interrupted=self._stopped())
        return Result(reporter.failures, summary)

    def _stopped(self) -> bool:
        return self._session.cancel.is_set()

    def _outputs(self, work: Work) -> Mapping[str, Value]:
        root = work.ledger.known(self._session.root)
        return {} if root is None else root.outputs

    def _only_trouble(self, event: Event) -> None:
        """Pass on what a preview that nobody asked for has to say, and nothing else."""
        listener = self._session.on_event
        grave = isinstance(event, Diagnostic) and event.severity in {"warning", "error"}
        if listener is not None and (grave or isinstance(event, StepFailed | Resolved)):
            listener(event)


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
