"""Taking over what runs already: each test is a cloud with something in it, and a program."""

import shutil

import pytest

from gcloud.engine.adoption import UnfinishedError
from gcloud.engine.deployment import Deployment
from gcloud.engine.events import StepFinished
from gcloud.engine.found import covers
from gcloud.engine.state.store import StackStore
from gcloud.engine.takeover import Request
from gcloud.engine.values import Secret
from gcloud.errors import CloudError
from tests.engine.memory import nothing

CHANGING = ("create", "update", "delete")


def estate(p, label="a net"):
    """A net, a port on it that needs the net's real id, and a key."""
    zone = p.component("test:zone:Zone", "z")
    net = p.resource("Net", "n", name="n", cidr="10.1.0.0/24", label=label, parent=zone.urn)
    port = p.resource("Port", "n", name="p", net=net.id, size=2, parent=zone.urn)
    p.resource("Key", "k", name="k", value=Secret("hush"))
    p.export(net=net.id, port=port.id)


def lose_state(stack):
    shutil.rmtree(stack.folder / "state")
    stack.cloud.calls.clear()


@pytest.fixture
def lost(stack):
    """A stack that was brought up, and whose state is lost."""
    stack.script(estate).up()
    lose_state(stack)
    return stack


def test_a_lost_state_comes_back_from_the_cloud_and_nothing_is_left_to_do(lost):
    found = lost.adopt()
    assert [(one.name, one.next.op) for one in found.adopted] == [("k", "same"), ("n", "same"), ("n", "same")]
    plan = lost.preview()
    assert plan.counts == {"same": plan.summary.counts["same"]}
    assert not plan.touched
    assert lost.cloud.done(*CHANGING) == []


def test_what_is_found_is_told_while_it_is_looked_for(lost):
    lost.adopt()
    assert {event.op for event in lost.told(StepFinished)} == {"read"}


def test_secrets_are_marked(lost):
    lost.adopt()
    key = lost.state("k", "mem:index:Key")
    assert key.inputs["value"] == Secret("hush")
    assert key.outputs["value"] == Secret("hush")
    assert b"hush" not in (lost.folder / "state/.pulumi/stacks/project/stack.json").read_bytes()


def test_a_difference_is_shown_and_made_by_the_next_run_alone(lost):
    lost.script(lambda p: estate(p, label="another"))
    found = lost.adopt()
    (net,) = [one for one in found.adopted if one.type.endswith("Net")]
    assert [(change.path, change.old, change.new) for change in net.next.changes] == [
        ("label", "a net", "another")
    ]
    assert lost.cloud.done(*CHANGING) == []
    lost.up()
    assert lost.cloud.done(*CHANGING) == [("update", "n")]


def test_what_is_not_there_is_missing_and_so_is_what_can_not_be_told_without_it(lost):
    lost.cloud.objects.clear()
    found = lost.adopt()
    assert [(one.name, one.reason) for one in found.missing] == [
        ("k", "nothing like it is there"),
        ("n", "nothing like it is there"),
        ("n", "Net::n, which it needs, was not found"),
    ]
    assert not found.adopted
    assert lost.preview().counts == {"create": 6}


def test_an_object_is_found_although_something_it_uses_is_gone(lost):
    (net,) = [id_ for id_, item in lost.cloud.objects.items() if item["type"] == "mem:index:Net"]
    del lost.cloud.objects[net]
    found = lost.adopt()
    assert [one.type for one in found.missing] == ["mem:index:Net"]
    assert lost.state("n", "mem:index:Port").inputs["net"] == net


def test_of_two_that_fit_the_user_says_which(lost):
    net = next(id_ for id_, item in lost.cloud.objects.items() if item["type"] == "mem:index:Net")
    lost.cloud.objects["net-twin"] = {**lost.cloud.objects[net], "id": "net-twin"}
    found = lost.adopt()
    assert [(one.name, one.ids) for one in found.ambiguous] == [("n", tuple(sorted((net, "net-twin"))))]
    assert lost.states == ()
    assert lost.adopt(Net__n=net).whole
    assert not lost.preview().touched


def test_the_rest_of_a_state_is_left_as_it_is(stack):
    def half(p):
        p.resource("Key", "k", name="k", value=Secret("hush"))

    stack.script(half).up()
    before = stack.state("k", "mem:index:Key")
    stack.cloud.objects["net-1"] = {"type": "mem:index:Net", "name": "n", "cidr": "10.1.0.0/24", "mtu": 1442}
    stack.script(estate)
    assert [one.id for one in stack.adopt().adopted] == ["net-1"]
    assert stack.state("k", "mem:index:Key") == before


def test_only_what_is_named_is_imported(lost):
    net = next(id_ for id_, item in lost.cloud.objects.items() if item["type"] == "mem:index:Net")
    found = lost.adopt(only_named=True, Net__n=net)
    assert [one.id for one in found.adopted] == [net]
    assert not found.missing
    assert sorted(state.type for state in lost.states) == [
        "mem:index:Net", "pulumi:providers:mem", "pulumi:pulumi:Stack", "test:zone:Zone"
    ]  # fmt: skip
    assert lost.preview().counts["create"] == 2


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ({"q": "x"}, "no resource is named q"),
        ({"n": "NET"}, "n is the name of several resources"),
        ({"Net__n": "net-none"}, "there is no mem:index:Net with the id net-none"),
        ({"Nett__n": "net-0001"}, "no resource is named Nett::n"),
    ],
)
def test_a_wrong_name_or_id_is_refused(lost, ids, message):
    net = next(id_ for id_, item in lost.cloud.objects.items() if item["type"] == "mem:index:Net")
    found = lost.adopt(only_named=True, **{name: id_.replace("NET", net) for name, id_ in ids.items()})
    assert message in " ".join(failure.error.message for failure in found.failures)
    assert not found.whole
    assert lost.states == ()


def test_a_near_name_is_suggested(lost):
    (failure,) = lost.adopt(only_named=True, Nett__n="net-0001").failures
    assert failure.error.hint == "Did you mean Net::n?"


def test_an_object_that_the_state_has_is_refused(stack):
    stack.script(estate).up()
    net = stack.state("n").id
    stack.script(lambda p: (estate(p), p.resource("Net", "again", name="n", cidr="10.1.0.0/24")))
    found = stack.adopt(only_named=True, again=net)
    assert [failure.error.message for failure in found.failures] == [
        f"Net::again can't be {net}: that is Net::n"
    ]


def test_a_resource_that_the_state_has_is_refused(stack):
    stack.script(estate).up()
    found = stack.adopt(only_named=True, k="key-9999")
    assert "Key::k is in the state already" in found.failures[0].error.message


def test_one_object_is_never_two_resources(stack):
    def twins(p):
        p.resource("Net", "a", name="n", cidr="10.1.0.0/24")
        p.resource("Net", "b", name="n", cidr="10.1.0.0/24")

    stack.cloud.objects["net-1"] = {"type": "mem:index:Net", "name": "n", "cidr": "10.1.0.0/24", "mtu": 1442}
    stack.script(twins)
    found = stack.adopt()
    assert [failure.error.message for failure in found.failures] == ["Net::b can't be net-1: that is Net::a"]
    assert stack.states == ()


def test_what_could_not_be_seen_keeps_all_from_being_written(lost, monkeypatch):
    def refuse(*_):
        raise CloudError("the cloud says nothing")

    monkeypatch.setattr("tests.engine.memory.MemoryProvider.candidates", refuse)
    found = lost.adopt()
    assert {one.error.message for one in found.unseen} == {"the cloud says nothing"}
    assert lost.states == ()


def test_nothing_is_taken_over_before_what_a_killed_run_left_is_settled(stack):
    stack.script(estate).up()
    with StackStore.open(stack.folder / "state", "project", "stack", "pass") as store:
        store.journal.begin("create", stack.states[0], frozenset())
        deployment = Deployment(
            stack.folder, "project", "stack", config={}, store=store, providers=stack.make, host=stack.host
        )
        with pytest.raises(UnfinishedError, match="1 of its steps"):
            deployment.look(Request({}))


def test_a_program_that_fails_writes_nothing(lost):
    def broken(p):
        estate(p)
        p.resource("Net", "bad", nme="x")

    found = lost.script(broken).adopt()
    assert "unknown property" in found.error().message
    assert lost.states == ()


def test_a_real_program_is_taken_over_too(stack):
    stack.program(
        """
        zone = Zone("z", "10.1.0.0/24")
        pulumi.export("net", zone.net.id)
        """
    ).up()
    lose_state(stack)
    assert len(stack.adopt().adopted) == 2
    assert not stack.preview().touched
    assert stack.cloud.done(*CHANGING) == []


def test_what_the_program_imports_by_itself_is_taken_over_with_the_rest(stack):
    stack.cloud.objects["net-1"] = {"type": "mem:index:Net", "name": "n", "cidr": "10.1.0.0/24", "mtu": 1442}
    stack.script(lambda p: p.resource("Net", "n", name="n", cidr="10.1.0.0/24", opt_importId="net-1"))
    assert [one.id for one in stack.adopt().adopted] == ["net-1"]
    assert not stack.preview().touched


def test_nothing_to_adopt_is_no_failure(stack):
    assert stack.script(nothing).adopt().whole


@pytest.mark.parametrize(
    ("live", "asked", "covered"),
    [
        ([{"subnet": "s", "address": "10.0.0.7"}], [{"subnet": "s", "address": ""}], True),
        ([{"subnet": "s", "address": "10.0.0.7"}], [{"subnet": "s", "address": "10.0.0.8"}], False),
        ([{"subnet": "s"}, {"subnet": "t"}], [{"subnet": "s"}], False),
        ([{"port": "", "subnet": "s"}], [{"port": "p"}], True),
        (["a", "b"], ["b", "a"], True),
        (["a", "b"], ["a"], False),
        ("a", "a", True),
    ],
)
def test_what_was_left_open_is_covered_by_whatever_is_there(live, asked, covered):
    assert covers(live, asked) is covered
