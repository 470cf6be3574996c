"""One program, run by both engines, changed and run again: the same state, field by field."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from gcloud.deploy.embedded import EmbeddedEngine
from gcloud.deploy.location import Backend
from gcloud.deploy.official import OfficialEngine
from gcloud.deploy.stacks import StackProgram
from gcloud.deploy.target import Target
from gcloud.engine.state.stackfile import StackFile
from gcloud.engine.values import Secret

pytestmark = pytest.mark.process

DATA = Path(__file__).parent / "data" / "everything"
OWN = {"created", "modified", "extra"}
"""Times, source positions and stack traces."""


@dataclasses.dataclass(frozen=True)
class Everything(StackProgram):
    place: Path = DATA

    @property
    def folder(self):
        return self.place


@pytest.fixture
def engines(tmp_path):
    """Give a way to open either engine on a stack of the program, each with a state of its own."""
    program = Path(shutil.copytree(DATA, tmp_path / "program"))

    def make(which, stack, state=None, **config):
        folder = tmp_path / (state or which)
        target = Target(
            site=tmp_path,
            program=Everything("everything", "", ("pulumi-python",), program),
            stack=stack,
            backend=Backend(folder.as_uri(), folder),
            workspace=tmp_path / ".govcloud" / "pulumi",
            settings=StackFile(None, {f"everything:{key}": str(value) for key, value in config.items()}),
        )
        return OfficialEngine(target, "x") if which == "pulumi" else EmbeddedEngine(target, "x", changes=True)

    return make


def run(engine):
    with engine:
        outcome = engine.up()
        assert outcome.failed == ()
    with engine:
        return comparable(engine.resources())


def comparable(states):
    """Give states by URN and whether they wait to be deleted, without what is each run's own."""
    ids = {state.id: f"id of {state.urn}" for state in states if state.is_provider}
    result = {}
    for state in states:
        described = {name: getattr(state, name) for name in state.__dataclass_fields__ if name not in OWN}
        # The official engine lists them by chance.
        described["dependencies"] = sorted(described["dependencies"])
        text = json.dumps(described, sort_keys=True, indent=1, default=plainly)
        for own, name in ids.items():
            text = text.replace(own, name)
        result[state.urn, state.delete] = json.loads(text)
    return result


def plainly(secret):
    assert isinstance(secret, Secret)
    return {"secret": secret.value}


@pytest.mark.official
@pytest.mark.skipif(shutil.which("pulumi") is None, reason="no official CLI on PATH")
@pytest.mark.timeout(300)
def test_both_engines_leave_the_same_state(engines):
    for config in ({}, {"round": 1}, {"round": 2}):
        stack = "s" if config else "base"
        theirs = run(engines("pulumi", stack, **config))
        ours = run(engines("embedded", stack, **config))
        assert ours.keys() == theirs.keys()
        differing = {
            (*key, name): (ours[key][name], their)
            for key, fields in theirs.items()
            for name, their in fields.items()
            if ours[key][name] != their
        }
        assert differing == {}
    # And each goes on with the other's state as with its own.
    assert engines("pulumi", "s", state="embedded", round=2).preview().pending == 0
    with engines("embedded", "s", state="pulumi", round=2) as engine:
        assert engine.preview().pending == 0


def test_the_embedded_engine_serves_all_of_it(engines, tmp_path):
    run(engines("embedded", "base"))
    states = run(engines("embedded", "s", round=1))
    types = {urn.rpartition("::")[0].rpartition("::")[2].rpartition("$")[2] for urn, _ in states}
    assert types >= {"pulumi:pulumi:StackReference", "pulumi-python:dynamic/town:Thing", "town:index:Street"}
    with engines("embedded", "s", round=1) as engine:
        assert engine.preview().pending == 0
    assert "planted" not in (tmp_path / "embedded/.pulumi/stacks/everything/s.json").read_text()
