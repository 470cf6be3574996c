"""Deletes all that a stack's state knows, or what a scope names of it."""

from gcloud.engine import cleanup
from gcloud.engine.refresh import verified
from gcloud.engine.result import Result
from gcloud.engine.scope import Scope
from gcloud.engine.session import Session


def destroy(session: Session, scope: Scope) -> Result:
    """Delete what the state knows.

    Args:
        session: the stack.
        scope: which resources.

    Raises:
        StateError: the state can't be written.
        GovCloudError: the cloud can't be asked about what a killed run left open.
    """
    store, reporter = session.begin()
    try:
        base = verified(session, reporter, session.states(reporter, store), scope, store)
        resources = base.states
        if not reporter.failures:
            cleanup.refuse_protected(reporter, resources)
        if not reporter.failures:
            cleanup.plan_deletes(reporter, reversed(resources))
            work, executor = session.work(reporter, resources), session.executor(store, reporter)
            cleanup.delete_all(work, executor, resources, session.parallel)
            session.finish(work, executor, store)
        return Result(reporter.failures, reporter.summary({}, interrupted=session.cancel.is_set()))
    finally:
        if store.journal.has_entries:
            store.save()
