"""What people say of an operation that nobody answered."""

from dataclasses import replace

import pytest

from gcloud.engine.state.resource import Key


def live(store):
    return [(state.urn.rpartition("::")[2], state.id, bool(state.init_errors)) for state in store.resources]


@pytest.mark.parametrize(
    ("operation", "said", "left"),
    [
        ("create", "7", [("a", "7", True)]),
        ("create", None, []),
        ("update", "7", [("a", "7", True)]),
        ("update", None, [("a", "7", False)]),
        ("delete", "7", []),
        ("delete", None, [("a", "7", False)]),
    ],
)
def test_an_operation_is_settled_as_it_is_said(open_store, network, operation, said, left):
    with open_store() as store:
        before = network("a", "7")
        if operation != "create":
            store.journal.end(store.journal.begin("create", before), put=[before])
        store.journal.begin(operation, network("a") if operation == "create" else before)
    with open_store() as store:
        store.settle(store.unanswered[0].number, said)
    with open_store() as store:
        assert (live(store), store.unanswered) == (left, ())


def test_an_object_taken_over_has_as_outputs_what_was_sent(open_store, network):
    with open_store() as store:
        store.journal.begin("create", network("a", inputs={"size": 1, "__defaults": ["size"]}))
        store.settle(store.unanswered[0].number, "7")
        (state,) = store.snapshot()
        assert (state.outputs, bool(state.created), bool(state.modified)) == ({"size": 1}, True, True)


def test_what_a_replacement_was_made_for_waits_to_be_deleted(open_store, network):
    with open_store() as store:
        old = network("a", "1")
        store.journal.end(store.journal.begin("create", old), put=[old])
        store.journal.begin("create", network("a"))
        store.settle(store.unanswered[0].number, "2")
        assert {state.key for state in store.snapshot()} == {Key(old.urn), replace(old, delete=True).key}
