"""How the cloud differs from what a stack has made of it: changed, missing, foreign.

Nothing is written. What can't be seen is named, so that nobody takes silence
for health.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from gcloud.engine.events import Change
from gcloud.engine.failures import StoppedError
from gcloud.engine.interface import Survey
from gcloud.engine.questions import ask
from gcloud.engine.reporter import Reporter, as_known, shown
from gcloud.engine.scope import Scope
from gcloud.engine.session import Session
from gcloud.engine.sight import Sighting, look
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.targets import Targets
from gcloud.engine.work import Work
from gcloud.errors import GovCloudError

Kind: TypeAlias = Literal["changed", "missing"]


@dataclass(frozen=True, slots=True)
class Drifted:
    """A resource whose object is not as the stack has made it.

    Args:
        urn: the resource.
        type: its type.
        name: its logical name.
        id: its object's id.
        kind: "changed", or "missing" if it is gone.
        changes: what differs, from the wanted value to the object's; fit to be shown.
    """

    urn: str
    type: str
    name: str
    id: str
    kind: Kind
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Foreign:
    """An object that is beside the stack's and that nobody of the stack has made.

    Args:
        type: its type.
        id: its id.
        name: its name; empty if it has none.
        provider: URN of the provider in whose reach it is.
    """

    type: str
    id: str
    name: str
    provider: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something that could not be looked at.

    Args:
        what: a resource's URN, a type whose objects could not be listed, or a provider's URN.
        error: why.
    """

    what: str
    error: GovCloudError


@dataclass(frozen=True, slots=True)
class Drift:
    """How the cloud differs from what a stack has made of it.

    Args:
        drifted: resources that are changed or missing.
        foreign: objects that are not the stack's.
        unseen: what could not be looked at.
        seen: how many of the stack's objects were looked at.
    """

    drifted: tuple[Drifted, ...]
    foreign: tuple[Foreign, ...]
    unseen: tuple[Unseen, ...]
    seen: int

    @property
    def clean(self) -> bool:
        """Whether all was seen and nothing differs."""
        return not (self.drifted or self.foreign or self.unseen)


def find_drift(session: Session, scope: Scope) -> Drift:
    """Compare the cloud with the state; nothing is written.

    Args:
        session: the stack.
        scope: which resources; foreign objects are looked for if it is the whole stack.

    Raises:
        StoppedError: the run is stopped.
        TargetError: the scope names what is not there.
        GovCloudError: the cloud can't be asked about what a killed run left open.
    """
    reporter = Reporter(session.on_event)
    resources = session.states(reporter, None)
    work = session.work(reporter, resources)
    # What waits for its deletion is nothing that anybody wants to keep as it is.
    chosen = Targets(scope.targets).among(resources)
    sightings = look([state for state in chosen if not state.delete], work, session.cancel.is_set)
    unseen = [Unseen(one.before.urn, one.problem) for one in sightings if one.problem is not None]
    foreign: dict[tuple[str, str], Foreign] = {}
    if not scope.targets:
        ours = {(state.type, state.id) for state in resources if state.id}
        for provider, survey in _surveys(resources, work, session.cancel.is_set, unseen):
            foreign.update(_foreign(provider, survey, ours))
            unseen += [Unseen(type_, error) for type_, error in survey.unseen.items()]
    return Drift(
        drifted=tuple(_drifted(one) for one in sightings if one.gone or one.changes),
        foreign=tuple(foreign[key] for key in sorted(foreign)),
        unseen=tuple(dict.fromkeys(unseen)),
        seen=sum(one.problem is None for one in sightings),
    )


def _surveys(
    resources: Iterable[ResourceState], work: Work, stopped: Callable[[], bool], unseen: list[Unseen]
) -> Iterator[tuple[str, Survey]]:
    for state in resources:
        if not state.is_provider:
            continue
        try:
            provider = work.pool.get(urns.provider_reference(state.urn, state.id), work.ledger.known)
            yield state.urn, ask(partial(provider.survey, ()), stopped)
        except StoppedError:
            raise
        except Exception as error:  # noqa: BLE001 - what one provider can't tell must not hide the others
            unseen.append(Unseen(state.urn, as_known(error)))


def _foreign(provider: str, survey: Survey, ours: set[tuple[str, str]]) -> Mapping[tuple[str, str], Foreign]:
    return {
        (live.type, live.id): Foreign(live.type, live.id, live.name, provider)
        for live in survey.objects
        if not live.automatic and (live.type, live.id) not in ours
    }


def _drifted(sighting: Sighting) -> Drifted:
    state = sighting.before
    return Drifted(
        state.urn,
        state.type,
        urns.parse(state.urn).name,
        state.id,
        "missing" if sighting.gone else "changed",
        tuple(shown(change, sighting.secrets) for change in sighting.changes),
    )
