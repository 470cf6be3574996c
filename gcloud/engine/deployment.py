"""Preview, up and destroy of one stack.

The order of a run: what a killed run left unanswered is looked up; the program
runs in a preview, so that whatever can't be done is refused before anything is
touched; it runs for real; when it has ended well, what it no longer names and
what was replaced is deleted; the checkpoint is written. A run that fails or is
stopped writes it too: what was done is done.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from gcloud.engine import recovery
from gcloud.engine.apply import Applier
from gcloud.engine.condemned import Condemned
from gcloud.engine.deletes import delete_in_order
from gcloud.engine.engine_service import EngineService
from gcloud.engine.events import Diagnostic, Event, Op, Resolved, Severity, StepFailed, StepPlanned
from gcloud.engine.executor import Executor, StepFailedError, StoppedError
from gcloud.engine.host import Host, ProgramError, ProgramRun, run_program
from gcloud.engine.interface import Provider
from gcloud.engine.ledger import Ledger
from gcloud.engine.monitor import MonitorService
from gcloud.engine.planner import Planner
from gcloud.engine.pool import MakeProvider, ProviderPool
from gcloud.engine.registrar import Performer, ProtectedError, Registrar
from gcloud.engine.reporter import Listener, Reporter, as_known
from gcloud.engine.result import Changes, Result
from gcloud.engine.state import urn as urns
from gcloud.engine.state.replay import Unanswered
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import StackView
from gcloud.engine.values import SECRET_TEXT, Secret, Value
from gcloud.errors import GovCloudError

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
        self._program = program
        self._project = project
        self._stack = stack
        self._config = dict(config)
        self._store = store
        self._make = providers
        self._parallel = parallel
        self._on_event = on_event
        self._cancel = cancel or threading.Event()
        self._host = host
        self._root = urns.root(stack, project)

    def preview(self) -> Changes:
        """Find out what `up` would do; nothing is called that changes anything.

        Raises:
            GovCloudError: the cloud can't be asked about what a killed run left open.
        """
        reporter, steps = self._gathering(self._on_event)
        resources = self._after_recovery(reporter, None)
        return self._plan(reporter, steps, resources)

    def up(self, planned: Changes | None = None) -> Result:
        """Make the cloud what the program says.

        Args:
            planned: what a preview has found; it is used if the state is still the same, else
                (and without it) a preview is made first.

        Raises:
            StateError: the state can't be written.
            GovCloudError: the cloud can't be asked about what a killed run left open.
        """
        store = self._locked()
        reporter = Reporter(self._on_event)
        self._pass_on_notices(reporter)
        try:
            resources = self._after_recovery(reporter, store)
            if planned is None or planned.base != resources:
                quiet, steps = self._gathering(self._only_trouble)
                planned = self._plan(quiet, steps, resources)
            if planned.failures or self._cancel.is_set():
                return Result(planned.failures, reporter.summary({}, interrupted=self._cancel.is_set()))
            if not planned.touched:
                return self._unchanged(reporter, planned)
            return self._apply(store, reporter, resources)
        finally:
            if store.journal.has_entries:
                store.save()

    def preview_destroy(self) -> Changes:
        """Find out what `destroy` would do."""
        reporter, steps = self._gathering(self._on_event)
        resources = self._after_recovery(reporter, None)
        self._refuse_protected(reporter, resources)
        for state in reversed(resources):
            self._plan_delete(reporter, state)
        summary = reporter.summary({}, interrupted=False)
        return Changes(resources, tuple(steps), reporter.failures, bool(resources), summary)

    def destroy(self) -> Result:
        """Delete everything that the state knows.

        Raises:
            StateError: the state can't be written.
            GovCloudError: the cloud can't be asked about what a killed run left open.
        """
        store = self._locked()
        reporter = Reporter(self._on_event)
        self._pass_on_notices(reporter)
        try:
            resources = self._after_recovery(reporter, store)
            self._refuse_protected(reporter, resources)
            if not reporter.failures:
                for state in reversed(resources):
                    self._plan_delete(reporter, state)
                ledger, pool = Ledger(resources), ProviderPool(self._make)
                executor = Executor(store.journal, reporter, self._parallel, self._cancel.is_set)
                self._delete(resources, ledger, pool, executor, reporter)
                self._look_up_unanswered(store, executor, ledger, pool, reporter)
                store.save(ledger.snapshot())
            return Result(reporter.failures, reporter.summary({}, interrupted=self._cancel.is_set()))
        finally:
            if store.journal.has_entries:
                store.save()

    # -- preview ---------------------------------------------------------------------------------

    def _plan(
        self, reporter: Reporter, steps: Sequence[StepPlanned], resources: tuple[ResourceState, ...]
    ) -> Changes:
        ledger, pool = Ledger(resources), ProviderPool(self._make)
        planner = Planner(ledger, Condemned(ledger, pool))
        came_to_its_end = self._run(planner, ledger, pool, reporter)
        if came_to_its_end:
            for state in (*ledger.unregistered(), *ledger.doomed()):
                ledger.touch()
                self._plan_delete(reporter, state)
            self._refuse_protected(reporter, ledger.unregistered())
        summary = reporter.summary(self._outputs(ledger), interrupted=self._cancel.is_set())
        return Changes(resources, tuple(steps), reporter.failures, ledger.touched, summary)

    def _plan_delete(self, reporter: Reporter, state: ResourceState) -> None:
        reporter.planned(
            state.urn, _delete_op(state), parent=state.parent, id_=state.id, reason=_why_forgotten(state)
        )

    def _refuse_protected(self, reporter: Reporter, states: Sequence[ResourceState]) -> None:
        for state in states:
            if state.protect and not state.delete:
                error = ProtectedError(
                    f"{urns.parse(state.urn).name} would be deleted, but it is protected",
                    hint="Remove `protect` from it in the program and run `up` first.",
                )
                reporter.failed(state.urn, "delete", error)

    def _unchanged(self, reporter: Reporter, planned: Changes) -> Result:
        """End a run for which there is nothing to do: the program's second run would do nothing too."""
        for step in planned.steps:
            reporter.planned(step.urn, step.op, parent=step.parent, id_=step.id)
        return Result((), reporter.summary(planned.summary.outputs, interrupted=False))

    # -- up --------------------------------------------------------------------------------------

    def _apply(self, store: StackStore, reporter: Reporter, resources: tuple[ResourceState, ...]) -> Result:
        ledger, pool = Ledger(resources), ProviderPool(self._make)
        executor = Executor(store.journal, reporter, self._parallel, self._cancel.is_set)
        came_to_its_end = self._run(Applier(ledger, pool, executor), ledger, pool, reporter)
        doomed = [*ledger.unregistered(), *ledger.doomed()] if came_to_its_end else []
        if reporter.troubled or self._cancel.is_set():
            for state in doomed:
                reporter.skipped_step(
                    state.urn, _delete_op(state), "nothing is deleted after a failure; the next run does it"
                )
        else:
            for state in doomed:
                if not state.delete or state in resources:
                    self._plan_delete(reporter, state)
            self._delete(doomed, ledger, pool, executor, reporter)
        self._look_up_unanswered(store, executor, ledger, pool, reporter)
        if ledger.touched:
            store.save(ledger.snapshot())
        summary = reporter.summary(self._outputs(ledger), interrupted=self._cancel.is_set())
        return Result(reporter.failures, summary)

    def _run(self, performer: Performer, ledger: Ledger, pool: ProviderPool, reporter: Reporter) -> bool:
        """Run the program; True if it came to its end."""
        run = ProgramRun(
            folder=self._program,
            project=self._project,
            stack=self._stack,
            preview=performer.previewing,
            parallel=self._parallel,
            config={key: _bare(value) for key, value in self._config.items()},
            secret_keys=tuple(key for key, value in self._config.items() if isinstance(value, Secret)),
        )
        registrar = Registrar(
            project=self._project,
            stack=self._stack,
            ledger=ledger,
            pool=pool,
            reporter=reporter,
            performer=performer,
            package_config=self._package_config,
            stopped=self._cancel.is_set,
        )
        say = self._discreet(reporter)
        service = EngineService(say)
        error = self._host(run, MonitorService(run, registrar, reporter), service, say, self._cancel.is_set)
        if error is None and service.errors:
            error = ProgramError("the program reported an error", hint="See its messages.")
        if error is not None and not _is_told(error, reporter):
            error.message = self._without_secrets(error.message)
            error.data["trace"] = [self._without_secrets(line) for line in error.data.get("trace", ())]
            reporter.problem(self._root, error, str(error.data.get("position", "")))
        return error is None and not self._cancel.is_set()

    def _discreet(self, reporter: Reporter) -> Callable[..., None]:
        """Give a way to pass a program's words on that leaves out the secrets of its configuration."""

        def say(severity: Severity, text: str, urn: str = "") -> None:
            reporter.note(severity, self._without_secrets(text), urn)

        return say

    def _without_secrets(self, text: str) -> str:
        for value in self._config.values():
            if isinstance(value, Secret) and value.value:
                text = text.replace(str(value.value), SECRET_TEXT)
        return text

    def _delete(
        self,
        condemned: Sequence[ResourceState],
        ledger: Ledger,
        pool: ProviderPool,
        executor: Executor,
        reporter: Reporter,
    ) -> None:
        going = {state.urn for state in condemned}

        def delete(state: ResourceState) -> bool:
            op = _delete_op(state)
            try:
                if _why_forgotten(state) or state.deleted_with in going:
                    executor.forget(state, op=op)
                else:
                    executor.delete(state, pool.get(state.provider, ledger.known), op=op)
            except StoppedError as error:
                reporter.skipped_step(state.urn, op, error.message)
                return False
            except StepFailedError:
                return False
            except Exception as error:  # noqa: BLE001 - one failed deletion must not stop the others
                reporter.failed(state.urn, op, as_known(error))
                return False
            ledger.drop(state)
            return True

        def skip(state: ResourceState, reason: str) -> None:
            reporter.skipped_step(state.urn, _delete_op(state), reason)

        delete_in_order(condemned, delete, skip, self._parallel)

    # -- what is not answered --------------------------------------------------------------------

    def _after_recovery(self, reporter: Reporter, store: StackStore | None) -> tuple[ResourceState, ...]:
        """Give the states, with what a killed run had left open looked up.

        Args:
            reporter: told of each.
            store: where it is settled; None for a preview, which settles nothing.
        """
        resources = self._store.snapshot() if isinstance(self._store, StackStore) else self._store.resources
        if not self._store.unanswered:
            return tuple(resources)
        ledger, pool = Ledger(resources), ProviderPool(self._make)
        for operation in self._store.unanswered:
            self._settle(operation, store, ledger, pool, reporter)
        return tuple(ledger.snapshot())

    def _look_up_unanswered(
        self, store: StackStore, executor: Executor, ledger: Ledger, pool: ProviderPool, reporter: Reporter
    ) -> None:
        """Look up what this run has got no answer to, now that nothing else is under way."""
        for operation in executor.unanswered:
            try:
                self._settle(operation, store, ledger, pool, reporter)
            except Exception as error:  # noqa: BLE001 - it stays open, and the next run looks it up
                reporter.note(
                    "warning",
                    f"what became of it is not known yet, and is looked up by the next run: {error}",
                    operation.state.urn,
                )

    def _settle(
        self,
        operation: Unanswered,
        store: StackStore | None,
        ledger: Ledger,
        pool: ProviderPool,
        reporter: Reporter,
    ) -> None:
        def provider_of(state: ResourceState) -> Provider:
            return pool.get(state.provider, ledger.known)

        found = recovery.resolve(operation, ledger.snapshot(), provider_of)
        if store is not None:
            store.journal.end(operation.number, put=found.put, remove=found.remove)
        ledger.absorb(found.put, found.remove)
        reporter.resolved(operation.state.urn, found.op, found.found, found.text)

    # -- small things ----------------------------------------------------------------------------

    def _locked(self) -> StackStore:
        if not isinstance(self._store, StackStore):
            raise TypeError("a run needs the stack's store, not a view of it")
        return self._store

    def _pass_on_notices(self, reporter: Reporter) -> None:
        for notice in self._store.notices:
            reporter.note("info", notice)

    def _package_config(self, package: str) -> dict[str, Value]:
        prefix = f"{package}:"
        return {
            key.removeprefix(prefix): value for key, value in self._config.items() if key.startswith(prefix)
        }

    def _outputs(self, ledger: Ledger) -> Mapping[str, Value]:
        root = ledger.known(self._root)
        return {} if root is None else root.outputs

    def _gathering(self, listener: Callable[[Event], None] | None) -> tuple[Reporter, list[StepPlanned]]:
        steps: list[StepPlanned] = []

        def listen(event: Event) -> None:
            if isinstance(event, StepPlanned):
                steps.append(event)
            if listener is not None:
                listener(event)

        return Reporter(listen), steps

    def _only_trouble(self, event: Event) -> None:
        """Pass on what a preview that nobody asked for has to say, and nothing else."""
        grave = isinstance(event, Diagnostic) and event.severity in {"warning", "error"}
        if self._on_event is not None and (grave or isinstance(event, StepFailed | Resolved)):
            self._on_event(event)


def _is_told(error: GovCloudError, reporter: Reporter) -> bool:
    """Tell whether a program has failed of nothing but what was told already (a data source's refusal)."""
    return any(failure.error.message in error.message for failure in reporter.failures)


def _bare(value: str | Secret) -> str:
    return str(value.value) if isinstance(value, Secret) else value


def _delete_op(state: ResourceState) -> Op:
    return "delete-replaced" if state.delete else "delete"


def _why_forgotten(state: ResourceState) -> str:
    """Say why a resource goes without its provider being asked; empty if it is asked."""
    if not state.custom or state.is_provider:
        return "it is only in the state"
    if state.external:
        return "it was only read"
    if state.retain_on_delete:
        return "it is kept in the cloud"
    if state.pending_replacement:
        return "it was deleted already"
    return ""
