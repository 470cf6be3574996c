"""In what order deletions happen."""

import threading
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.engine.deletes import delete_in_order
from gcloud.engine.order import needs
from gcloud.engine.state.resource import ResourceState


def urn(number):
    return f"urn:pulumi:s::p::mem:index:Net::{number}"


def state(number, below=()):
    return ResourceState(urn=urn(number), type="mem:index:Net", dependencies=tuple(map(urn, below)))


@st.composite
def graphs(draw):
    """States with dependencies on earlier ones, in any order."""
    size = draw(st.integers(1, 12))
    made = [
        state(number, draw(st.sets(st.integers(0, number - 1))) if number else ()) for number in range(size)
    ]
    return draw(st.permutations(made))


@settings(max_examples=40, deadline=None)  # threads on a busy machine
@given(graphs(), st.sets(st.integers(0, 11)))
def test_nothing_goes_before_what_needs_it(states, stuck):
    gone, skipped, lock = [], [], threading.Lock()

    def delete(one):
        with lock:
            if int(one.urn.rpartition("::")[2]) in stuck:
                return False
            gone.append(one.urn)
            return True

    delete_in_order(states, delete, lambda one, _: skipped.append(one.urn), 4)
    place = {name: index for index, name in enumerate(gone)}
    for one in states:
        for below in needs(one):
            if below in place:
                assert one.urn in place
                assert place[one.urn] < place[below]
    kept = {one.urn for one in states} - set(gone)
    assert set(skipped) | {urn(number) for number in stuck} >= kept


def test_what_is_independent_goes_at_once():
    running, most, lock = 0, 0, threading.Lock()

    def delete(_):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1
        return True

    delete_in_order([state(number) for number in range(8)], delete, lambda *_: None, 4)
    assert most == 4
