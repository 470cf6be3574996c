"""What is done to resources: each test is a state, a program, and the calls that follow."""

import pytest
from pulumi.runtime.proto import resource_pb2

from gcloud.engine.events import StepFailed, StepPlanned, StepSkipped
from gcloud.engine.values import Secret
from gcloud.errors import CloudError
from tests.engine.memory import nothing
from tests.engine.script import Context


def one_net(**inputs):
    return lambda p: p.resource("Net", "a", **inputs)


def test_nothing_changed_calls_nothing_and_writes_nothing(stack):
    stack.script(one_net(cidr="10.1.0.0/24")).up()
    checkpoint = stack.folder / "state/.pulumi/stacks/project/stack.json"
    before = checkpoint.read_bytes()
    stack.cloud.calls.clear()
    result = stack.up()
    assert result.summary.counts == {"same": 3}
    assert stack.cloud.calls == []
    assert checkpoint.read_bytes() == before


def test_a_change_updates_in_place(stack):
    stack.script(one_net(cidr="10.1.0.0/24", label="old")).up()
    stack.cloud.calls.clear()
    stack.script(one_net(cidr="10.1.0.0/24", label="new")).up()
    (planned,) = [event for event in stack.told(StepPlanned) if event.op == "update"]
    assert [(change.path, change.old, change.new) for change in planned.changes] == [("label", "old", "new")]
    assert [verb for verb, *_ in stack.cloud.calls] == ["update"]


def test_an_autoname_stays(stack):
    stack.script(one_net(label="x")).up()
    name = stack.state("a").inputs["name"]
    stack.script(one_net(label="y")).up()
    assert stack.state("a").inputs["name"] == name


def test_a_replacement_is_made_before_its_predecessor_goes(stack):
    def program(cidr):
        def run(p):
            net = p.resource("Net", "a", name="a", cidr=cidr)
            p.resource("Port", "p", name="p", net=net.id)

        return run

    stack.script(program("10.1.0.0/24")).up()
    stack.cloud.calls.clear()
    result = stack.script(program("10.2.0.0/24")).up()
    assert result.ok
    assert stack.cloud.done("create", "delete") == [
        ("create", "a"), ("create", "p"), ("delete", "p"), ("delete", "a")
    ]  # fmt: skip
    assert stack.planned() == {"a": "replace", "p": "replace"}
    assert not any(state.delete for state in stack.states)


def test_delete_before_replace_takes_what_hangs_on_it_first(stack):
    def program(cidr):
        def run(p):
            net = p.resource("Net", "a", name="a", cidr=cidr, opt_delete_before_replace=True)
            p.resource("Port", "p", name="p", net=net.id)
            p.resource("Net", "other", name="other")

        return run

    stack.script(program("10.1.0.0/24")).up()
    stack.cloud.calls.clear()
    assert stack.script(program("10.2.0.0/24")).up().ok
    assert stack.cloud.done("create", "delete") == [
        ("delete", "p"), ("delete", "a"), ("create", "a"), ("create", "p")
    ]  # fmt: skip
    assert stack.planned() == {"a": "replace", "p": "replace", "other": "same"}


def test_a_unique_name_is_deleted_before_it_is_replaced(stack):
    stack.script(lambda p: p.resource("Key", "k", name="k", value=Secret("one"))).up()
    stack.cloud.calls.clear()
    assert stack.script(lambda p: p.resource("Key", "k", name="k", value=Secret("two"))).up().ok
    assert stack.cloud.done("create", "delete") == [("delete", "k"), ("create", "k")]


def test_what_the_program_no_longer_names_is_deleted_in_reverse(stack):
    def chain(p):
        net = p.resource("Net", "a", name="a")
        p.resource("Port", "p", name="p", net=net.id)
        p.resource("Port", "q", name="q", net=net.id)

    stack.script(chain).up()
    stack.cloud.calls.clear()
    result = stack.script(nothing).up()
    assert result.ok
    deleted = [name for _, name in stack.cloud.done("delete")]
    assert deleted[-1] == "a"
    assert sorted(deleted) == ["a", "p", "q"]


def test_ignored_changes_are_left_alone(stack):
    stack.script(one_net(label="old")).up()
    stack.script(one_net(label="new", opt_ignoreChanges=["label"])).up()
    assert stack.planned() == {"a": "same"}
    assert stack.state("a").inputs["label"] == "old"


def test_ignored_changes_stay_as_they_were_though_a_replacement_fails_half_way(stack):
    kept = {"opt_ignoreChanges": ["label"], "opt_delete_before_replace": True}
    stack.script(one_net(name="a", label="old", cidr="10.1.0.0/24")).up()
    stack.cloud.before = lambda verb, *_: refuse() if verb == "create" else None
    stack.script(one_net(name="a", label="new", cidr="10.2.0.0/24", **kept))
    assert not stack.up().ok
    assert stack.cloud.names() == []
    stack.cloud.before = nothing
    assert stack.up().ok
    assert stack.planned() == {"a": "replace"}
    assert next(iter(stack.cloud.objects.values()))["label"] == "old"


def test_what_was_deleted_to_be_made_anew_is_only_forgotten_when_it_is_not_wanted_any_more(stack):
    stack.script(one_net(name="a", cidr="10.1.0.0/24")).up()
    stack.cloud.before = lambda verb, *_: refuse() if verb == "create" else None
    stack.script(one_net(name="a", cidr="10.2.0.0/24", opt_delete_before_replace=True)).up()
    stack.cloud.before = nothing
    stack.cloud.calls.clear()
    assert stack.destroy().ok
    assert stack.cloud.calls == []
    assert stack.states == ()


def refuse():
    raise CloudError("quota")


def test_replace_on_changes(stack):
    stack.script(one_net(label="old")).up()
    stack.script(one_net(label="new", opt_replaceOnChanges=["label"])).up()
    assert stack.planned() == {"a": "replace"}


def test_a_renamed_resource_is_kept(stack):
    stack.script(one_net(name="x")).up()
    stack.cloud.calls.clear()
    result = stack.script(lambda p: p.resource("Net", "b", name="x", opt_alias_name="a")).up()
    assert result.ok
    assert stack.cloud.calls == []
    assert stack.state("b").aliases == ()
    assert [state.urn.rpartition("::")[2] for state in stack.states if "Net" in state.type] == ["b"]


@pytest.mark.parametrize("label", ["fine", "half"])
def test_a_renamed_resource_that_is_replaced_leaves_its_old_name(stack, label):
    stack.script(one_net(name="x", cidr="10.1.0.0/24")).up()
    options = {"cidr": "10.2.0.0/24", "opt_alias_name": "a"}
    stack.script(lambda p: p.resource("Net", "b", name="x", label=label, **options)).up()
    left = [(state.urn.rpartition("::")[2], state.delete) for state in stack.states if "Net" in state.type]
    # After a failure nothing is deleted: the old one waits for the next run.
    assert left == ([("b", False)] if label == "fine" else [("b", False), ("a", True)])
    assert stack.up().ok
    assert stack.cloud.names() == ["x"]
    assert {state.id for state in stack.states if "Net" in state.type} == stack.cloud.objects.keys()


def test_children_of_a_renamed_component_are_kept(stack):
    def program(name, **options):
        def run(p):
            zone = p._register("test:Zone", name, False, {}, p.root, (), options)
            net = p.resource("Net", "n", name="n", parent=zone.urn)
            p.resource("Port", "p", name="p", net=net.id, parent=net.urn)

        return run

    stack.script(program("old")).up()
    stack.cloud.calls.clear()
    assert stack.script(program("new", alias_name="old")).up().ok
    # The child's type is qualified by its parent's, not by its name, so its URN has not changed.
    assert stack.cloud.calls == []
    assert stack.state("n").parent.endswith("::new")


def test_a_protected_resource_is_not_deleted(stack):
    stack.script(one_net(name="a", opt_protect=True)).up()
    result = stack.script(nothing).up()
    assert "protected" in result.failures[0].error.message
    assert stack.cloud.names() == ["a"]
    assert "protected" in stack.destroy().failures[0].error.message
    assert stack.cloud.names() == ["a"]


def test_a_protected_resource_is_not_replaced(stack):
    stack.script(one_net(cidr="10.1.0.0/24", opt_protect=True)).up()
    stack.cloud.calls.clear()
    result = stack.script(one_net(cidr="10.2.0.0/24", opt_protect=True)).up()
    assert "protected" in result.failures[0].error.message
    assert stack.cloud.calls == []


def test_retained_resources_stay_in_the_cloud(stack):
    stack.script(one_net(name="a", opt_retainOnDelete=True)).up()
    assert stack.script(nothing).up().ok
    assert stack.cloud.names() == ["a"]
    assert [state.type for state in stack.states] == ["pulumi:pulumi:Stack"]


def test_deleted_with_saves_a_call(stack):
    def program(p):
        net = p.resource("Net", "a", name="a")
        p.resource("Net", "b", name="b", opt_deletedWith=net.urn)

    stack.script(program).up()
    assert stack.destroy().ok
    assert stack.cloud.done("delete") == [("delete", "a")]


def test_secrets_are_marked_wherever_they_appear(stack):
    def program(p):
        key = p.resource("Key", "k", name="k", value=Secret("planted"))
        net = p.resource("Net", "n", name="n", label="open", opt_additionalSecretOutputs=["label"])
        p.export(key=Secret("planted"), net=net.id)
        assert key.outputs["value"] == Secret("planted")

    result = stack.script(program).up()
    assert result.ok
    assert stack.state("k", "mem:index:Key").inputs["value"] == Secret("planted")
    assert stack.state("k", "mem:index:Key").outputs["value"] == Secret("planted")
    assert stack.state("n").outputs["label"] == Secret("open")
    assert result.summary.outputs["key"] == "(secret)"
    assert "planted" not in repr(stack.events)
    for file in (stack.folder / "state").rglob("*"):
        assert not file.is_file() or b"planted" not in file.read_bytes(), file


def test_dependencies_are_recorded_as_the_official_engine_does(stack):
    def program(p):
        net = p.resource("Net", "a", name="a")
        other = p.resource("Net", "b", name="b")
        p.resource("Port", "p", name="p", net=net.id, needs=[other])

    stack.script(program).up()
    port = stack.state("p", "mem:index:Port")
    a, b = stack.state("a").urn, stack.state("b").urn
    assert port.dependencies == (a, b)
    assert port.property_dependencies == {"name": (), "net": (a,)}
    assert port.parent == "urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack"
    assert port.provider.startswith("urn:pulumi:stack::project::pulumi:providers:mem::default::")


def test_component_outputs_and_stack_outputs(stack):
    def program(p):
        zone = p.component("test:Zone", "z", cidr="10.0.0.0/8")
        net = p.resource("Net", "a", parent=zone.urn)
        p.outputs(zone.urn, net=net.id)
        p.export(net=net.id)

    stack.script(program).up()
    zone = stack.state("z", "test:Zone")
    assert zone.outputs == {"net": stack.state("a").id}
    assert zone.inputs == {"cidr": "10.0.0.0/8"}
    assert stack.states[0].outputs == {"net": stack.state("a").id}


def test_explicit_providers_and_their_settings(stack):
    made = []
    make = stack.make
    stack.make = lambda package: made.append(make(package)) or made[-1]

    def program(p):
        north = p.resource("pulumi:providers:mem", "north", cloud="lab", region="one")
        reference = f"{north.urn}::{north.id.value}"
        zone = p.component("test:Zone", "z")
        p.resource("Net", "a", parent=zone.urn, opt_provider=reference)

    result = stack.script(program).up()
    assert result.ok
    assert stack.state("a").provider.startswith("urn:pulumi:stack::project::pulumi:providers:mem::north::")
    assert made[-1].settings == {"cloud": "lab", "region": "one"}
    # With the program gone, the state alone tells how to reach the cloud.
    assert stack.destroy().ok
    assert made[-1].settings == {"cloud": "lab", "region": "one"}
    assert stack.states == ()


def test_configuration_reaches_the_default_provider(stack):
    made = []
    make = stack.make
    stack.make = lambda package: made.append(make(package)) or made[-1]
    stack.config = {"mem:cloud": "lab", "project:other": "x"}
    stack.script(one_net()).up()
    assert made[-1].settings == {"cloud": "lab"}


def test_an_invoke_answers_and_a_failing_one_ends_the_program(stack):
    stack.script(one_net(name="a")).up()
    found = {}

    def asks(p):
        p.resource("Net", "a", name="a")
        found.update(p.invoke("mem:index:lookup", name="a"))
        p.invoke("mem:index:lookup", name="nobody")

    result = stack.script(asks).up()
    assert found["id"] == stack.state("a").id
    assert "nothing is named nobody" in result.failures[0].error.message
    assert stack.cloud.names() == ["a"]


@pytest.mark.parametrize(
    ("program", "named"),
    [
        (lambda p: p.resource("Alien", "x"), "mem:index:Alien"),
        (lambda p: p.resource("aws:s3:Bucket", "x"), "aws"),
        (lambda p: p.resource("Net", "x", opt_remote=True), "remote components"),
        (lambda p: p.resource("Net", "x", opt_replace_with=["urn"]), "replace_with"),
        (lambda p: p.resource("Net", "x", colour="red"), "colour"),
        (lambda p: p.resource("pulumi:pulumi:StackReference", "x"), "read and never made"),
        (lambda p: p.invoke("mem:index:nothing"), "mem:index:nothing"),
    ],
)
def test_what_is_not_supported_is_refused_by_name_before_anything_is_touched(stack, program, named):
    def both(p):
        p.resource("Net", "fine")
        program(p)

    result = stack.script(both).up()
    assert any(named in failure.error.message for failure in result.failures)
    assert stack.cloud.calls == []
    assert stack.states == ()
    assert not stack.preview().ok


def test_the_same_name_twice_is_refused(stack):
    def twice(p):
        p.resource("Net", "a")
        p.resource("Net", "a")

    result = stack.script(twice).up()
    assert "two resources" in result.failures[0].error.message
    assert stack.cloud.calls == []


def test_one_that_fails_stops_only_what_needs_it(stack):
    def refuse(_verb, _type, inputs):
        if inputs.get("name") == "bad":
            raise CloudError("quota exceeded", hint="Ask for more.")

    def program(p):
        bad = p.resource("Net", "bad", name="bad")
        p.resource("Port", "on-bad", name="on-bad", net=bad.id)
        p.resource("Net", "good", name="good")

    stack.cloud.before = refuse
    result = stack.script(program).up()
    assert [failure.error.message for failure in result.failures] == ["quota exceeded"]
    assert [event.name for event in stack.told(StepSkipped)] == ["on-bad"]
    assert [event.hint for event in stack.told(StepFailed)] == ["Ask for more."]
    assert stack.cloud.names() == ["good"]
    stack.cloud.before = nothing
    assert stack.up().ok
    assert stack.cloud.names() == ["bad", "good", "on-bad"]


def test_nothing_is_deleted_after_a_failure(stack):
    stack.script(one_net(name="a")).up()

    def refuse(*_):
        raise CloudError("no")

    stack.cloud.before = refuse
    assert not stack.script(lambda p: p.resource("Net", "b", name="b")).up().ok
    assert stack.cloud.names() == ["a"]
    stack.cloud.before = nothing
    assert stack.up().ok
    assert stack.cloud.names() == ["b"]


def test_what_is_made_in_part_is_kept_and_mended(stack):
    result = stack.script(one_net(name="a", label="half")).up()
    assert result.failures[0].error.message == "made, but not as wanted"
    assert stack.state("a").init_errors == ("made, but not as wanted",)
    stack.cloud.calls.clear()
    assert stack.script(one_net(name="a", label="whole")).up().ok
    assert [verb for verb, *_ in stack.cloud.calls] == ["update"]
    assert stack.state("a").init_errors == ()


def test_what_is_left_of_a_replacement_that_fails_half_way_is_sound(stack):
    def program(cidr):
        def run(p):
            net = p.resource("Net", "a", name="a", cidr=cidr, opt_delete_before_replace=True)
            p.resource("Net", "b", name="b", needs=[net])

        return run

    def refuse(verb, _type, inputs):
        if verb == "create" and inputs["name"] == "a":
            raise CloudError("quota")

    stack.script(program("10.1.0.0/24")).up()
    stack.cloud.before = refuse
    assert not stack.script(program("10.2.0.0/24")).up().ok
    assert stack.cloud.names() == ["b"]
    # As the official engine has it: the predecessor's state waits for its successor.
    assert stack.state("a").pending_replacement
    assert stack.state("b").dependencies == (stack.state("a").urn,)
    stack.cloud.before = nothing
    assert stack.up().ok
    assert stack.state("b").dependencies == (stack.state("a").urn,)


def test_what_was_deleted_behind_our_back_is_made_anew_by_the_run_after_the_one_that_finds_out(stack):
    stack.script(one_net(name="a", label="old")).up()
    stack.cloud.objects.clear()
    result = stack.script(one_net(name="a", label="new")).up()
    assert "gone" in result.failures[0].error.message
    assert stack.up().ok
    assert stack.cloud.names() == ["a"]


def test_what_can_not_be_mended_is_deleted_and_made_anew(stack):
    stack.script(one_net(name="a", label="broken")).up()
    assert stack.state("a").taint
    stack.cloud.calls.clear()
    assert stack.script(one_net(name="a", label="whole")).up().ok
    assert stack.cloud.done("create", "update", "delete") == [("delete", "a"), ("create", "a")]
    assert not stack.state("a").taint


def test_a_failed_deletion_keeps_what_it_needs(stack):
    def chain(p):
        net = p.resource("Net", "a", name="a")
        p.resource("Port", "p", name="p", net=net.id)
        p.resource("Net", "b", name="b")

    stack.script(chain).up()

    def refuse(verb, _type, inputs):
        if verb == "delete" and inputs.get("name") == "p":
            raise CloudError("in use")

    stack.cloud.before = refuse
    result = stack.destroy()
    assert [failure.error.message for failure in result.failures] == ["in use"]
    assert stack.cloud.names() == ["a", "p"]
    assert sorted(state.urn.rpartition("::")[2] for state in stack.states if "mem" in state.type) == [
        "a", "default", "p"
    ]  # fmt: skip
    stack.cloud.before = nothing
    assert stack.destroy().ok
    assert stack.states == ()


def test_reading_lets_go_of_what_was_ours(stack):
    stack.script(lambda p: p.resource("Net", "a", name="a")).up()
    ours = stack.state("a").id
    assert stack.script(lambda p: p.read("Net", "a", ours)).up().ok
    assert stack.state("a").external
    assert list(stack.cloud.objects) == [ours]


def test_reading_another_object_deletes_what_was_ours_unless_it_is_protected(stack):
    stack.cloud.objects["net-x"] = {"id": "net-x", "name": "theirs", "type": "mem:index:Net"}
    stack.script(lambda p: p.resource("Net", "a", name="a", opt_protect=True)).up()
    stack.script(lambda p: p.read("Net", "a", "net-x"))
    assert "protected" in stack.up().failures[0].error.message
    assert len(stack.cloud.objects) == 2
    stack.script(lambda p: p.resource("Net", "a", name="a")).up()
    stack.script(lambda p: p.read("Net", "a", "net-x"))
    assert stack.preview().counts == {"same": 2, "replace": 1}
    assert stack.up().ok
    assert list(stack.cloud.objects) == ["net-x"]


def test_reading_what_is_not_ours(stack):
    stack.cloud.objects["net-x"] = {"id": "net-x", "name": "theirs", "type": "mem:index:Net", "label": "l"}

    def program(p):
        request = resource_pb2.ReadResourceRequest(id="net-x", type="mem:index:Net", name="x", parent=p.root)
        answer = p.monitor.ReadResource(request, Context())
        assert answer.properties["name"] == "theirs"

    assert stack.script(program).up().ok
    state = stack.state("x")
    assert (state.external, state.protect, dict(state.inputs)) == (True, False, {})
    assert not stack.preview().touched
    stack.cloud.objects["net-x"]["label"] = "m"
    assert stack.up().ok
    assert stack.state("x").outputs["label"] == "m"
    assert stack.state("x").modified > state.modified
    assert stack.destroy().ok
    assert "net-x" in stack.cloud.objects


def test_a_preview_never_changes_anything(stack):
    stack.script(one_net(cidr="10.1.0.0/24")).up()
    stack.cloud.calls.clear()

    def program(p):
        net = p.resource("Net", "a", cidr="10.2.0.0/24", opt_delete_before_replace=True)
        p.resource("Port", "p", net=net.id)

    changes = stack.script(program).preview()
    assert changes.counts == {"same": 2, "replace": 1, "create": 1}
    assert stack.cloud.calls == []
    assert stack.script(nothing).preview().counts == {"same": 1, "delete": 2}


def test_what_a_component_says_holds_for_all_below_it(stack):
    def program(p):
        north = p.resource("pulumi:providers:mem", "north", cloud="lab")
        outer = p._register(
            "test:Outer", "o", False, {}, p.root, (), {"protect": True, "providers": {"mem": north}}
        )
        inner = p.component("test:Inner", "i", parent=outer.urn)
        p.resource("Net", "a", parent=inner.urn)

    assert stack.script(program).up().ok
    assert stack.state("a").protect
    assert "::north::" in stack.state("a").provider


def test_a_package_without_a_provider_is_told_once(stack):
    def program(p):
        p.resource("aws:s3:Bucket", "x")
        p.resource("aws:s3:Bucket", "y")

    failures = stack.script(program).up().failures
    assert [failure.error.message for failure in failures] == ["there is no provider for the package aws"]
