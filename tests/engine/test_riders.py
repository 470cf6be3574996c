"""Resources whose objects go with another one's.

Source: pkg/engine/lifecycletest/deleted_with_replace_test.go.
"""

import pytest

from gcloud.engine.state.errors import StateWriteError
from gcloud.engine.state.journal import Journal
from gcloud.errors import CloudError, UnansweredError
from tests.engine.memory import nothing


def names(stack):
    return sorted(state.urn.rpartition("::")[2] for state in stack.states if "mem:index" in state.type)


def refuse(verb_, name):
    def before(verb, _type, inputs):
        if verb == verb_ and inputs.get("name") == name:
            raise CloudError("no")

    return before


def together(cidr, *, first=True, linked=True, protect=False):
    def run(p):
        net = p.resource("Net", "t", name="t", cidr=cidr, opt_delete_before_replace=first)
        link = {"opt_deletedWith": net.urn} if linked else {}
        d = p.resource("Net", "d", name="d", opt_protect=protect, **link)
        p.resource("Net", "d2", name="d2", opt_deletedWith=d.urn)

    return run


@pytest.mark.parametrize("first", [True, False])
def test_what_goes_with_a_replaced_one_is_replaced_too(stack, first):
    stack.script(together("10.1.0.0/24", first=first)).up()
    before = {state.urn: state.id for state in stack.states}
    stack.cloud.calls.clear()
    assert stack.script(together("10.2.0.0/24", first=first)).up().ok
    assert stack.planned() == {"t": "replace", "d": "replace", "d2": "replace"}
    assert stack.cloud.done("delete") == [("delete", "t")]
    assert sorted(name for _, name in stack.cloud.done("create")) == ["d", "d2", "t"]
    assert all(stack.state(name).id != before[stack.state(name).urn] for name in ("t", "d", "d2"))
    assert not any(state.delete for state in stack.states)


def test_what_is_to_go_with_it_from_now_on_is_replaced_too(stack):
    stack.script(together("10.1.0.0/24", linked=False)).up()
    assert stack.script(together("10.2.0.0/24")).up().ok
    assert stack.planned()["d"] == "replace"
    assert stack.cloud.names() == ["d", "d2", "t"] or stack.cloud.names() == ["d", "d2", "d2", "t"]


@pytest.mark.parametrize("first", [True, False])
def test_a_protected_one_keeps_what_it_goes_with(stack, first):
    stack.script(together("10.1.0.0/24", first=first, protect=True)).up()
    stack.cloud.calls.clear()
    result = stack.script(together("10.2.0.0/24", first=first, protect=True)).up()
    assert any("protected" in failure.error.message for failure in result.failures)
    assert stack.cloud.calls == []


def test_what_goes_with_another_stays_known_while_that_can_not_be_deleted(stack):
    stack.script(together("10.1.0.0/24")).up()
    stack.cloud.before = refuse("delete", "t")
    assert not stack.destroy().ok
    assert names(stack) == ["d", "d2", "t"]
    assert not stack.script(together("10.2.0.0/24")).up().ok
    assert names(stack) == ["d", "d2", "t"]
    stack.cloud.before = nothing
    assert stack.up().ok
    assert stack.destroy().ok
    assert stack.states == ()


def test_what_goes_with_one_that_is_kept_is_deleted(stack):
    def program(p):
        net = p.resource("Net", "t", name="t", opt_retainOnDelete=True)
        p.resource("Net", "d", name="d", opt_deletedWith=net.urn)

    stack.script(program).up()
    assert stack.destroy().ok
    assert stack.cloud.names() == ["t"]


@pytest.mark.parametrize("answered", [True, False])
def test_what_went_with_another_leaves_the_state_at_the_same_moment(stack, answered):
    def program(p):
        net = p.resource("Net", "t", name="t")
        p.resource("Net", "d", name="d", opt_deletedWith=net.urn)

    def takes_along(*_):
        objects = stack.cloud.objects
        del objects[next(id_ for id_, item in objects.items() if item["name"] == "d")]
        if not answered:
            raise UnansweredError("no answer")

    def ends(journal, *_):
        raise StateWriteError("the run ends here")

    stack.script(program).up()
    stack.cloud.after = takes_along
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "remove", ends)
        assert not stack.destroy().ok
    stack.cloud.after = nothing
    assert stack.cloud.objects == {}
    assert stack.up().ok
    assert stack.cloud.names() == ["d", "t"]
