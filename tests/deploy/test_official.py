"""The official engine for real, on a program that needs no cloud; run where the CLI is on PATH."""

import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from gcloud.deploy import runs
from gcloud.deploy.location import Backend
from gcloud.deploy.memory import Due, Memory
from gcloud.deploy.official import OfficialEngine
from gcloud.deploy.stacks import StackProgram
from gcloud.deploy.target import Target
from gcloud.engine.events import Diagnostic, StepStarted
from gcloud.engine.scope import Scope
from gcloud.engine.state.stackfile import StackFile
from gcloud.errors import InputError, LockedError

DATA = Path(__file__).parent / "data" / "things"


@dataclass(frozen=True)
class Things(StackProgram):
    place: Path = DATA

    @property
    def folder(self):
        return self.place


@pytest.fixture
def target(tmp_path):
    program = Path(shutil.copytree(DATA, tmp_path / "program"))

    def make(**config):
        state = tmp_path / "state"
        return Target(
            site=tmp_path,
            program=Things("things", "", ("pulumi-python",), program),
            stack="s",
            backend=Backend(state.as_uri(), state),
            workspace=tmp_path / ".govcloud" / "pulumi",
            settings=StackFile(
                None, {"things:site": str(tmp_path)} | {f"things:{k}": str(v) for k, v in config.items()}
            ),
        )

    return make


def test_without_the_cli_the_error_says_what_to_do(target, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError) as caught:
        OfficialEngine(target(), "x")
    assert "--engine embedded" in caught.value.hint


@pytest.mark.official
@pytest.mark.skipif(shutil.which("pulumi") is None, reason="no official CLI on PATH")
class TestOfficialCli:
    def test_plan_up_change_and_down_are_told_like_the_embedded_engines(self, target):
        engine = OfficialEngine(target(), "x")
        assert engine.preview().counts == {"create": 2}
        outcome = engine.up()
        assert (outcome.counts, outcome.finished, outcome.failed) == ({"create": 2}, 2, ())
        assert outcome.outputs == {"site": str(target().site)}
        assert [state.type for state in engine.resources()].count("pulumi-python:dynamic:Resource") == 2

        changed = OfficialEngine(target(count=3, size=2), "x").preview()
        assert changed.counts == {"update": 2, "create": 1}
        update = next(step for step in changed.planned if step.op == "update")
        assert [(change.path, change.old, change.new) for change in update.changes] == [("size", 1, 2)]

        assert engine.destroy().counts == {"delete": 2}
        assert not [state for state in engine.resources() if state.custom and not state.is_provider]

    def test_a_run_is_on_record_with_who_and_where(self, target):
        OfficialEngine(target(), "x").up()
        [run] = runs.read(target())
        assert (run.kind, run.result, run.engine) == ("update", "succeeded", "pulumi")
        assert run.user
        assert run.host

    def test_a_part_can_be_brought_up_alone(self, target):
        outcome = OfficialEngine(target(), "x").up(scope=Scope(targets=("thing-0",)))
        assert (outcome.counts["create"], outcome.finished, outcome.failed) == (1, 1, ())

    def test_a_look_that_is_due_is_a_refresh_and_then_no_more_due(self, target, tmp_path):
        OfficialEngine(target(), "x").up()
        Memory(tmp_path).remember("things", "s", Due("drift was found"))
        heard = []
        engine = OfficialEngine(target(), "x")
        engine.preview(heard.append)
        assert any("drift was found" in event.text for event in heard if isinstance(event, Diagnostic))
        engine.up()
        assert Memory(tmp_path).recall("things", "s") is None

    def test_the_programs_folder_is_not_written(self, target, tmp_path):
        def content():
            return {
                path.name: path.read_bytes() for path in (tmp_path / "program").iterdir() if path.is_file()
            }

        before = content()
        OfficialEngine(target(), "x").up()
        assert content() == before

    def test_a_failed_step_is_told_and_the_others_are_done(self, target):
        outcome = OfficialEngine(target(size=13, count=1), "x").up()
        [failed] = outcome.failed
        assert "thirteen is refused" in failed.error

    def test_cancelling_interrupts_the_cli_once_and_keeps_the_state(self, target):
        engine = OfficialEngine(target(count=2, seconds=3), "x")
        cancel = threading.Event()

        def listen(event):
            if isinstance(event, StepStarted) and event.type.startswith("pulumi-python"):
                cancel.set()

        start = time.monotonic()
        outcome = engine.up(listen, cancel)
        assert outcome.interrupted
        assert time.monotonic() - start < 60
        assert OfficialEngine(target(count=2), "x").up().failed == ()

    def test_wrong_passphrase(self, target):
        OfficialEngine(target(), "x").up()
        with pytest.raises(InputError, match="passphrase"):
            OfficialEngine(target(), "y").up()

    def test_locked_stack(self, target, tmp_path):
        engine = OfficialEngine(target(), "x")
        engine.up()
        lock = tmp_path / "state" / ".pulumi" / "locks" / "organization" / "things" / "s" / "other.json"
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.write_text('{"pid": 1, "username": "u", "hostname": "h", "timestamp": "2026-01-01T00:00:00Z"}')
        with pytest.raises(LockedError):
            engine.up()
