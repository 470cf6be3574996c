"""One look for a stack's resources among what runs already, from the program to the states."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gcloud.engine.adopt import Adopter
from gcloud.engine.adoption import Adopted, Adoption, UnfinishedError
from gcloud.engine.events import Event, StepPlanned
from gcloud.engine.order import needs
from gcloud.engine.program import Program
from gcloud.engine.reporter import Reporter
from gcloud.engine.session import Session
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.wishes import Claims, Wishes


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be taken over.

    Args:
        ids: object ids by URN, by `Type::name`, or by a logical name that is one resource's.
        only_named: take nothing but these; else everything that is found.
        taken: by type and id, who has an object already, beside this stack's own state.
    """

    ids: Mapping[str, str]
    only_named: bool = False
    taken: Mapping[tuple[str, str], str] | None = None


def look(session: Session, program: Program, request: Request) -> Adoption:
    """Look for a program's resources; nothing is written, and nothing in the cloud is changed.

    Args:
        session: the stack's state.
        program: its program.
        request: what is to be taken over.

    Raises:
        UnfinishedError: a killed run left steps that nobody has looked up yet.
    """
    store = session.store
    if store.unanswered:
        raise UnfinishedError(len(store.unanswered))
    base = tuple(store.snapshot() if isinstance(store, StackStore) else store.resources)
    plans: dict[str, StepPlanned] = {}

    def listen(event: Event) -> None:
        if isinstance(event, StepPlanned):
            # A resource is planned as new first, and once more when its object is found.
            plans[event.urn] = event
        elif session.on_event is not None:
            session.on_event(event)

    work = session.work(Reporter(listen), base)
    wishes = Wishes(request.ids)
    own = {(state.type, state.id): state.urn for state in base if state.custom and state.id}
    adopter = Adopter(
        work,
        wishes,
        Claims({**(request.taken or {}), **own}),
        only_named=request.only_named,
        parallel=session.parallel,
    )
    if program.run(work, adopter, session.cancel.is_set):
        for complaint in wishes.complaints():
            work.reporter.problem(session.root, complaint)
    states = work.ledger.snapshot()
    adopted = adopter.adopted
    return Adoption(
        base=base,
        states=states if adopted and not request.only_named else _supported(states, base, adopted),
        adopted=tuple(
            Adopted(urn, state.type, urns.parse(urn).name, state.id, plans[urn])
            for urn, state in sorted(adopted.items())
        ),
        missing=tuple(sorted(adopter.missing, key=lambda one: one.urn)),
        ambiguous=tuple(sorted(adopter.ambiguous, key=lambda one: one.urn)),
        unseen=tuple(sorted(adopter.unseen, key=lambda one: one.urn)),
        failures=work.reporter.failures,
    )


def adopt(session: Session, found: Adoption) -> None:
    """Take what was found into the state, in one go.

    Args:
        session: the very session that `look` was called with.
        found: what it gave; whole.

    Raises:
        StateError: the state can't be written.
    """
    store, _ = session.begin()
    store.save(found.states)


def _supported(
    states: Iterable[ResourceState], base: Iterable[ResourceState], adopted: Iterable[str]
) -> tuple[ResourceState, ...]:
    """Leave out the components and providers that nothing taken over stands on."""
    every = {state.urn: state for state in states}
    left = [*adopted, *(state.urn for state in base)]
    kept: set[str] = set()
    while left:
        urn = left.pop()
        if urn in every and urn not in kept:
            kept.add(urn)
            left += needs(every[urn])
    return tuple(state for state in states if state.urn in kept or state.delete)
