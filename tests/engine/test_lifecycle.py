"""What the official engine's own tests of a resource's life say, as far as programs can say it here.

Names, deletions and providers are in test_renames.py, test_riders.py and test_demands.py.

Source: pkg/engine/lifecycletest, by the names of its files.
"""

from dataclasses import replace

import pytest

from gcloud.engine.events import StepPlanned, StepSkipped
from gcloud.engine.state.store import StackStore
from gcloud.engine.values import Secret
from gcloud.errors import CloudError
from tests.engine.memory import nothing


def edit(stack, change):
    """Change states on the disk, as another engine or a killed run would have left them."""
    with StackStore.open(stack.folder / "state", "project", "stack", "pass") as store:
        store.save([found for state in store.snapshot() for found in change(state)])


def names(stack):
    return sorted(state.urn.rpartition("::")[2] for state in stack.states if "mem:index" in state.type)


def refuse(*verbs, name="", text="no"):
    def before(verb, _type, inputs):
        if verb in verbs and name in {"", inputs.get("name")}:
            raise CloudError(text)

    return before


@pytest.fixture
def leftover(stack):
    """A net that was replaced and whose predecessor could not be deleted."""

    def program(cidr):
        return lambda p: p.resource("Net", "a", name="a", cidr=cidr)

    stack.script(program("10.1.0.0/24")).up()
    stack.cloud.before = refuse("delete")
    assert not stack.script(program("10.2.0.0/24")).up().ok
    assert [state.delete for state in stack.states if "mem:index" in state.type] == [False, True]
    stack.cloud.before = nothing
    stack.cloud.calls.clear()
    return stack


@pytest.mark.parametrize("then", ["same", "gone", "destroy", "again"])
def test_what_waits_for_its_deletion_is_deleted_by_whatever_comes_next(leftover, then):
    programs = {
        "same": lambda p: p.resource("Net", "a", name="a", cidr="10.2.0.0/24"),
        "gone": nothing,
        "destroy": nothing,
        "again": lambda p: p.resource("Net", "a", name="a", cidr="10.3.0.0/24"),
    }
    leftover.script(programs[then])
    assert (leftover.destroy() if then == "destroy" else leftover.up()).ok
    assert len(leftover.cloud.objects) == (0 if then in {"gone", "destroy"} else 1)
    assert not any(state.delete for state in leftover.states)


def test_every_protected_one_is_named(stack):
    def program(p):
        p.resource("Net", "a", opt_protect=True)
        p.resource("Net", "b", opt_protect=True)

    stack.script(program).up()
    for result in (stack.script(nothing).preview(), stack.up(), stack.destroy()):
        assert sorted(failure.urn.rpartition("::")[2] for failure in result.failures) == ["a", "b"]


def test_protection_is_inherited_and_taken_back(stack):
    def program(p):
        zone = p._register("test:Zone", "z", False, {}, p.root, (), {"protect": True})
        p.resource("Net", "a", parent=zone.urn)
        p.resource("Net", "b", parent=zone.urn, opt_protect=False)

    stack.script(program).up()
    assert (stack.state("a").protect, stack.state("b").protect) == (True, False)


def test_protection_may_be_taken_back_in_the_run_that_replaces(stack):
    def program(cidr, protect):
        return lambda p: p.resource("Net", "a", name="a", cidr=cidr, opt_protect=protect)

    stack.script(program("10.1.0.0/24", True)).up()
    assert stack.script(program("10.2.0.0/24", False)).up().ok


def pending(stack):
    """A net that another engine has deleted to make it anew, and did not come to that."""
    stack.script(lambda p: p.resource("Net", "a", name="a", label="1")).up()
    stack.cloud.objects.clear()
    edit(stack, lambda state: [_pending(state)])
    stack.cloud.calls.clear()


def _pending(state):
    return replace(state, pending_replacement=True) if state.type == "mem:index:Net" else state


@pytest.mark.parametrize("label", ["1", "2"])
def test_a_pending_replacement_is_made_whatever_the_program_says_now(stack, label):
    pending(stack)
    assert stack.script(lambda p: p.resource("Net", "a", name="a", label=label)).up().ok
    assert stack.cloud.done("create", "update", "delete") == [("create", "a")]
    assert not stack.state("a").pending_replacement


@pytest.mark.parametrize("operation", ["up", "destroy"])
def test_a_pending_replacement_that_nobody_wants_just_leaves(stack, operation):
    pending(stack)
    stack.script(nothing)
    assert getattr(stack, operation)().ok
    assert stack.cloud.calls == []
    assert names(stack) == []


def test_a_pending_replacement_is_not_looked_for(stack):
    pending(stack)
    assert stack.refresh().summary.counts == {}
    assert names(stack) == ["a"]


def tainted(state):
    return [replace(state, taint=True) if state.type == "mem:index:Net" else state]


def test_a_tainted_one_is_replaced_once(stack):
    stack.script(lambda p: p.resource("Net", "a", name="a")).up()
    edit(stack, tainted)
    assert stack.up().ok
    assert stack.planned() == {"a": "replace"}
    assert not stack.state("a").taint
    assert stack.preview().counts == {"same": 3}


def broken_start(state):
    return [replace(state, init_errors=("not ready",)) if state.type == "mem:index:Net" else state]


@pytest.mark.parametrize(
    ("options", "op"),
    [
        ({}, "update"),
        ({"opt_ignoreChanges": ["label"]}, "update"),
        ({"opt_replaceOnChanges": ["label"]}, "update"),
        ({"opt_replaceOnChanges": ["*"]}, "replace"),
        ({"opt_replaceOnChanges": ["#initerror"]}, "replace"),
    ],
)
def test_what_was_not_completed_is_completed_or_made_anew(stack, options, op):
    stack.script(lambda p: p.resource("Net", "a", name="a", **options)).up()
    edit(stack, broken_start)
    assert stack.up().ok
    assert stack.planned() == {"a": op}
    assert stack.state("a").init_errors == ()


def test_an_object_that_was_read_is_managed_once_the_program_makes_it(stack):
    stack.cloud.objects["net-x"] = {"id": "net-x", "name": "theirs", "type": "mem:index:Net"}
    stack.script(lambda p: p.read("Net", "a", "net-x")).up()
    assert stack.script(lambda p: p.resource("Net", "a", name="ours")).up().ok
    assert not stack.state("a").external
    assert stack.cloud.names() == ["ours", "theirs"]


def test_times_are_kept(stack):
    stack.script(lambda p: p.resource("Net", "a", name="a", label="1")).up()
    first = stack.state("a")
    stack.script(lambda p: p.resource("Net", "a", name="a", label="2")).up()
    second = stack.state("a")
    assert second.created == first.created
    assert second.modified > first.modified
    stack.up()
    assert stack.state("a") == second


def test_outputs_outlive_a_program_that_fails(stack):
    def program(p):
        net = p.resource("Net", "a", name="a")
        p.export(id=net.id)

    def raises(p):
        p.resource("Net", "a", name="a")
        p.invoke("mem:index:lookup", name="nobody")

    stack.script(program).up()
    outputs = stack.states[0].outputs
    assert not stack.script(raises).up().ok
    assert stack.states[0].outputs == outputs


def test_ignoring_what_is_not_there_changes_nothing(stack):
    options = {"opt_ignoreChanges": ["label", "name[3]", "cidr.x"]}
    stack.script(lambda p: p.resource("Net", "a", name="a", **options)).up()
    assert stack.preview().counts == {"same": 3}


def test_a_secret_may_be_ignored(stack):
    def program(value):
        return lambda p: p.resource("Key", "k", name="k", value=Secret(value), opt_ignoreChanges=["value"])

    stack.script(program("one")).up()
    assert stack.script(program("two")).up().ok
    assert stack.state("k", "mem:index:Key").inputs["value"] == Secret("one")


def test_a_failed_update_leaves_the_rest_and_skips_what_needs_it(stack):
    def program(label):
        def run(p):
            a = p.resource("Net", "a", name="a", label=label)
            p.resource("Net", "b", name="b", label=label, needs=[a])
            p.resource("Net", "c", name="c", label=label)

        return run

    stack.script(program("1")).up()
    stack.cloud.before = refuse("update", name="a")
    assert not stack.script(program("2")).up().ok
    assert [event.name for event in stack.told(StepSkipped)] == ["b"]
    assert [stack.state(name).inputs["label"] for name in "abc"] == ["1", "1", "2"]


def test_a_replacement_says_what_forces_it(stack):
    stack.script(lambda p: p.resource("Net", "a", name="a", cidr="1", label="1")).up()
    stack.script(lambda p: p.resource("Net", "a", name="a", cidr="2", label="2")).preview()
    (planned,) = [event for event in stack.told(StepPlanned) if event.op == "replace"]
    assert {change.path: change.replaces for change in planned.changes} == {"cidr": True, "label": False}
