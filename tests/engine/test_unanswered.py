"""Calls that get no answer: nobody knows what they did, so it is looked up."""

import pytest

from gcloud.engine.events import Resolved
from gcloud.errors import CloudError, UnansweredError


def one_net(**inputs):
    return lambda p: p.resource("Net", "a", name="a", **inputs)


def fail_after(verb, error):
    """The cloud does it, and the answer is lost."""

    def after(done, _type, _inputs):
        if done == verb:
            raise error

    return after


def fail_before(verb, error):
    """The call is lost on its way."""
    return fail_after(verb, error)


LOST = [UnansweredError("no answer"), CloudError("failed", data={"status": 502}), RuntimeError("cut body")]


@pytest.mark.parametrize("error", LOST, ids=["unanswered", "server", "unforeseen"])
@pytest.mark.parametrize("arrived", [True, False])
def test_a_creation_without_an_answer_is_never_repeated_blindly(stack, error, arrived):
    moment = "after" if arrived else "before"
    setattr(stack.cloud, moment, fail_after("create", error))
    result = stack.script(one_net(label="x")).up()
    assert len(result.failures) == 1
    (resolved,) = stack.told(Resolved)
    assert resolved.found is arrived
    setattr(stack.cloud, moment, lambda *_: None)
    assert stack.up().ok
    assert stack.cloud.names() == ["a"]
    assert stack.state("a").id in stack.cloud.objects
    assert stack.state("a").init_errors == ()
    assert stack.up().summary.counts == {"same": 3}


def test_a_creation_that_can_not_be_looked_up_yet_waits_for_the_next_run(stack):
    stack.cloud.after = fail_after("create", UnansweredError("no answer"))
    make = stack.make

    def unreachable(package):
        provider = make(package)

        def find(*_):
            raise CloudError("nobody answers")

        provider.find = find
        return provider

    stack.make = unreachable
    stack.script(one_net()).up()
    assert [state for state in stack.states if state.type.startswith("mem:")] == []
    assert stack.told(Resolved) == []
    stack.make, stack.cloud.after = make, lambda *_: None
    assert stack.up().ok
    assert [event.found for event in stack.told(Resolved)] == [True]
    assert stack.cloud.names() == ["a"]


def test_an_update_without_an_answer_is_read_back_and_continued(stack):
    stack.script(one_net(label="old")).up()
    stack.cloud.after = fail_after("update", UnansweredError("no answer"))
    assert not stack.script(one_net(label="new")).up().ok
    stack.cloud.after = lambda *_: None
    # Even a program that wants the old value back finds out that the new one has arrived.
    assert stack.script(one_net(label="old")).up().ok
    assert next(iter(stack.cloud.objects.values()))["label"] == "old"


def test_a_deletion_without_an_answer(stack):
    stack.script(one_net()).up()
    stack.cloud.after = fail_after("delete", UnansweredError("no answer"))
    assert not stack.destroy().ok
    assert [event.found for event in stack.told(Resolved)] == [False]
    stack.cloud.after = lambda *_: None
    stack.cloud.calls.clear()
    assert stack.destroy().ok
    assert stack.cloud.calls == []


def test_a_refused_creation_is_not_looked_up(stack):
    stack.cloud.before = fail_after("create", CloudError("quota", data={"status": 403}))
    stack.script(one_net()).up()
    assert stack.told(Resolved) == []


def test_a_preview_looks_up_but_settles_nothing(stack):
    stack.cloud.after = fail_after("create", UnansweredError("no answer"))
    make = stack.make

    def unreachable(package):
        provider = make(package)
        provider.find = lambda *_: 1 / 0
        return provider

    stack.make = unreachable
    stack.script(one_net()).up()
    stack.make, stack.cloud.after = make, lambda *_: None
    changes = stack.preview()
    assert [event.found for event in stack.told(Resolved)] == [True]
    assert changes.counts == {"same": 2, "update": 1}
    assert [state for state in stack.states if state.type.startswith("mem:")] == []
