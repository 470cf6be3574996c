"""Deletes what is no longer wanted, or says what would be deleted."""

from collections.abc import Iterable, Sequence

from gcloud.engine.deletes import delete_in_order
from gcloud.engine.events import Op
from gcloud.engine.executor import Executor, NotTriedError, StepFailedError
from gcloud.engine.reporter import Reporter, as_known
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.work import Work
from gcloud.errors import InputError


class ProtectedError(InputError):
    """A protected resource would have to be deleted."""


def plan_deletes(reporter: Reporter, states: Iterable[ResourceState]) -> None:
    """Tell what will be deleted."""
    for state in states:
        reporter.planned(
            state.urn, delete_op(state), parent=state.parent, id_=state.id, reason=_why_forgotten(state)
        )


def refuse_protected(reporter: Reporter, states: Iterable[ResourceState]) -> None:
    """Report each protected resource among those that would be deleted as a failure."""
    for state in states:
        if state.protect and not state.delete:
            error = ProtectedError(
                f"{urns.parse(state.urn).name} would be deleted, but it is protected",
                hint="Remove `protect` from it in the program and run `up` first.",
            )
            reporter.failed(state.urn, "delete", error)


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
    going = {state.urn for state in states}

    def delete(state: ResourceState) -> bool:
        op = delete_op(state)
        try:
            if _why_forgotten(state) or state.deleted_with in going:
                executor.forget(state, op=op)
            else:
                executor.delete(state, work.pool.get(state.provider, work.ledger.known), op=op)
        except NotTriedError as error:
            work.reporter.skipped_step(state.urn, op, error.message)
            return False
        except StepFailedError:
            return False
        except Exception as error:  # noqa: BLE001 - one failed deletion must not stop the others
            work.reporter.failed(state.urn, op, as_known(error))
            return False
        work.ledger.drop(state)
        return True

    def skip(state: ResourceState, reason: str) -> None:
        work.reporter.skipped_step(state.urn, delete_op(state), reason)

    delete_in_order(states, delete, skip, parallel)


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
