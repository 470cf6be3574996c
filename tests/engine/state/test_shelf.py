"""A value that is put away and comes back as it was."""

import threading

from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.shelf import Shelf
from gcloud.engine.values import UNKNOWN, Secret

STATE = ResourceState(
    urn="urn:pulumi:s::p::t:t:T::a",
    type="t:t:T",
    inputs={"name": "tên", "key": Secret("s"), "later": UNKNOWN, "list": [1, 2.5, None]},
    property_dependencies={"name": ("urn:pulumi:s::p::t:t:T::b",)},
)


def test_comes_back_as_it_was():
    shelf = Shelf((STATE,))
    shelf.put_away()
    shelf.put_away()
    [found] = shelf.value
    assert found == STATE
    assert found.inputs["later"] is UNKNOWN
    assert found is not STATE


def test_stays_once_it_is_back():
    shelf = Shelf({"a": 1})
    shelf.put_away()
    shelf.value["b"] = 2
    assert shelf.value == {"a": 1, "b": 2}
    shelf.put_away()
    assert shelf.value == {"a": 1, "b": 2}


def test_nothing_is_a_value_too():
    shelf = Shelf(None)
    shelf.put_away()
    assert shelf.value is None


def test_all_who_ask_at_once_get_the_same():
    shelf = Shelf([STATE] * 1000)
    shelf.put_away()
    found = []
    askers = [threading.Thread(target=lambda: found.append(shelf.value)) for _ in range(8)]
    for one in askers:
        one.start()
    for one in askers:
        one.join()
    assert len({id(one) for one in found}) == 1
