"""The embedded engine: the program hosted by us, the cloud reached by our own provider.

Opened for changes it holds the stack's lock until it is closed, and what a
preview found is what `up` then applies. A plan takes no lock and writes
nothing.
"""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from gcloud import __version__
from gcloud.cloud.gate import Gate
from gcloud.deploy.basis import Basis, Planned
from gcloud.deploy.ending import untold, word_of
from gcloud.deploy.hosting import deployment_on
from gcloud.deploy.location import LOCAL_FOLDER, prepare_local
from gcloud.deploy.outcome import Collector, Listener, Outcome, silent
from gcloud.deploy.plan_hash import plan_hash
from gcloud.deploy.providers import OpenStackProviders, Providers
from gcloud.deploy.recording import recorded
from gcloud.deploy.relay import Relay
from gcloud.deploy.remembering import Remembering
from gcloud.deploy.target import Target
from gcloud.deploy.wish import Name
from gcloud.engine.adoption import Adoption
from gcloud.engine.deployment import Deployment
from gcloud.engine.drift import Drift
from gcloud.engine.plugin import Plugins
from gcloud.engine.pool import MakeProvider
from gcloud.engine.process import Child, Start
from gcloud.engine.result import Result
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.state import stackfile
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import StackView, read_stack
from gcloud.engine.takeover import Request


class EmbeddedEngine:
    """The embedded engine on one target; open it with `with`.

    Args:
        target: what to deploy.
        passphrase: of the state's secrets.
        changes: lock the stack, to change it; without that only a preview can be made.
        providers: makes what reaches the cloud; without it our own do.
        start: starts the program's processes.
    """

    name: Name = "embedded"
    version = __version__

    def __init__(
        self,
        target: Target,
        passphrase: str,
        *,
        changes: bool,
        providers: Providers | None = None,
        start: Start = Child,
    ) -> None:
        self._target = target
        self._providers = providers or OpenStackProviders(Gate(target.parallel))
        self._passphrase = passphrase
        self._changes = changes
        self._config = stackfile.resolve(target.settings, lambda: passphrase)
        self._planned: Planned | None = None
        self._bound = False
        self._held = ExitStack()
        self._relay = Relay(self._config)
        self._start = start
        self._plugins = Plugins(target.program.folder, target.program.project, self._relay.say, start)
        self._store: StackStore | StackView = StackView(())
        self._memory = Remembering(target, self.name)

    def __enter__(self) -> Self:
        """Read the state, and lock it where it will be changed.

        Raises:
            LockedError: another run holds it.
            StateError: it can't be used; says what to do.
        """
        what = self._target
        folder = what.backend.local()
        self._held.enter_context(self._plugins)
        if not self._changes:
            self._store = read_stack(folder, what.program.project, what.stack, self._passphrase)
            return self
        if folder.is_relative_to(what.site / LOCAL_FOLDER):
            prepare_local(what.site)
        self._store = self._held.enter_context(
            StackStore.open(
                folder, what.program.project, what.stack, self._passphrase, salt=what.settings.salt
            )
        )
        self._memory.watch()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Compact the journal into the state, give the lock back and end every process."""
        try:
            self._held.close()
        finally:
            self._memory.close(well=kind is None)

    def preview(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Find out what `up` would do, changing nothing; see Engine."""
        collector = Collector(self._target.program.packages, listener)
        scope = self._memory.scoped(scope, collector)
        self._memory.begins(changing=False)
        planned = self._deployment(collector, cancel, self._providers.planning).preview(scope)
        outcome = collector.outcome(touched=planned.touched, also_failed=untold(planned.failures))
        self._planned = Planned(planned, scope, plan_hash(outcome))
        if scope.verify and planned.ok and not outcome.nothing_to_do:
            self._memory.looks_due("a verified plan found changes")
        if planned.ok and outcome.nothing_to_do:
            self._ended_well(scope)
        return outcome

    def up(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Make the cloud what the program says; see Engine."""
        scope = self._memory.scoped(scope, silent)
        planned = self._planned if self._planned is not None and self._planned.scope == scope else None
        self._planned = None

        def work(deployment: Deployment) -> Result:
            return deployment.up(None if planned is None else planned.changes, scope, exactly=self._bound)

        outcome = self._run("update", work, listener, cancel, scope, planned.hash if planned else "")
        if not (outcome.failed or outcome.skipped or outcome.interrupted):
            self._ended_well(scope)
        return outcome

    def destroy(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Delete everything that the state knows, or what the scope names; see Engine."""
        return self._run("destroy", lambda deployment: deployment.destroy(scope), listener, cancel, scope)

    def refresh(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Make the state what the cloud is; see Engine."""
        outcome = self._run("refresh", lambda deployment: deployment.refresh(scope), listener, cancel, scope)
        if not scope.targets and not (outcome.failed or outcome.interrupted):
            self._memory.looked()
        return outcome

    def drift(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Drift:
        """Find out where the cloud is not what the state says; see Engine."""
        collector = Collector(self._target.program.packages, listener)
        found = self._deployment(collector, cancel, self._providers.planning).drift(scope)
        if found.drifted:
            self._memory.looks_due(f"drift was found in {len(found.drifted)} resources")
        return found

    def look(
        self, request: Request, listener: Listener | None = None, cancel: threading.Event | None = None
    ) -> Adoption:
        """Find out what of the program runs already; nothing is written, nothing in the cloud is changed."""
        collector = Collector(self._target.program.packages, listener)
        return self._deployment(collector, cancel, self._providers.planning).look(request)

    def adopt(self, found: Adoption) -> None:
        """Take what `look` has found into the state.

        Raises:
            StateError: the state can't be written.
        """
        store = self._store
        if not isinstance(store, StackStore):
            raise TypeError("the engine was opened for a plan only")
        collector = Collector(self._target.program.packages)
        with recorded(store.record, self._target, "import", self.name, WHOLE) as ending:
            self._deployment(collector, None, self._providers.planning).adopt(found)
            ending.result = "succeeded"
            ending.changes = {"import": len(found.adopted)}

    def basis(self) -> Basis:
        """Tell what the last preview has found; see Engine."""
        if self._planned is None:
            raise TypeError("nothing was planned yet")
        return Basis(self.resources(), self._planned.changes)

    def bind(self) -> None:
        """Let the next `up` do exactly what the last preview has found; see Engine."""
        self._bound = True

    def rest(self) -> None:
        """Take little memory until it is worked on again; see Engine."""
        if self._planned is not None:
            self._planned.rest()
        if isinstance(self._store, StackStore):
            self._store.rest()

    def resources(self) -> tuple[ResourceState, ...]:
        """Return what the state holds, in dependency order."""
        return tuple(self._store.resources)

    def _run(  # noqa: PLR0917 - the protocol's arguments, and what is done
        self,
        kind: str,
        work: Callable[[Deployment], Result],
        listener: Listener | None,
        cancel: threading.Event | None,
        scope: Scope,
        plan: str = "",
    ) -> Outcome:
        store = self._store
        if not isinstance(store, StackStore):
            raise TypeError("the engine was opened for a plan only")
        self._memory.begins(changing=True)
        collector = Collector(self._target.program.packages, listener)
        deployment = self._deployment(collector, cancel, self._providers.changing)
        with recorded(store.record, self._target, kind, self.name, scope) as ending:
            result = work(deployment)
            outcome = collector.outcome(also_failed=untold(result.failures))
            ending.result = word_of(result)
            ending.changes = result.summary.counts
            ending.plan = plan or plan_hash(outcome)
        return outcome

    def _ended_well(self, scope: Scope) -> None:
        if isinstance(self._store, StackStore) and not scope.targets:
            self._memory.ended_well(self._store)

    def _deployment(
        self, collector: Collector, cancel: threading.Event | None, providers: MakeProvider
    ) -> Deployment:
        return deployment_on(
            self._target,
            passphrase=self._passphrase,
            config=self._config,
            store=self._store,
            providers=providers,
            plugins=self._plugins,
            listener=self._relay.listen(collector),
            cancel=cancel,
            reads=self._memory.reads if self._changes else None,
            start=self._start,
        )
