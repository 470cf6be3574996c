"""Real programs in processes of their own."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from gcloud.engine.events import Diagnostic
from gcloud.engine.values import Secret
from tests.engine.folder import FolderCloud
from tests.engine.stack import Stack

pytestmark = pytest.mark.process

TWO_ZONES = """
    a = Zone("a", "10.1.0.0/24")
    b = Zone("b", "10.2.0.0/24", Opts(depends_on=[a]))
    key = Key("key", name="key", value=config.require_secret("key"))
    pulumi.export("net", a.net.id)
    pulumi.export("key", key.value)
    print("a line")
    print("the key is", config.require("key"))
    pulumi.log.warn("careful")
"""


def test_a_program_runs_as_it_does_under_the_official_engine(stack):
    stack.config = {"project:key": Secret("planted")}
    stack.program("config = pulumi.Config()" + textwrap.dedent(TWO_ZONES))
    changes = stack.preview()
    assert changes.ok
    assert stack.cloud.calls == []
    assert changes.summary.outputs == {"net": "(known after apply)", "key": "(secret)"}
    result = stack.up()
    assert result.failures == ()
    assert stack.cloud.names() == ["a", "a", "b", "b", "key"]
    assert result.summary.outputs == {"net": stack.state("a").id, "key": "(secret)"}
    assert stack.state("a").outputs["mtu"] == 1442
    zone = stack.state("b", "test:zone:Zone")
    assert [urn.rpartition("::")[2] for urn in zone.dependencies] == ["a", "a"]
    assert stack.state("b").parent == zone.urn
    lines = [(event.severity, event.text) for event in stack.told(Diagnostic)]
    assert ("info", "a line") in lines
    assert ("info", "the key is (secret)") in lines
    assert ("warning", "careful") in lines
    assert "planted" not in repr(stack.events)
    assert stack.destroy().ok
    assert stack.cloud.objects == {}


def test_a_preview_sees_that_a_replacement_replaces_what_takes_its_id(stack):
    program = 'net = Net("net", cidr="{}")\nPort("port", net=net.id, name="p")\n'
    assert stack.program(program.format("10.1.0.0/24")).up().ok
    stack.program(program.format("10.2.0.0/24"))
    assert stack.preview().counts == {"same": 2, "replace": 2}


@pytest.mark.parametrize(
    ("program", "message", "line"),
    [
        ('Net("n")\n1 / 0', "ZeroDivisionError: division by zero", 5),
        ('Net("n")\nraise pulumi.RunError("the site is empty")', "the site is empty", 5),
        ('import sys\nNet("n")\nsys.exit(3)', "sys.exit(3)", 6),
        (
            'Net("n").mtu.apply(lambda mtu: 1 / 0)\nNet("m", label=Net("k").mtu.apply(int("x")))',
            "ValueError",
            5,
        ),
        ("Net(", "SyntaxError", 4),
        ("import nothing_of_that_name", "ModuleNotFoundError", 4),
    ],
)
def test_a_program_that_fails_is_named_with_its_line(stack, program, message, line):
    result = stack.program(program).up()
    (failure,) = result.failures
    assert message in failure.error.message
    assert failure.position == f"{stack.folder}/program/__main__.py:{line}"
    assert stack.cloud.calls == []


def test_a_program_whose_process_dies(stack):
    result = stack.program('import os, signal\nNet("n")\nos.kill(os.getpid(), signal.SIGKILL)').up()
    assert "killed by signal 9" in result.failures[0].error.message
    assert stack.cloud.calls == []


def test_a_program_that_fails_at_great_length_and_leaves_a_process_behind(stack):
    program = """
        import subprocess
        subprocess.Popen(["sleep", "30"], start_new_session=True)
        raise ValueError("\u0001" * 300_000)
    """
    began = time.monotonic()
    (failure,) = stack.program(program).up().failures
    assert "ValueError" in failure.error.message
    assert time.monotonic() - began < 28


def test_what_the_sdk_says_of_its_engine_is_said_of_this_one(stack):
    result = stack.program('Net("n", Opts(transforms=[lambda args: None]))').up()
    assert "The embedded engine does not support transforms" in result.failures[0].error.message


def test_a_missing_program_is_named(stack):
    assert "__main__.py is missing" in stack.up().failures[0].error.message


def test_independent_resources_are_made_at_once(stack):
    result = stack.program('for number in range(24):\n    Slow(f"s-{number}")').up()
    assert result.ok
    assert len(stack.cloud.objects) == 24
    assert 4 <= stack.cloud.most_running <= stack.parallel
    stack.cloud.most_running = 0
    assert stack.destroy().ok
    assert stack.cloud.most_running <= stack.parallel


def test_a_stop_finishes_what_runs_and_starts_nothing_new(stack):
    stack.parallel = 2
    stack.cloud.after = lambda *_: stack.cancel.set()
    result = stack.program('for number in range(12):\n    Slow(f"s-{number}")').up()
    assert result.summary.interrupted
    assert result.failures == ()
    assert 1 <= len(stack.cloud.objects) <= 2
    assert len([state for state in stack.states if "Slow" in state.type]) == len(stack.cloud.objects)
    stack.cancel = threading.Event()
    stack.cloud.after = lambda *_: None
    assert stack.up().ok
    assert len(stack.cloud.objects) == 12


def test_a_program_does_not_outlive_the_engine(tmp_path):
    program = tmp_path / "program"
    program.mkdir()
    (program / "__main__.py").write_text(
        "import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(60)\n"
    )
    engine = subprocess.Popen(
        [sys.executable, "-m", "tests.engine.stack", str(tmp_path)], cwd=Path(__file__).parents[2]
    )
    try:
        told = program / "pid"
        _until(lambda: told.exists() and told.read_text())
        pid = int(told.read_text())
    finally:
        engine.send_signal(signal.SIGKILL)
        engine.wait()
    _until(lambda: not _alive(pid))


def test_an_engine_killed_with_many_steps_under_way_loses_and_doubles_nothing(tmp_path):
    stack = Stack(tmp_path, FolderCloud(tmp_path / "cloud"))
    stack.program(
        """
        for number in range(12):
            net = Net(f"n-{number}", name=f"n-{number}")
            Slow(f"s-{number}", name=f"s-{number}")
            Port(f"p-{number}", name=f"p-{number}", net=net.id)
        """
    )
    for much in (4, 15, 26):
        engine = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.stack", str(tmp_path)], cwd=Path(__file__).parents[2]
        )
        try:
            _until(
                lambda much=much, engine=engine: len(stack.cloud.objects) >= much or engine.poll() is not None
            )
        finally:
            engine.send_signal(signal.SIGKILL)
            engine.wait()
    assert stack.up().failures == ()
    wanted = [f"{kind}-{number}" for number in range(12) for kind in "nsp"]
    assert stack.cloud.names() == sorted(wanted)
    known = [state.id for state in stack.states if state.type.startswith("mem:")]
    assert sorted(known) == list(stack.cloud.objects)
    assert stack.destroy().ok
    assert not stack.cloud.objects


def _until(true, seconds=20.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def _alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A container may have nobody who buries the dead.
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
