"""Finds out what became of operations that were sent and never answered.

A create may have made its object or not; the provider looks for it by the
natural key, leaving out what was there before. What is found is taken into the
state, marked as not completed, so that the run continues with it. An update is
read back, so that the next comparison is with what is there. A delete has
happened if the object is gone. Nothing is ever sent a second time blindly.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from gcloud.engine import states
from gcloud.engine.events import Op
from gcloud.engine.interface import Provider, ReadResult, UnsearchableError
from gcloud.engine.marks import mark_like, plain
from gcloud.engine.state import urn as urns
from gcloud.engine.state.replay import Unanswered
from gcloud.engine.state.resource import Key, ResourceState
from gcloud.engine.values import Value

_INTERRUPTED = "its {} was interrupted"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of one operation.

    Args:
        operation: the operation.
        found: the object is there.
        put: states that follow from it.
        remove: keys of states that are gone.
        text: one sentence for people.
    """

    operation: Unanswered
    found: bool
    put: tuple[ResourceState, ...]
    remove: tuple[Key, ...]
    text: str

    @property
    def op(self) -> Op:
        """The operation as events name it."""
        word = self.operation.operation
        return "update" if word == "update" else "delete" if word == "delete" else "create"


def resolve(
    operation: Unanswered,
    resources: Iterable[ResourceState],
    provider_of: Callable[[ResourceState], Provider],
) -> Resolution:
    """Find out what became of an operation.

    Args:
        operation: what was sent.
        resources: all states that are known.
        provider_of: gives a state's provider.

    Raises:
        GovCloudError: the cloud can't be asked.
        UnsearchableError: only people can find it out.
    """
    state = operation.state
    if not state.custom or state.is_provider:
        return Resolution(operation, False, (), (), "nothing had been sent for it")
    known = {other.key: other for other in resources}
    if operation.operation == "delete":
        return _deleted(operation, provider_of, known)
    provider = provider_of(state)
    if operation.operation == "update":
        return _updated(operation, provider, known)
    return _created(operation, provider, known)


def _created(operation: Unanswered, provider: Provider, known: Mapping[Key, ResourceState]) -> Resolution:
    state = operation.state
    inputs = plain(state.inputs)
    ids = {other.id for other in known.values() if other.type == state.type and other.id}
    try:
        id_ = provider.find(state.type, inputs, (operation.existing or frozenset()) | ids)
    except UnsearchableError as error:
        raise _left_to_people(state, error) from error
    live = None if id_ is None else provider.read(state.type, state.urn, id_, inputs, None)
    if id_ is None or live is None:
        return Resolution(
            operation, False, (), (), "it had not been made; it is made now if it is still wanted"
        )
    found = states.created(
        replace(state, inputs=_as_found(state.inputs, state.inputs, live)),
        live.id,
        live.outputs,
        states.secret_outputs(state, provider),
        (_INTERRUPTED.format("creation"),),
    )
    before = known.get(Key(state.urn))
    beside = () if before is None or before.pending_replacement else (replace(before, delete=True),)
    text = f"it had been made ({live.id}) and is taken over"
    return Resolution(operation, True, (found, *beside), (), text)


def _left_to_people(state: ResourceState, error: UnsearchableError) -> UnsearchableError:
    return UnsearchableError(
        f"{urns.parse(state.urn).name} ({state.type}) was being made when a run ended, and whether it was "
        f"is not known: {error.message}",
        hint="Look yourself whether it is there, then say so: `govcloud state repair SITE --made "
        f"{urns.parse(state.urn).name}=ID`, or `--not-made {urns.parse(state.urn).name}`. Until then nothing "
        "is touched.",
        data={"urn": state.urn},
    )


def _updated(operation: Unanswered, provider: Provider, known: Mapping[Key, ResourceState]) -> Resolution:
    sent = operation.state
    before = known.get(Key(sent.urn))
    if before is None:
        return Resolution(operation, False, (), (), "it is not in the state any more")
    live = provider.read(sent.type, sent.urn, sent.id, plain(before.inputs), plain(before.outputs))
    if live is None:
        return Resolution(
            operation, False, (), (before.key,), "it is gone; it is made anew if it is still wanted"
        )
    secrets = states.secret_outputs(before, provider)
    found = replace(
        before,
        inputs=_as_found(before.inputs, sent.inputs, live),
        outputs=states.marked(live.outputs, before, secrets),
        init_errors=(_INTERRUPTED.format("update"),),
        modified=states.now(),
    )
    return Resolution(operation, True, (found,), (), "it is there; its update is continued")


def _deleted(
    operation: Unanswered,
    provider_of: Callable[[ResourceState], Provider],
    known: Mapping[Key, ResourceState],
) -> Resolution:
    state = operation.state
    if _gone(state, provider_of(state)):
        here = known.get(state.key)
        text = "it is gone, as it should be"
        if here is not None and state.pending_replacement:
            return Resolution(operation, False, (replace(here, pending_replacement=True),), (), text)
        with_it = [one.key for one in _riding(state, known.values()) if _gone(one, provider_of(one))]
        return Resolution(operation, False, (), (*([] if here is None else [here.key]), *with_it), text)
    return Resolution(operation, True, (), (), "it is still there; it is deleted now if it is still unwanted")


def _gone(state: ResourceState, provider: Provider) -> bool:
    return provider.read(state.type, state.urn, state.id, plain(state.inputs), plain(state.outputs)) is None


def _riding(gone: ResourceState, known: Iterable[ResourceState]) -> Iterator[ResourceState]:
    """Yield what is there to go with an object that is gone, directly or with what goes with it."""
    known = tuple(known)
    for state in known:
        if state.deleted_with == gone.urn and state.delete == gone.delete and state.custom and state.id:
            yield state
            yield from _riding(state, known)


def _as_found(base: Mapping[str, Value], sent: Mapping[str, Value], live: ReadResult) -> dict[str, Value]:
    """Give the inputs that describe the object as it was found.

    What was on its way may have arrived or not: where the object can be read and differs from
    what was sent, its own value counts, so that the next comparison sees the difference. What
    can't be read back (a password, a file's path) is taken to have arrived with the creation.
    """
    result = dict(base)
    for key, value in sent.items():
        if key.startswith("__"):
            continue
        same = key in base and base[key] == value
        if same and live.outputs.get(key) == plain({key: value})[key]:
            continue
        if key in live.inputs:
            result[key] = mark_like({key: live.inputs[key]}, {key: value})[key]
        elif not same:
            result.pop(key, None)
    return result
