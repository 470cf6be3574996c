"""Deletes what is no longer wanted, or says what would be deleted."""

from collections.abc import Iterable, Sequence

from gcloud.engine.aim import hangers_on
from gcloud.engine.deletes import delete_in_order
from gcloud.engine.events import Op
from gcloud.engine.executor import Executor
from gcloud.engine.failures import NotTriedError, StepFailedError
from gcloud.engine.order import needs
from gcloud.engine.protection import refuse_protected_deletes
from gcloud.engine.reporter import Reporter, as_known
from gcloud.engine.riders import riders
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.targets import TargetError
from gcloud.engine.work import Work


def unwanted(work: Work) -> list[ResourceState]:
    """Give what is to be deleted when the program has ended.

    That is what it no longer names, and what was replaced. What the run is not about stays, and
    so does a replaced object that something which stays as it is still uses.
    """
    ledger, aim = work.ledger, work.aim
    if aim.whole:
        return [*ledger.unregistered(), *ledger.doomed()]
    used: set[str] = set()
    for state in ledger.snapshot():
        if aim.spares(state.urn) and not state.delete:
            used |= needs(state)
    kept = [state for state in ledger.unregistered() if aim.deletes(state.urn)]
    return [*kept, *(one for one in ledger.doomed() if aim.deletes(one.urn) and one.urn not in used)]


def refuse_deletes(work: Work, going: Sequence[ResourceState]) -> None:
    """Report what must not be deleted as failures: what is protected, and what something needs that stays."""
    refuse_protected_deletes(work.reporter, going)
    if work.aim.whole:
        return
    keys = {state.key for state in going}
    staying = [state for state in work.ledger.snapshot() if state.key not in keys]
    gone = [state for state in going if not state.delete]
    for urn, names in hangers_on(gone, staying).items():
        error = TargetError(
            f"{urns.parse(urn).name} would be deleted, but {', '.join(names)} "
            f"{'needs' if len(names) == 1 else 'need'} it and {'is' if len(names) == 1 else 'are'} "
            "not among the targets",
            hint="Add them too, or take this one out.",
            data={"dependents": names},
        )
        work.reporter.failed(urn, "delete", error)


def plan_deletes(reporter: Reporter, states: Iterable[ResourceState]) -> None:
    """Tell what will be deleted."""
    for state in states:
        reporter.planned(
            state.urn, delete_op(state), parent=state.parent, id_=state.id, reason=_why_forgotten(state)
        )


def skip_deletes(reporter: Reporter, states: Iterable[ResourceState], reason: str) -> None:
    """Tell that nothing is deleted now."""
    for state in states:
        reporter.skipped_step(state.urn, delete_op(state), reason)


def delete_all(work: Work, executor: Executor, states: Sequence[ResourceState], parallel: int) -> None:
    """Delete resources, in the order that their dependencies ask for; failures are reported.

    Args:
        work: the run.
        executor: carries each deletion out.
        states: what to delete.
        parallel: how many at once, at most.
    """
    along = riders(states)
    riding = {state.key for group in along.values() for state in group}

    def delete(state: ResourceState) -> bool:
        op = delete_op(state)
        try:
            if _why_forgotten(state):
                executor.forget(state, op=op)
            else:
                provider = work.pool.get(state.provider, work.ledger.known)
                executor.delete(state, provider, op=op, along=along.get(state.key, ()))
            for gone in (state, *along.get(state.key, ())):
                work.ledger.drop(gone)
        except NotTriedError as error:
            work.reporter.skipped_step(state.urn, op, error.message)
            return False
        except StepFailedError:
            return False
        except Exception as error:  # noqa: BLE001 - one failed deletion must not stop the others
            work.reporter.failed(state.urn, op, as_known(error))
            return False
        return True

    def skip(state: ResourceState, reason: str) -> None:
        work.reporter.skipped_step(state.urn, delete_op(state), reason)

    alone = [state for state in states if state.key not in riding]
    delete_in_order(alone, delete, skip, parallel, along)


def delete_op(state: ResourceState) -> Op:
    """Give how a state's deletion is named in events."""
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
