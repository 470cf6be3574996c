"""The state follows the cloud: what was changed there is taken over, what is gone leaves.

As an operation of its own, and as the first step of a run that verifies: there
the program is compared with what was seen instead of with what was believed.
Either all is seen or nothing is taken over: half a look would make a plan that
is half wrong.

Source: pkg/resource/deploy/deployment_executor.go, refresh.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gcloud.engine.failures import StoppedError
from gcloud.engine.generator import plain_changes
from gcloud.engine.marks import plain
from gcloud.engine.reporter import Reporter
from gcloud.engine.result import Changes, Result
from gcloud.engine.scope import Scope
from gcloud.engine.session import Session
from gcloud.engine.sight import Sighting, look
from gcloud.engine.state import urn as urns
from gcloud.engine.state.integrity import ordered, pruned
from gcloud.engine.state.journal import Journal
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.states import alike
from gcloud.engine.targets import Targets


@dataclass(frozen=True, slots=True)
class Base:
    """The states that a program is compared with.

    Args:
        states: the states.
        believed: what the state had said of resources that were changed behind our back, by URN.
    """

    states: tuple[ResourceState, ...]
    believed: Mapping[str, ResourceState] = field(default_factory=dict)


def refresh(session: Session, scope: Scope) -> Result:
    """Make the state what the cloud is.

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
        resources = session.states(reporter, store)
        Targets(scope.targets).require(state.urn for state in resources)
        seen = _look(session, reporter, resources, scope)
        if not reporter.failures and not session.cancel.is_set():
            for sighting in seen:
                _tell_refreshed(reporter, sighting)
            _write(store.journal, seen)
        return Result(reporter.failures, reporter.summary({}, interrupted=session.cancel.is_set()))
    finally:
        if store.journal.has_entries:
            store.save()


def verified(
    session: Session,
    reporter: Reporter,
    resources: tuple[ResourceState, ...],
    scope: Scope,
    store: StackStore | None,
) -> Base:
    """Give what a run begins with: the states, looked up in the cloud if the scope asks for it.

    Args:
        session: the stack.
        reporter: told of what differs, and of what can't be seen, which fails the run.
        resources: the states.
        scope: whether to look, and at what.
        store: where what was seen is written before anything is done; None for a preview.
    """
    if not scope.verify:
        return Base(resources)
    seen = _look(session, reporter, resources, scope)
    if reporter.failures or session.cancel.is_set():
        return Base(resources)
    differing = [sighting for sighting in seen if sighting.differs]
    if not differing:
        return Base(resources)
    for sighting in differing:
        _tell_verified(reporter, sighting)
    if store is not None:
        _write(store.journal, differing)
        store.journal.flush()
    return Base(
        followed(resources, differing),
        {sighting.before.urn: sighting.before for sighting in differing if not sighting.before.delete},
    )


def seen_before(
    journal: Journal, planned: Changes | None, before: tuple[ResourceState, ...], scope: Scope
) -> Base | None:
    """Give what a preview has seen of the cloud, written down; None if that is of no use any more.

    Args:
        journal: where it is written before anything is done.
        planned: what the preview has found.
        before: the states as they are.
        scope: what the run is about.
    """
    if planned is None or not scope.verify or planned.scope != scope or not alike(planned.before, before):
        return None
    after = {state.key: state for state in planned.base}
    for state in before:
        now = after.get(state.key)
        if now is None:
            journal.remove(state.key)
        elif now != state:
            journal.put(now)
    journal.flush()
    return Base(planned.base, planned.believed)


def followed(resources: Iterable[ResourceState], seen: Iterable[Sighting]) -> tuple[ResourceState, ...]:
    """Give states as they are after what was seen; references to what is gone are dropped."""
    after = {sighting.before.key: sighting.after for sighting in seen if sighting.differs}
    kept = [after.get(state.key, state) for state in resources]
    return ordered(pruned(state for state in kept if state is not None))


def _look(
    session: Session, reporter: Reporter, resources: tuple[ResourceState, ...], scope: Scope
) -> tuple[Sighting, ...]:
    """Look at what the scope names; what can't be seen is a failure of the run."""
    # What a verified run is to make need not be there to be looked at.
    chosen = [state for state in resources if Targets(scope.targets).include(state.urn)]
    try:
        seen = look(chosen, session.work(reporter, resources), session.cancel.is_set)
    except StoppedError:
        return ()
    for sighting in seen:
        if sighting.problem is not None:
            reporter.failed(sighting.before.urn, "refresh", sighting.problem)
    return seen


def _write(journal: Journal, seen: Iterable[Sighting]) -> None:
    for sighting in seen:
        if sighting.gone:
            journal.remove(sighting.before.key)
        elif sighting.differs and sighting.after is not None:
            journal.put(sighting.after)


def _tell_refreshed(reporter: Reporter, sighting: Sighting) -> None:
    before, after = sighting.before, sighting.after
    if not sighting.differs:
        if not before.delete:
            reporter.planned(before.urn, "same", parent=before.parent, id_=before.id)
        return
    changes = sighting.changes
    if after is not None and not changes:
        changes = plain_changes(plain(before.outputs), plain(after.outputs))
    reporter.planned(
        before.urn,
        "refresh",
        changes=changes,
        secrets=sighting.secrets,
        parent=before.parent,
        id_=before.id,
        reason="it is gone" if after is None else "",
    )
    since = reporter.started(before.urn, "refresh")
    reporter.finished(before.urn, "refresh", since, before.id)


def _tell_verified(reporter: Reporter, sighting: Sighting) -> None:
    name = urns.parse(sighting.before.urn).name
    if sighting.gone:
        reporter.note("warning", f"{name} was deleted behind our back", sighting.before.urn)
    elif sighting.changes:
        paths = ", ".join(change.path for change in sighting.changes)
        reporter.note("warning", f"{name} was changed behind our back: {paths}", sighting.before.urn)
