"""Taking over what is in the cloud already: the option `import_`."""

import pytest
from pulumi.runtime.proto import resource_pb2

from gcloud.engine.events import StepPlanned
from gcloud.engine.goal import BadRequestError, goal_from_request
from gcloud.engine.values import Secret
from tests.engine.memory import nothing


@pytest.fixture
def there(stack):
    """Put a net into the cloud that the state does not know; gives its id."""
    inputs = {"name": "old", "cidr": "10.7.0.0/24", "label": "x"}
    stack.cloud.objects["net-7"] = {**inputs, "mtu": 1442, "id": "net-7", "type": "mem:index:Net"}
    return "net-7"


LIKE_IT = {"name": "old", "cidr": "10.7.0.0/24"}


def net(*, id_="net-7", **inputs):
    given = {"name": "old", "cidr": "10.7.0.0/24", "label": "x", **inputs}
    wanted = {key: value for key, value in given.items() if value is not None}
    return lambda p: p.resource("Net", "a", opt_importId=id_, **wanted)


def test_an_object_that_is_as_the_program_wants_it_is_taken_over(stack, there):
    stack.script(net())
    assert stack.preview().counts == {"import": 1, "create": 2}
    assert stack.states == ()
    assert stack.up().ok
    assert stack.cloud.calls == []
    state = stack.state("a")
    assert (state.id, state.import_id, state.external) == (there, there, False)
    assert state.outputs["mtu"] == 1442
    assert state.created == state.modified != ""


def test_once_imported_the_option_does_nothing(stack, there):
    stack.script(net()).up()
    first = stack.states
    assert stack.up().ok
    assert not stack.preview().touched
    assert stack.states == first
    stack.script(net(label="y"))
    assert stack.up().ok
    assert stack.cloud.objects[there]["label"] == "y"
    stack.script(net(id_="", label="y"))
    assert stack.up().ok
    assert (stack.state("a").id, stack.state("a").import_id) == (there, "")
    assert stack.destroy().ok
    assert stack.cloud.objects == {}


@pytest.mark.parametrize(
    ("inputs", "named"),
    [
        ({"label": "y"}, ["label is 'x', not 'y'"]),
        ({"label": None, "cidr": "10.8.0.0/24"}, ["label is 'x', not not set", "cidr is '10.7.0.0/24'"]),
    ],
)
def test_what_differs_is_named_and_nothing_is_touched(stack, there, inputs, named):
    def program(p):
        p.resource("Net", "other")
        net(**inputs)(p)

    result = stack.script(program).up()
    (failure,) = result.failures
    assert failure.urn.endswith("Net::a")
    for words in named:
        assert words in failure.error.message
    assert stack.cloud.calls == []
    assert stack.states == ()


def test_what_is_ignored_may_differ_and_stays(stack, there):
    def program(p):
        p.resource("Net", "a", opt_importId=there, opt_ignoreChanges=["label"], **LIKE_IT)

    assert stack.script(program).up().ok
    assert stack.state("a").inputs["label"] == "x"
    assert stack.cloud.objects[there]["label"] == "x"


def test_a_secret_that_differs_is_not_shown(stack):
    stack.cloud.objects["key-1"] = {"name": "k", "value": "one", "id": "key-1", "type": "mem:index:Key"}
    result = stack.script(
        lambda p: p.resource("Key", "k", name="k", value=Secret("planted"), opt_importId="key-1")
    ).up()
    assert "value is '(secret)', not '(secret)'" in result.failures[0].error.message
    assert "planted" not in repr(stack.events)
    stack.script(lambda p: p.resource("Key", "k", name="k", value=Secret("one"), opt_importId="key-1"))
    assert stack.up().ok
    assert stack.state("k", "mem:index:Key").outputs["value"] == Secret("one")


def test_an_object_that_is_not_there_is_an_error(stack):
    (failure,) = stack.script(net(id_="net-9")).up().failures
    assert "net-9" in failure.error.message
    assert "not there" in failure.error.message


def test_another_object_takes_the_place_of_the_one_that_the_state_knows(stack, there):
    stack.script(lambda p: p.resource("Net", "a", name="first")).up()
    first = stack.state("a").id
    stack.script(net())
    assert stack.preview().counts == {"same": 2, "replace": 1}
    assert stack.up().ok
    assert list(stack.cloud.objects) == [there]
    assert stack.cloud.done("create", "update", "delete") == [("create", "first"), ("delete", "first")]
    assert first != stack.state("a").id == there


def test_another_object_also_under_another_name(stack, there):
    stack.script(lambda p: p.resource("Net", "b", name="first")).up()
    stack.script(
        lambda p: p.resource(
            "Net", "a", opt_importId=there, opt_alias_name="b", name="old", cidr="10.7.0.0/24", label="x"
        )
    )
    assert stack.up().ok
    assert list(stack.cloud.objects) == [there]
    assert [state.id for state in stack.states if state.type == "mem:index:Net"] == [there]


def test_a_run_that_fails_after_an_exchange_leaves_the_old_one_to_the_next_run(stack, there):
    stack.script(lambda p: p.resource("Net", "a", name="first")).up()

    def program(p):
        net()(p)
        p.resource("Key", "k", name="old")

    stack.cloud.before = refuse_keys
    stack.script(program).up()
    assert sorted(state.delete for state in stack.states if state.type == "mem:index:Net") == [False, True]
    stack.cloud.before = nothing
    stack.script(net())
    assert stack.up().ok
    assert list(stack.cloud.objects) == [there]


def refuse_keys(verb, type_, _):
    if type_.endswith("Key"):
        raise RuntimeError("no")


def test_a_protected_object_does_not_give_way(stack, there):
    stack.script(lambda p: p.resource("Net", "a", name="first", opt_protect=True)).up()
    stack.script(
        lambda p: p.resource(
            "Net", "a", opt_importId=there, opt_protect=True, name="old", cidr="10.7.0.0/24", label="x"
        )
    )
    (failure,) = stack.up().failures
    assert "protected" in failure.error.message
    assert len(stack.cloud.objects) == 2


def test_an_object_that_was_only_read_becomes_ours(stack, there):
    stack.script(lambda p: p.read("Net", "a", there)).up()
    assert stack.state("a").external
    stack.script(net())
    assert stack.up().ok
    assert [event.op for event in stack.told(StepPlanned) if event.name == "a"] == ["import"]
    assert not stack.state("a").external
    assert list(stack.cloud.objects) == [there]


def test_an_imported_object_is_not_replaced_while_the_program_names_it(stack, there):
    stack.script(net()).up()
    (failure,) = stack.script(net(cidr="10.9.0.0/24")).up().failures
    assert "remove import_" in failure.error.hint
    assert list(stack.cloud.objects) == [there]


def test_what_is_not_known_yet_can_not_be_the_objects(stack, there):
    def program(p):
        other = p.resource("Net", "other")
        p.resource("Net", "a", opt_importId=there, name="old", cidr="10.7.0.0/24", label=other.id)

    (failure,) = stack.script(program).up().failures
    assert "label comes from what is not there yet" in failure.error.message
    assert stack.cloud.calls == []


def test_a_provider_is_not_imported():
    request = resource_pb2.RegisterResourceRequest(
        type="pulumi:providers:mem", name="p", custom=True, importId="7"
    )
    with pytest.raises(BadRequestError, match="a provider"):
        goal_from_request(request, "p", "s")


def test_a_real_program_imports(stack, there):
    program = f'Net("a", Opts(import_="{there}"), name="old", cidr="10.7.0.0/24", label="x")\n'
    assert stack.program(program).up().ok
    assert stack.state("a").id == there
