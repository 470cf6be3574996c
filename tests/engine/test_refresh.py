"""The state follows the cloud: by itself, and before a program is compared with it."""

import pytest

from gcloud.engine.events import Diagnostic, StepPlanned
from gcloud.engine.interface import Observation
from gcloud.engine.scope import Scope
from gcloud.engine.values import Secret
from gcloud.errors import CloudError
from tests.engine.memory import MemoryProvider, nothing
from tests.engine.script import Program

VERIFY = Scope(verify=True)


def tenant(p: Program):
    net = p.resource("Net", "net", name="net", cidr="10.1.0.0/24", label="ours")
    p.resource("Port", "port", name="port", net=net.id)
    p.resource("Key", "key", name="key", value=Secret("planted"))
    p.resource("Net", "auto", opt_protect=True)


@pytest.fixture
def made(stack):
    stack.script(tenant).up()
    stack.cloud.calls.clear()
    stack.found = {item["name"].split("-")[0]: item for item in stack.cloud.objects.values()}
    return stack


def lose(stack, name):
    del stack.cloud.objects[stack.found[name]["id"]]


def told(stack):
    return [event.text for event in stack.told(Diagnostic)]


def test_what_is_as_the_state_has_it_leaves_the_state_as_it_is(made):
    before = made.checkpoint
    result = made.refresh()
    assert result.ok
    assert result.summary.counts == {"same": 4}
    assert made.checkpoint == before


def test_what_was_changed_is_taken_over_with_its_secrets_and_nothing_else(made):
    made.found["net"]["label"] = "theirs"
    made.found["key"]["value"] = "stolen"
    untouched = made.state("port", "mem:index:Port")
    result = made.refresh()
    assert result.summary.counts == {"same": 2, "refresh": 2}
    assert made.state("net").inputs["label"] == made.state("net").outputs["label"] == "theirs"
    key = made.state("key", "mem:index:Key")
    assert key.inputs["value"] == key.outputs["value"] == Secret("stolen")
    assert b"stolen" not in made.checkpoint
    assert made.state("port", "mem:index:Port") == untouched
    assert made.cloud.calls == []
    shown = {
        event.name: [(one.old, one.new) for one in event.changes]
        for event in made.told(StepPlanned)
        if event.op == "refresh"
    }
    assert shown == {"net": [("ours", "theirs")], "key": [("(secret)", "(secret)")]}


def test_what_is_gone_leaves_the_state_and_what_needed_it_stays(made):
    lose(made, "net")
    assert made.refresh().summary.counts == {"same": 3, "refresh": 1}
    assert {state.urn.rpartition("::")[2] for state in made.states if "mem:index" in state.type} == {
        "auto", "key", "port"
    }  # fmt: skip
    assert made.state("port", "mem:index:Port").dependencies == ()
    assert made.refresh().summary.counts == {"same": 3}


def test_a_protected_one_is_looked_at_too(made):
    lose(made, "auto")
    assert made.refresh().summary.counts == {"same": 3, "refresh": 1}


def test_what_was_only_read_is_read_again(stack):
    stack.cloud.objects["net-x"] = {"id": "net-x", "name": "theirs", "type": "mem:index:Net", "label": "a"}
    stack.script(lambda p: p.read("Net", "x", "net-x")).up()
    before = stack.checkpoint
    assert stack.refresh().ok
    assert stack.checkpoint == before
    stack.cloud.objects["net-x"]["label"] = "b"
    stack.refresh()
    assert (stack.state("x").external, stack.state("x").outputs["label"]) == (True, "b")
    stack.cloud.objects.clear()
    stack.refresh()
    assert not [state for state in stack.states if "mem:index" in state.type]


@pytest.mark.parametrize("operation", ["refresh", "up", "preview", "destroy"])
def test_what_can_not_be_seen_stops_the_run_before_anything_is_touched(made, monkeypatch, operation):
    def observe(self, objects):
        refused = CloudError("the compute service does not answer")
        return [Observation(None, refused if one.type.endswith("Key") else None) for one in objects]

    monkeypatch.setattr(MemoryProvider, "observe", observe)
    before = made.checkpoint
    result = getattr(made, operation)(VERIFY)
    assert [failure.urn.rpartition("::")[2] for failure in result.failures] == ["key"]
    assert not result.ok
    assert made.checkpoint == before
    assert made.cloud.calls == []


def test_a_plan_that_verifies_says_what_the_run_does_and_writes_nothing(made):
    made.found["net"]["label"] = "theirs"
    lose(made, "key")
    before = made.checkpoint
    assert made.preview().counts == {"same": 6}
    changes = made.preview(VERIFY)
    assert made.planned() == {"net": "update", "key": "create", "port": "same", "auto": "same"}
    assert changes.touched
    assert told(made) == [
        "key was deleted behind our back",
        "net was changed behind our back: label",
    ] or told(made) == ["net was changed behind our back: label", "key was deleted behind our back"]
    assert made.checkpoint == before
    assert made.cloud.calls == []
    assert made.up(VERIFY).ok
    assert made.cloud.done("create", "update", "delete") in (
        [("update", "net"), ("create", "key")],
        [("create", "key"), ("update", "net")],
    )
    assert made.found["net"]["label"] == "ours"
    assert made.preview(VERIFY).counts == {"same": 6}


def test_an_autoname_that_was_changed_is_put_right(made):
    name = made.found["auto"]["name"]
    made.found["auto"]["name"] = "theirs"
    assert made.up(VERIFY).ok
    assert made.found["auto"]["name"] == name
    assert made.state("auto").inputs["name"] == name


def test_what_needs_a_vanished_one_is_made_to_fit_its_successor(made):
    lose(made, "net")
    result = made.up(VERIFY)
    assert result.ok
    assert made.cloud.done("create", "delete") == [("create", "net"), ("create", "port"), ("delete", "port")]
    net = made.state("net")
    assert made.state("port", "mem:index:Port").inputs["net"] == net.id
    assert made.state("port", "mem:index:Port").dependencies == (net.urn,)


def test_what_is_gone_and_not_wanted_any_more_just_leaves(made):
    lose(made, "port")
    lose(made, "net")

    def rest(p):
        p.resource("Key", "key", name="key", value=Secret("planted"))
        p.resource("Net", "auto", opt_protect=True)

    assert made.script(rest).up(VERIFY).ok
    assert made.cloud.calls == []
    assert {state.urn.rpartition("::")[2] for state in made.states if "mem:index" in state.type} == {
        "auto", "key"
    }  # fmt: skip


def test_what_was_seen_is_written_even_if_the_run_then_fails(made):
    lose(made, "key")

    def refuse(*_):
        raise CloudError("quota")

    made.cloud.before = refuse
    assert not made.up(VERIFY).ok
    assert not [state for state in made.states if state.type == "mem:index:Key"]
    made.cloud.before = nothing
    assert made.up().ok
    assert "key" in made.cloud.names()


def test_nothing_is_done_where_only_what_the_cloud_computes_has_changed(made):
    made.found["net"]["mtu"] = 9000
    assert told(made) == []
    result = made.up(VERIFY)
    assert result.summary.counts == {"same": 6}
    assert made.cloud.calls == []
    assert made.state("net").outputs["mtu"] == 9000


def test_a_stopped_run_takes_nothing_over(made):
    made.found["net"]["label"] = "theirs"
    made.cancel.set()
    result = made.refresh()
    assert result.summary.interrupted
    assert made.state("net").inputs["label"] == "ours"


def test_what_a_plan_has_seen_is_not_looked_at_again_and_is_what_is_done(made, monkeypatch):
    looks = []
    observe = MemoryProvider.observe
    monkeypatch.setattr(
        MemoryProvider, "observe", lambda self, objects: looks.append(1) or observe(self, objects)
    )
    made.found["net"]["label"] = "theirs"
    lose(made, "key")
    with made.open() as deployment:
        planned = deployment.preview(VERIFY)
        result = deployment.up(planned, VERIFY)
    assert result.ok
    assert len(looks) == 1
    assert sorted(made.cloud.done("create", "update", "delete")) == [("create", "key"), ("update", "net")]
    assert made.preview(VERIFY).counts == {"same": 6}


def test_what_a_plan_has_seen_is_of_no_use_once_the_state_is_another(made):
    lose(made, "key")
    with made.open() as deployment:
        planned = deployment.preview(VERIFY)
        deployment.up()
        assert deployment.up(planned, VERIFY).ok
    assert made.cloud.done("create", "update", "delete") == [("create", "key")]
