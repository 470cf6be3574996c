"""Deletes all that a stack's state knows, or what a scope names of it."""

from gcloud.engine import cleanup
from gcloud.engine.refresh import verified
from gcloud.engine.reporter import Reporter
from gcloud.engine.result import Result
from gcloud.engine.scope import Scope
from gcloud.engine.session import Session
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.targets import Targets


def destroy(session: Session, scope: Scope) -> Result:
    """Delete what the state knows.

    Args:
        session: the stack.
        scope: which resources.

    Raises:
        StateError: the state can't be written.
        TargetError: the scope names what is not there.
        GovCloudError: the cloud can't be asked about what a killed run left open.
    """
    store, reporter = session.begin()
    try:
        before = session.states(reporter, store)
        Targets(scope.targets).require(state.urn for state in before)
        base = verified(session, reporter, before, scope, store)
        if not reporter.failures:
            _delete(session, reporter, base.states, scope, store)
        return Result(reporter.failures, reporter.summary({}, interrupted=session.cancel.is_set()))
    finally:
        if store.journal.has_entries:
            store.save()


def _delete(
    session: Session,
    reporter: Reporter,
    resources: tuple[ResourceState, ...],
    scope: Scope,
    store: StackStore,
) -> None:
    work, executor = session.work(reporter, resources, scope=scope), session.executor(store, reporter)
    going = [state for state in resources if work.aim.deletes(state.urn)]
    cleanup.refuse_deletes(work, going)
    if reporter.failures:
        return
    cleanup.plan_deletes(reporter, reversed(going))
    cleanup.delete_all(work, executor, going, session.parallel)
    session.finish(work, executor, store)
