"""Several providers in one program: clouds, regions and projects."""

import pytest

from gcloud.engine.events import Diagnostic, StepPlanned
from tests.engine.memory import Cloud, MemoryProvider


@pytest.fixture
def clouds(stack):
    """Give clouds by name; a provider reaches the one that its input `cloud` names, else the default."""
    named = {"north": Cloud(), "south": Cloud(), None: stack.cloud}

    class Located(MemoryProvider):
        def configure(self, inputs):
            super().configure(inputs)
            self.cloud = named[inputs.get("cloud")]

    stack.make = lambda _: Located(stack.cloud)
    return named


def names(clouds):
    return [clouds[cloud].names() for cloud in ("north", "south", None)]


def provider(p, name, **inputs):
    return p.resource("pulumi:providers:mem", name, **inputs)


def reference(made):
    return f"{made.urn}::{made.id.value}"


def test_each_resource_is_made_by_its_provider_or_by_the_default_one(stack, clouds):
    def program(p):
        north, south = provider(p, "n", cloud="north"), provider(p, "s", cloud="south")
        p.resource("Net", "a", name="a", opt_provider=reference(north))
        p.resource("Net", "b", name="b", opt_provider=reference(south))
        p.resource("Net", "c", name="c")

    assert stack.script(program).up().ok
    assert names(clouds) == [["a"], ["b"], ["c"]]
    assert not stack.preview().touched
    assert stack.destroy().ok
    assert names(clouds) == [[], [], []]


def test_components_hand_their_providers_down_and_a_child_may_have_another(stack, clouds):
    program = """
        north, south = Provider("n", cloud="north"), Provider("s", cloud="south")
        Zone("z", "10.1.0.0/24", Opts(providers={"mem": north}))

        class Town(pulumi.ComponentResource):
            def __init__(self, name, opts=None):
                super().__init__("test:town:Town", name, None, opts)
                Zone(f"{name}-inner", "10.2.0.0/24", Opts(parent=self))
                Net(f"{name}-own", Opts(parent=self, provider=north), name=f"{name}-own")

        Town("t", Opts(providers=[south]))
    """
    assert stack.program(program).up().ok
    assert names(clouds) == [["t-own", "z", "z"], ["t-inner", "t-inner"], []]


def moved(name, **inputs):
    def program(p):
        old, new = provider(p, "old", cloud="north"), provider(p, "new", **inputs)
        p.resource("Net", "a", name="a", opt_provider=reference({"old": old, "new": new}[name]))

    return program


def warnings(stack):
    return [event.text for event in stack.told(Diagnostic) if event.severity == "warning"]


def test_a_resource_that_is_given_to_another_cloud_is_made_there_and_deleted_where_it_was(stack, clouds):
    stack.script(moved("old", cloud="south")).up()
    stack.script(moved("new", cloud="south"))
    assert stack.preview().counts == {"same": 3, "replace": 1}
    reasons = {event.name: event.reason for event in stack.told(StepPlanned)}
    assert reasons["a"] == "its object is not where the provider new looks"
    assert names(clouds) == [["a"], [], []]
    assert stack.up().ok
    assert names(clouds) == [[], ["a"], []]
    assert stack.preview().counts == {"same": 4}


def test_another_provider_of_the_same_cloud_changes_nothing(stack, clouds):
    stack.script(moved("old", cloud="north")).up()
    stack.script(moved("new", cloud="north"))
    assert stack.up().ok
    assert warnings(stack) == []
    assert stack.state("a").provider.split("::")[-2] == "new"
    assert clouds["north"].done("create", "update", "delete") == [("create", "a")]


def test_a_provider_that_points_elsewhere_is_warned_of_and_replaces_nothing(stack, clouds):
    stack.script(moved("new", cloud="north")).up()
    stack.script(moved("new", cloud="south"))
    assert stack.preview().counts == {"same": 3, "update": 1}
    assert any("configured anew" in words for words in warnings(stack))


def test_a_renamed_provider_keeps_its_id_and_its_resources(stack, clouds):
    stack.script(moved("new", cloud="north")).up()
    before = stack.state("new", "pulumi:providers:mem")

    def program(p):
        provider(p, "old", cloud="north")
        new = provider(p, "newer", cloud="north", opt_alias_name="new")
        p.resource("Net", "a", name="a", opt_provider=reference(new))

    assert stack.script(program).up().ok
    after = stack.state("newer", "pulumi:providers:mem")
    assert (after.id, after.aliases) == (before.id, ())
    assert stack.state("a").provider == f"{after.urn}::{after.id}"
    assert clouds["north"].done("create", "update", "delete") == [("create", "a")]
    assert stack.preview().counts == {"same": 4}


def test_what_is_deleted_with_something_that_is_replaced_is_replaced_too(stack):
    def program(cidr):
        def run(p):
            net = p.resource("Net", "net", name="net", cidr=cidr)
            p.resource("Net", "in-it", name="in-it", opt_deletedWith=net.urn)

        return run

    stack.script(program("10.1.0.0/24")).up()
    stack.script(program("10.2.0.0/24"))
    assert stack.preview().counts == {"same": 2, "replace": 2}
    before = {state.id for state in stack.states if "Net" in state.type}
    stack.cloud.calls.clear()
    assert stack.up().ok
    # The old one's object goes with the old net: nobody asks for its deletion.
    assert stack.cloud.done("create", "delete") == [("create", "net"), ("create", "in-it"), ("delete", "net")]
    assert not before & {state.id for state in stack.states}
