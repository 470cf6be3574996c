"""Another stack's outputs, read from the same state folder."""

import pytest

from gcloud.engine.state.errors import PassphraseError
from gcloud.engine.state.references import OtherStacks, StackMissingError
from gcloud.engine.state.store import StackStore
from gcloud.engine.values import Secret
from gcloud.errors import InputError

pytestmark = pytest.mark.process

TYPE = "pulumi:pulumi:StackReference"
NAME = "organization/project/base"


@pytest.fixture
def base(stack):
    """Run a stack that others refer to."""

    def program(p):
        net = p.resource("Net", "core", name="core")
        p.export(
            net=net.id, deep={"key": Secret("planted"), "list": [1, "two"]}, hidden=Secret("planted too")
        )

    base = stack.beside("base").script(program)
    assert base.up().ok
    return base


def refer(name):
    return lambda p: p.export(**p.read(TYPE, "base", name, name=name).outputs["outputs"])


@pytest.mark.parametrize("name", [NAME, "organization/base", "base"])
def test_a_stacks_outputs_are_read_by_every_form_of_its_name(stack, base, name):
    assert stack.script(refer(name)).up().ok
    root = next(state for state in stack.states if state.is_root)
    assert root.outputs == {
        "net": base.state("core").id,
        "deep": {"key": Secret("planted"), "list": [1, "two"]},
        "hidden": Secret("planted too"),
    }
    assert "planted" not in repr(stack.events)
    assert b"planted" not in (stack.folder / "state/.pulumi/stacks/project/stack.json").read_bytes()


def test_the_state_is_as_the_official_engine_writes_it(stack, base):
    stack.script(refer(NAME)).up()
    state = stack.state("base", TYPE)
    provider = stack.state("default", "pulumi:providers:pulumi")
    assert (state.id, state.custom, state.external, state.created) == (NAME, True, True, "")
    assert state.inputs == {"name": NAME}
    assert sorted(state.outputs) == ["name", "outputs", "secretOutputNames"]
    assert state.outputs["secretOutputNames"] == ["deep", "hidden"]
    assert state.provider == f"{provider.urn}::{provider.id}"
    assert provider.inputs == {}


def test_what_the_other_stack_gives_now_is_read_in_each_run(stack, base):
    stack.script(refer("base")).up()
    before = stack.state("base", TYPE)
    assert not stack.preview().touched
    assert stack.state("base", TYPE) == before
    base.script(lambda p: p.export(net="another")).up()
    assert stack.preview().summary.outputs == {"net": "another"}
    assert stack.up().ok
    after = stack.state("base", TYPE)
    assert after.outputs["outputs"] == {"net": "another"}
    assert after.modified != ""
    assert stack.refresh().ok
    assert stack.destroy().ok
    assert base.up().ok


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("bse", "Did you mean organization/project/base?"),
        ("organization/projekt/base", "Did you mean organization/project/base?"),
        ("organization/elsewhere/prod", "Run that stack first"),
    ],
)
def test_a_stack_that_is_not_there_is_named_with_what_is_near(stack, base, name, hint):
    (failure,) = stack.script(refer(name)).up().failures
    assert failure.urn.endswith(f"{TYPE}::base")
    assert f"/{name.rpartition('/')[2]}" in failure.error.message
    assert hint in failure.error.hint
    assert stack.states == ()


@pytest.mark.parametrize("name", ["acme/project/base", "organization/a/b/c", "", "organization/project/"])
def test_what_is_no_stacks_name(tmp_path, name):
    with pytest.raises(InputError):
        OtherStacks(tmp_path, "project", "x").outputs(name)


def test_another_passphrase_matters_only_where_something_is_secret(stack, base, tmp_path):
    base.script(lambda p: p.export(plain=1)).up()
    others = OtherStacks(stack.folder / "state", "project", "another")
    assert others.outputs("base") == {"plain": 1}
    base.script(lambda p: p.export(secret=Secret("planted"))).up()
    with pytest.raises(PassphraseError, match="another passphrase"):
        others.outputs("base")


def test_a_stack_without_a_run_gives_nothing(stack):
    with StackStore.open(stack.folder / "state", "project", "empty", "pass"):
        pass
    assert OtherStacks(stack.folder / "state", "project", "pass").outputs("empty") == {}


def test_a_missing_stack_is_an_error_of_its_own_kind(stack, base):
    with pytest.raises(StackMissingError) as caught:
        OtherStacks(stack.folder / "state", "project", "pass").outputs("bas")
    assert caught.value.data == {"stack": "organization/project/bas", "near": [NAME]}


def test_a_real_program_refers_to_a_stack(stack, base):
    program = """
        base = pulumi.StackReference("organization/project/base")
        Port("port", net=base.require_output("net"), name="p")
        pulumi.export("key", base.get_output("deep"))
        pulumi.export("none", base.get_output("nothing"))
    """
    assert stack.program(program).up().ok
    assert stack.state("port", "mem:index:Port").inputs["net"] == base.state("core").id
    root = next(state for state in stack.states if state.is_root)
    assert root.outputs["key"] == Secret({"key": "planted", "list": [1, "two"]})
