"""Runs that are about a part of a stack."""

import pytest

from gcloud.engine.events import StepPlanned
from gcloud.engine.scope import Scope
from gcloud.engine.targets import TargetError, Targets
from gcloud.errors import CloudError
from tests.engine.memory import nothing

NET = "urn:pulumi:stack::project::mem:index:Net::{}"


def only(*targets, **rest):
    return Scope(targets=targets, **rest)


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("a", "a"),
        (NET.format("a"), "a"),
        ("*::Net::a", ""),
        ("*:Net::a", "a"),
        ("a?", "a1 a2"),
        ("a*", "a a1 a2"),
        ("*", "a a1 a2 b::c"),
        ("b::c", "b::c"),
        ("A", ""),
        ("[a]", ""),
    ],
)
def test_what_a_pattern_names(pattern, named):
    names = ("a", "a1", "a2", "b::c")
    assert [name for name in names if Targets([pattern]).name(NET.format(name))] == named.split()


def pair(first="1", second="1"):
    """Two nets, and a port on the first."""

    def run(p):
        net = p.resource("Net", "a", name="a", label=first)
        p.resource("Port", "port", name="port", net=net.id, size=int(first))
        p.resource("Net", "b", name="b", label=second)
        p.export(a=net.id, label=first)

    return run


@pytest.fixture
def made(stack):
    stack.script(pair()).up()
    stack.cloud.calls.clear()
    return stack


def test_what_is_not_targeted_stays_as_the_state_has_it(made):
    before = {state.urn: state for state in made.states}
    result = made.script(pair("2", "2")).up(only("b"))
    assert result.ok
    assert made.cloud.done("create", "update", "delete") == [("update", "b")]
    assert made.planned() == {"a": "same", "port": "same", "b": "update"}
    assert made.state("a") == before[made.state("a").urn]
    assert made.state("port", "mem:index:Port") == before[made.state("port", "mem:index:Port").urn]
    assert made.states[0].outputs["label"] == "2"


def test_what_vanished_from_the_program_stays_unless_it_is_targeted(made):
    rest = made.script(lambda p: p.resource("Net", "b", name="b", label="2"))
    assert rest.up(only("b")).ok
    assert made.cloud.names() == ["a", "b", "port"]
    assert rest.up(only("port")).ok
    assert made.cloud.names() == ["a", "b"]
    assert rest.up(only("*")).ok
    assert made.cloud.names() == ["b"]


def test_a_new_one_that_is_not_targeted_is_left_out(made):
    def program(p):
        pair("2", "1")(p)
        extra = p.resource("Net", "extra", name="extra")
        p.resource("Port", "on-extra", name="on-extra", net=extra.id)

    assert made.script(program).up(only("a")).ok
    assert made.cloud.done("create", "update", "delete") == [("update", "a")]
    assert made.up().ok
    assert made.cloud.names() == ["a", "b", "extra", "on-extra", "port"]


@pytest.mark.parametrize(
    "needing",
    [
        lambda p, new: p.resource("Port", "user", name="user", net=new.id),
        lambda p, new: p.resource("Net", "user", needs=[new]),
        lambda p, new: p.resource("Net", "user", parent=new.urn),
        lambda p, new: p.resource("Net", "user", opt_deletedWith=new.urn),
    ],
)
def test_a_target_that_needs_what_is_left_out_is_refused_by_name(made, needing):
    def program(p):
        pair()(p)
        needing(p, p.resource("Net", "new", name="new"))

    for run in (made.script(program).preview, made.up):
        result = run(only("user"))
        (failure,) = result.failures
        assert failure.error.message == "user needs new, which is not there yet and not among the targets"
        assert failure.error.hint == "Add it: --target new."
    assert made.cloud.calls == []
    assert made.up(only("user", "new")).ok


def test_a_provider_is_always_part_of_it(stack):
    def program(p):
        north = p.resource("pulumi:providers:mem", "north", cloud="lab")
        p.resource("Net", "a", opt_provider=f"{north.urn}::{north.id.value}")
        p.resource("Net", "b", opt_provider=f"{north.urn}::{north.id.value}")

    assert stack.script(program).up(only("a")).ok
    assert [verb for verb, *_ in stack.cloud.calls] == ["create"]


@pytest.mark.parametrize("operation", ["preview", "up", "destroy", "refresh", "drift"])
def test_a_pattern_that_names_nothing_is_an_error_with_what_is_near(made, operation):
    with pytest.raises(TargetError, match="no resource is named 'prot'") as caught:
        getattr(made, operation)(only("prot", "a"))
    assert caught.value.hint == "Did you mean port?"
    assert made.cloud.calls == []


def test_a_plan_for_one_scope_is_not_used_for_another(made):
    made.script(pair("2", "2"))
    with made.open() as deployment:
        planned = deployment.preview(only("a"))
        deployment.up(planned, only("b"))
    assert made.cloud.done("update") == [("update", "b")]


def test_a_component_is_a_target_of_its_own(stack):
    def program(label):
        def run(p):
            zone = p.component("test:Zone", "zone", cidr=label)
            p.resource("Net", "in-zone", label=label, parent=zone.urn)
            p.outputs(zone.urn, label=label)

        return run

    stack.script(program("1")).up()
    assert stack.script(program("2")).up(only("in-zone")).ok
    zone = stack.state("zone", "test:Zone")
    assert (zone.inputs, zone.outputs) == ({"cidr": "1"}, {"label": "1"})
    assert stack.state("in-zone").inputs["label"] == "2"
    assert stack.up(only("zone")).ok
    assert stack.state("zone", "test:Zone").outputs == {"label": "2"}


def test_a_renamed_one_that_is_not_targeted_is_found_by_what_needs_it(stack):
    def program(name, label, **options):
        def run(p):
            net = p.resource("Net", name, name="net", label=label, **options)
            p.resource("Port", "port", name="port", net=net.id, size=int(label))

        return run

    stack.script(program("old", "1")).up()
    assert stack.script(program("new", "2", opt_alias_name="old")).up(only("port")).ok
    assert stack.state("port", "mem:index:Port").dependencies == (NET.format("new"),)
    assert stack.state("new").inputs["label"] == "1"
    assert stack.up().ok
    assert stack.preview().counts["same"] == 4


def test_what_is_only_read_is_not_read_if_it_is_not_targeted(stack):
    stack.cloud.objects["net-x"] = {"id": "net-x", "name": "theirs", "type": "mem:index:Net", "label": "1"}

    def program(p):
        theirs = p.read("Net", "theirs", "net-x")
        p.resource("Net", "a", name="a")
        p.resource("Port", "port", name="port", net=theirs.id)

    assert stack.script(program).up(only("a")).ok
    assert stack.cloud.names() == ["a", "theirs"]
    assert "theirs" not in {state.urn.rpartition("::")[2] for state in stack.states}
    assert "needs theirs" in stack.up(only("port")).failures[0].error.message
    assert stack.up().ok
    del stack.cloud.objects["net-x"]
    assert stack.up(only("a")).ok


def test_a_part_is_destroyed_unless_something_else_needs_it(made):
    result = made.destroy(only("a"))
    (failure,) = result.failures
    assert failure.error.message == "a would be deleted, but port needs it and is not among the targets"
    assert failure.error.data == {"dependents": ["port"]}
    assert made.cloud.calls == []
    assert made.destroy(only("port")).ok
    assert made.destroy(only("a")).ok
    assert made.cloud.names() == ["b"]
    assert made.destroy().ok
    assert made.states == ()


def test_children_and_a_providers_resources_keep_what_they_need(stack):
    def program(p):
        zone = p.component("test:Zone", "zone")
        p.resource("Net", "child", parent=zone.urn)

    stack.script(program).up()
    assert "child needs it" in stack.destroy(only("zone")).failures[0].error.message
    assert "child needs it" in stack.destroy(only("default")).failures[0].error.message
    assert stack.destroy(only("zone", "child")).ok


def test_a_target_that_vanished_is_not_deleted_while_something_needs_it(made):
    """The port hangs on the net in the cloud as long as its own change isn't a target."""

    def moved(p):
        b = p.resource("Net", "b", name="b", label="1")
        p.resource("Port", "port", name="port", net=b.id, size=1)

    result = made.script(moved).up(only("a"))
    assert [failure.error.data["dependents"] for failure in result.failures] == [["port"]]
    assert made.cloud.calls == []
    assert made.up(only("a", "port")).ok
    assert made.cloud.names() == ["b", "port"]


def test_a_replaced_one_stays_while_something_that_is_not_targeted_uses_it(stack):
    def program(cidr):
        def run(p):
            net = p.resource("Net", "net", name="net", cidr=cidr)
            p.resource("Port", "port", name="port", net=net.id)

        return run

    stack.script(program("10.1.0.0/24")).up()
    assert stack.script(program("10.2.0.0/24")).up(only("net")).ok
    assert stack.cloud.names() == ["net", "net", "port"]
    assert stack.up(only("net")).ok
    assert len(stack.cloud.names()) == 3
    assert stack.up().ok
    assert stack.cloud.names() == ["net", "port"]
    assert not any(state.delete for state in stack.states)


@pytest.mark.parametrize("still_there", [True, False])
def test_what_must_go_before_a_target_is_made_anew_must_be_a_target_too(stack, still_there):
    def program(cidr, port_on_it):
        def run(p):
            if not port_on_it:
                spare = p.resource("Net", "spare", name="spare")
                p.resource("Port", "port", name="port", net=spare.id)
            net = p.resource("Net", "net", name="net", cidr=cidr, opt_delete_before_replace=True)
            if port_on_it:
                p.resource("Port", "port", name="port", net=net.id)

        return run

    stack.script(program("10.1.0.0/24", True)).up()
    stack.cloud.calls.clear()
    result = stack.script(program("10.2.0.0/24", still_there)).up(only("net"))
    (failure,) = result.failures
    assert "port with it, which is not among the targets" in failure.error.message
    assert stack.cloud.calls == []


def test_verify_looks_at_the_targets_only(made):
    by_name = {item["name"]: item for item in made.cloud.objects.values()}
    by_name["a"]["label"] = by_name["b"]["label"] = "theirs"
    assert made.up(only("b", verify=True)).ok
    assert made.cloud.done("update") == [("update", "b")]
    assert made.state("a").outputs["label"] == "1"


def test_refresh_of_a_part(made):
    made.cloud.objects.clear()
    made.refresh(only("port"))
    assert {state.urn.rpartition("::")[2] for state in made.states if "mem:index" in state.type} == {"a", "b"}


def test_a_target_may_fail_and_the_rest_stays(made):
    def refuse(*_):
        raise CloudError("no")

    before = made.states
    made.cloud.before = refuse
    result = made.script(pair("2", "2")).up(only("b"))
    assert [failure.error.message for failure in result.failures] == ["no"]
    assert [state.key for state in made.states] == [state.key for state in before]
    made.cloud.before = nothing
    assert made.up().ok


def test_a_replacement_is_made_because_it_was_asked_for(made):
    result = made.up(Scope(replace=("a",)))
    assert result.ok
    assert made.cloud.done("create", "update", "delete") == [
        ("delete", "port"), ("delete", "a"), ("create", "a"), ("create", "port")
    ]  # fmt: skip
    assert made.planned() == {"a": "replace", "port": "replace", "b": "same"}
    reasons = {event.name: event.reason for event in made.told(StepPlanned)}
    assert reasons["a"] == "its replacement was asked for"
    assert made.preview().counts == {"same": 5}


def test_a_replacement_that_was_asked_for_is_made_first_if_the_program_says_so(stack):
    def program(p):
        net = p.resource("Net", "net", name="net", opt_delete_before_replace=False)
        p.resource("Port", "port", name="port", net=net.id)

    stack.script(program).up()
    stack.cloud.calls.clear()
    assert stack.up(Scope(replace=("net",))).ok
    assert stack.cloud.done("create", "update", "delete") == [
        ("create", "net"), ("create", "port"), ("delete", "port"), ("delete", "net")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Scope(replace=("aa",)), "no resource is named 'aa'"),
        (Scope(replace=("default",)), "no resource is named 'default'"),
        (Scope(replace=("project-stack",)), "no resource is named 'project-stack'"),
        (Scope(replace=("a",), targets=("b",)), "a is to be replaced, but is not among the targets"),
    ],
)
def test_what_can_not_be_replaced(made, scope, said):
    with pytest.raises(TargetError, match=said):
        made.up(scope)
    assert made.cloud.calls == []


def test_a_protected_one_is_not_replaced_for_the_asking(stack):
    stack.script(lambda p: p.resource("Net", "a", opt_protect=True)).up()
    assert "protected" in stack.up(Scope(replace=("a",))).failures[0].error.message
