"""Settles operations that were sent and not answered, before a run and at its end.

What became of each is found out by gcloud.engine.recovery; here it is told, and
written down where the run may write.
"""

from collections.abc import Iterable

from gcloud.engine import recovery
from gcloud.engine.interface import Provider
from gcloud.engine.state.replay import Unanswered
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.work import Work


def settle(work: Work, operation: Unanswered, store: StackStore | None) -> None:
    """Find out what became of an operation and take it into the states.

    Args:
        work: the run.
        operation: what was sent.
        store: where it is settled; None for a preview, which settles nothing.

    Raises:
        GovCloudError: the cloud can't be asked.
    """

    def provider_of(state: ResourceState) -> Provider:
        return work.pool.get(state.provider, work.ledger.known)

    found = recovery.resolve(operation, work.ledger.snapshot(), provider_of)
    if store is not None:
        store.journal.end(operation.number, put=found.put, remove=found.remove)
    work.ledger.absorb(found.put, found.remove)
    work.reporter.resolved(operation.state.urn, found.op, found.found, found.text)


def settle_if_possible(work: Work, operations: Iterable[Unanswered], store: StackStore) -> None:
    """Settle what this run has got no answer to; what can't be looked up now stays open."""
    for operation in operations:
        try:
            settle(work, operation, store)
        except Exception as error:  # noqa: BLE001 - it stays open, and the next run looks it up
            work.reporter.note(
                "warning",
                f"what became of it is not known yet, and is looked up by the next run: {error}",
                operation.state.urn,
            )
