"""What became of the objects that a state knows.

They are looked at in bulk, all of one provider at once, and compared with what
the state says. An object that is as the state has it gives the very same state,
so that looking alone changes nothing. Components and providers are in the state
only; there is nothing to look at.

Source: pkg/resource/deploy/step.go, RefreshStep.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from gcloud.engine import paths, states
from gcloud.engine.interface import Known, Observation, PropertyChange, Provider, ReadResult
from gcloud.engine.marks import mark_like, plain, secret_names
from gcloud.engine.planner import known_part
from gcloud.engine.questions import ask_all
from gcloud.engine.reporter import as_known
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.work import Work
from gcloud.errors import GovCloudError


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen of one resource's object.

    Args:
        before: its state.
        after: its state as the object is; the very same if nothing differs, None if it is gone
            or could not be seen.
        changes: how the object differs from what the state wants it to be, which is what the
            next `up` puts right; from the state's value to the object's.
        problem: why it could not be seen.
    """

    before: ResourceState
    after: ResourceState | None
    changes: tuple[PropertyChange, ...] = ()
    problem: GovCloudError | None = None

    @property
    def gone(self) -> bool:
        """Whether the object is not there any more."""
        return self.after is None and self.problem is None

    @property
    def differs(self) -> bool:
        """Whether the state is not what was seen."""
        return self.problem is None and self.after is not self.before

    @property
    def secrets(self) -> frozenset[str]:
        """The names of the properties that must not be shown."""
        found = secret_names(self.before.inputs) | secret_names(self.before.outputs)
        return found if self.after is None else found | secret_names(self.after.outputs)


def look(resources: Iterable[ResourceState], work: Work, stopped: Callable[[], bool]) -> tuple[Sighting, ...]:
    """Look at the objects of resources; what has none is left out.

    Args:
        resources: states, protected ones and such that were only read included.
        work: the run.
        stopped: whether it is stopped.

    Raises:
        StoppedError: it is.
    """
    groups: dict[str, list[ResourceState]] = defaultdict(list)
    for state in resources:
        if state.custom and not state.is_provider and not state.pending_replacement and state.id:
            groups[state.provider].append(state)

    def seen(reference: str) -> list[Sighting]:
        return _look_at(groups[reference], reference, work)

    found = ask_all([partial(seen, reference) for reference in groups], stopped)
    return tuple(sighting for group in found for sighting in group)


def _look_at(resources: Sequence[ResourceState], reference: str, work: Work) -> list[Sighting]:
    try:
        provider = work.pool.get(reference, work.ledger.known)
        observed = provider.observe(
            [
                Known(state.type, state.urn, state.id, plain(state.inputs), plain(state.outputs))
                for state in resources
            ]
        )
        return [_sighting(state, seen, provider) for state, seen in zip(resources, observed, strict=True)]
    except Exception as error:  # noqa: BLE001 - what can't be asked at all can't be seen either
        known = as_known(error)
        return [Sighting(state, None, problem=known) for state in resources]


def _sighting(state: ResourceState, seen: Observation, provider: Provider) -> Sighting:
    if seen.live is None:
        return Sighting(state, None, problem=seen.problem)
    after = as_seen(state, seen.live, provider)
    if after is state:
        return Sighting(state, state)
    return Sighting(state, after, _behind_our_back(state, after, provider))


def as_seen(state: ResourceState, live: ReadResult, provider: Provider) -> ResourceState:
    """Give a state as its object is; the very same if nothing differs.

    What is secret in the state stays so. That a creation was not completed stays noted too: an
    object that can be read need not be one that can be used.
    """
    inputs = mark_like(live.inputs, state.inputs)
    # Which of them are defaults is what `check` has said of them; no object tells it.
    if known_part(inputs) == known_part(state.inputs):
        inputs = dict(state.inputs)
    found = replace(state, id=live.id, inputs=inputs)
    outputs = states.marked(live.outputs, found, states.secret_outputs(state, provider))
    outputs = mark_like(outputs, state.outputs)
    # The inputs of what was only read are what its reading gave, and no wish of anybody's.
    if live.id == state.id and outputs == state.outputs and (state.external or inputs == state.inputs):
        return state
    return replace(found, outputs=outputs, modified=states.now())


def _behind_our_back(
    state: ResourceState, after: ResourceState, provider: Provider
) -> tuple[PropertyChange, ...]:
    if state.external:
        # Nobody of ours wants it to be anything.
        return ()
    wanted = paths.reset(state.inputs, after.inputs, state.ignore_changes)
    diff = provider.diff(
        state.type, after.id, plain(after.inputs), plain(after.outputs), plain(wanted), state.ignore_changes
    )
    return tuple(
        PropertyChange(change.path, change.new, change.old, change.replaces) for change in diff.changes
    )


def is_gone(state: ResourceState, provider: Provider) -> bool:
    """Tell whether an object is not there any more; False if the cloud can't be asked."""
    try:
        live = provider.read(state.type, state.urn, state.id, plain(state.inputs), plain(state.outputs))
    except Exception:  # noqa: BLE001 - the failure that led here is told; this was only a second look
        return False
    return live is None
