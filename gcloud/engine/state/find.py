"""Which resource of a state a person means.

People write what they have before them: a logical name from the plan, a URN from
an error, an object's id from the cloud. A name that several resources bear is
refused with their URNs: nothing that edits a state may guess.
"""

from collections.abc import Iterable
from typing import Final

from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.urn import parse
from gcloud.errors import InputError
from gcloud.model.near import near

SHOWN: Final = 8


def name_of(state: ResourceState) -> str:
    """Give a resource's logical name; its URN where that is damaged."""
    try:
        return parse(state.urn).name
    except ValueError:
        return state.urn


def find(resources: Iterable[ResourceState], word: str) -> ResourceState:
    """Find the one resource that a word means.

    Args:
        resources: the snapshot.
        word: a URN, a logical name, `TYPE::NAME` (the type whole or its last part), or an
            object's id. A state that waits for deletion is meant by its id, or where
            nothing else has the name.

    Raises:
        InputError: none, or several; names what is near or what could be meant.
    """
    states = tuple(resources)
    for fits in (_by_urn, _by_name, _by_type_and_name, _by_id):
        found = [state for state in states if fits(state, word)]
        found = [state for state in found if not state.delete] or found
        if len(found) == 1:
            return found[0]
        if found:
            listed = "; ".join(_one_of_several(state) for state in found[:SHOWN])
            more = "; …" if len(found) > SHOWN else ""
            raise InputError(
                f"{word!r} is the name of {len(found)} resources.",
                hint=f"Write one of these URNs or ids: {listed}{more}",
                data={"urns": [state.urn for state in found]},
            )
    raise InputError(f"There is no resource {word!r} in the state.", hint=_near(states, word))


def _by_urn(state: ResourceState, word: str) -> bool:
    return state.urn == word


def _by_name(state: ResourceState, word: str) -> bool:
    return name_of(state) == word


def _by_type_and_name(state: ResourceState, word: str) -> bool:
    type_, separator, name = word.partition("::")
    short = state.type.rpartition(":")[2]
    return bool(separator) and name_of(state) == name and type_ in {state.type, short}


def _by_id(state: ResourceState, word: str) -> bool:
    return bool(word) and state.id == word


def _one_of_several(state: ResourceState) -> str:
    return f"{state.urn} (waits for deletion, id {state.id})" if state.delete else state.urn


def _near(states: tuple[ResourceState, ...], word: str) -> str:
    known = {name_of(state) for state in states} | {state.urn for state in states}
    best = near(word, known)
    if best is not None:
        return f"Did you mean {best}?"
    return "`govcloud state list SITE` shows what there is."
