"""Dynamic resources: real programs whose own types are served by a process of their own."""

import os
from pathlib import Path

import pytest

from gcloud.engine import plugin as plugin_module
from gcloud.engine.events import Diagnostic, StepFailed
from gcloud.engine.interface import UnsearchableError
from gcloud.engine.plugin import PluginError, Plugins
from gcloud.engine.scope import Scope
from gcloud.engine.values import Secret
from tests.engine.memory import nothing
from tests.engine.streets import TYPE, carried

pytestmark = pytest.mark.process


@pytest.fixture
def town(stack):
    """Give a way to run programs that make streets: by name, the street's inputs and options."""
    (stack.folder / "program" / "streets").mkdir(parents=True)
    stack.config = {"project:city": Secret("planted city")}

    def write(**wanted):
        def program(p):
            for name, given in wanted.items():
                p.resource(TYPE, name, **given, __provider=Secret(carried()))
            p.resource("Net", "net", name="net")

        return stack.script(program)

    return write


def streets(stack):
    return sorted(file.name for file in (stack.folder / "program" / "streets").iterdir())


def test_a_real_program_with_a_class_of_its_own(stack, town):
    program = """
        from pulumi import dynamic

        class Squares(dynamic.ResourceProvider):
            def create(self, props):
                print("paving", props["side"])
                return dynamic.CreateResult("square", {"side": props["side"], "area": props["side"] ** 2})

        class Square(dynamic.Resource):
            area: pulumi.Output[int]
            def __init__(self, name, side):
                super().__init__(Squares(), name, {"side": side, "area": None})

        Port("port", net=Net("net").id, size=Square("a", 3).area)
    """
    assert stack.program(program).up().ok
    state = stack.state("a", "pulumi-python:dynamic:Resource")
    assert (state.id, state.outputs["area"]) == ("square", 9)
    assert stack.state("port", "mem:index:Port").inputs["size"] == 9
    assert [one.severity for one in stack.told(Diagnostic) if one.text.startswith("paving 3")] == ["info"]
    assert not stack.preview().touched


def test_a_dynamic_resource_through_its_life(stack, town):
    town(a={"name": "high", "width": 3})
    assert stack.preview().ok
    assert streets(stack) == []
    assert stack.up().ok
    assert streets(stack) == ["high-id"]
    state = stack.state("a", TYPE)
    assert (state.id, state.inputs["width"], state.outputs["city"]) == ("high-id", 3, "planted city")
    assert isinstance(state.inputs["__provider"], Secret)
    assert state.outputs["__provider"] == state.inputs["__provider"]
    assert stack.state("default", "pulumi:providers:pulumi-python").inputs == stack.config
    with pytest.raises(ProcessLookupError):
        os.kill(int(state.outputs["server"]), 0)

    town(a={"name": "high", "width": 4})
    assert stack.up().ok
    assert stack.state("a", TYPE).outputs["width"] == 4
    town(a={"name": "low", "width": 4})
    assert stack.preview().counts["replace"] == 1
    assert stack.up().ok
    assert streets(stack) == ["low-id"]

    (stack.folder / "program/streets/low-id").unlink()
    (gone,) = stack.drift().drifted
    assert (gone.name, gone.kind) == ("a", "missing")
    assert stack.up(Scope(verify=True)).ok
    assert streets(stack) == ["low-id"]
    assert stack.destroy().ok
    assert streets(stack) == []


def test_what_a_providers_own_code_refuses_or_breaks_is_told(stack, town):
    (failure,) = town(a={"name": "bad"}, b={"name": "fine"}).up().failures
    assert "name: is no street's name" in failure.error.message
    assert streets(stack) == []
    (failure,) = town(a={"name": "broken"}, b={"name": "fine"}).up().failures
    assert "create failed: ValueError: no asphalt" in failure.error.message
    assert "in create" in failure.error.data["trace"][-1]
    assert streets(stack) == ["fine-id"]


def test_a_create_that_nobody_answered_stops_the_next_run_until_people_say_what_became_of_it(stack, town):
    town(a={"name": "deadly"}).up()
    assert any("did not answer" in one.error for one in stack.told(StepFailed))
    stack.cloud.calls.clear()
    town(a={"name": "high"}, b={"name": "low"})
    for run in (stack.preview, stack.up, stack.destroy):
        with pytest.raises(UnsearchableError) as caught:
            run()
        assert caught.value.message.startswith(f"a ({TYPE}) was being made")
        assert "govcloud state repair" in caught.value.hint
        assert caught.value.data["urn"].endswith(f"{TYPE}::a")
    assert (stack.cloud.calls, streets(stack)) == ([], [])
    with stack.open():
        stack.store.settle(stack.store.unanswered[0].number, None)
    assert stack.up().ok
    assert streets(stack) == ["high-id", "low-id"]


def test_an_object_that_people_have_found_is_gone_on_with(stack, town):
    town(a={"name": "deadly"}).up()
    (stack.folder / "program/streets/it").write_text('{"name": "high"}')
    with stack.open():
        stack.store.settle(stack.store.unanswered[0].number, "it")
    assert town(a={"name": "deadly", "width": 2}).up().ok
    assert stack.state("a", TYPE).id == "it"
    assert streets(stack) == ["it"]


def test_a_resource_that_carries_nothing_can_not_be_imported(stack, town):
    (failure,) = town(a={"name": "high", "opt_importId": "high-id"}).up().failures
    assert "can't be imported" in failure.error.message


def test_the_server_is_for_this_user_alone_and_nothing_secret_is_in_its_command_line(tmp_path):
    with Plugins(tmp_path, "project", nothing) as plugins:
        plugins.serving({"project:key": "planted"})
        (plugin,) = plugins._running.values()
        process = Path("/proc") / str(plugin._child.pid)
        assert b"planted" not in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        assert plugin._room.stat().st_mode & 0o077 == 0
    assert not plugin._room.exists()


def test_a_server_that_never_gets_ready_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(plugin_module, "_PATIENCE", 0.2)
    (tmp_path / "dill.py").write_text("import time\ntime.sleep(30)")
    with (
        Plugins(tmp_path, "project", nothing) as plugins,
        pytest.raises(PluginError, match="not ready"),
    ):
        plugins.serving({})


def test_a_server_that_can_not_start_says_why(tmp_path):
    (tmp_path / "dill.py").write_text("raise ImportError('nothing here')")
    said = []
    with (
        Plugins(tmp_path, "project", lambda *words: said.append(words)) as plugins,
        pytest.raises(PluginError, match="nothing here"),
    ):
        plugins.serving({})
    assert said
