"""A plan is saved, the world moves or not, the plan is carried out exactly or refused."""

import copy
import json
import shutil
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from gcloud.cli.wish import exact
from gcloud.deploy import runs
from gcloud.deploy.proof import Proof, moved
from gcloud.deploy.saved_plan import PlanMovedError, read, scope_of, stack_of
from gcloud.deploy.saving import hold, save
from gcloud.deploy.session import Session, Wish
from gcloud.engine.result import PlanOutdatedError
from gcloud.engine.scope import Scope
from gcloud.engine.state import secrets
from gcloud.engine.state.errors import PassphraseError
from gcloud.errors import InputError
from tests.deploy.memory import Ground

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schema/plan.schema.json").read_text())
VERIFIED = Scope(verify=True)
PROGRAM = """
Net("a", cidr="10.0.0.0/24")
Net("gone", cidr="10.9.0.0/24")
Key("k", name="k", value=pulumi.Output.secret("planted-old"))
"""
CHANGED = """
Net("a", cidr="10.0.0.0/24", label="planted-label")
Net("new")
Key("k", name="k", value=pulumi.Output.secret("planted-new"))
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(secrets, "ITERATIONS", 10)
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "pass")


class Planned(Ground):
    """A stack that runs, and a saved plan of changes to it."""

    def prepare(self, file):
        self.program(PROGRAM)
        self.up()
        self.program(CHANGED)
        self.plan = file
        with self.engine(changes=False) as engine:
            outcome = engine.preview(scope=VERIFIED)
            save(self.session(engine), Wish(self.site), outcome, file)

    def session(self, engine):
        return Session(None, (self.target,), engine, VERIFIED)

    def carry_out(self):
        with self.engine(changes=True) as engine:
            outcome = engine.preview(scope=VERIFIED)
            hold(self.session(engine), Wish(self.site), outcome, self.plan)
            return engine.up(scope=VERIFIED)

    def id(self, name):
        return next(id_ for id_, item in self.cloud.objects.items() if str(item["name"]).startswith(name))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Made once: what runs a program takes a process."""
    folder = tmp_path_factory.mktemp("saving")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "ITERATIONS", 10)
        patch.setenv("PULUMI_CONFIG_PASSPHRASE", "pass")
        made = Planned(folder / "it")
        made.prepare(folder / "it" / "plan.json")
    shutil.copytree(folder / "it", folder / "kept")
    return made, folder / "kept", copy.deepcopy(made.cloud.objects)


@pytest.fixture
def ground(prepared):
    """A stack that runs and a saved plan, as they were made."""
    made, kept, objects = prepared
    shutil.rmtree(made.folder)
    shutil.copytree(kept, made.folder)
    made.cloud.objects = copy.deepcopy(objects)
    made.config.clear()
    return made


def test_a_plan_of_an_unmoved_world_is_carried_out_and_named_in_the_record(ground):
    plan = json.loads(ground.plan.read_text())
    outcome = ground.carry_out()
    assert outcome.counts == {"update": 1, "create": 1, "delete": 1, "replace": 1}
    assert [one.split("-")[0] for one in ground.cloud.names()] == ["a", "k", "new"]
    assert runs.read(ground.target)[0].plan == plan["plan"]


def test_the_file_is_of_its_schema_and_has_no_value_in_it(ground):
    text = ground.plan.read_text()
    jsonschema.validate(json.loads(text), SCHEMA)
    assert (scope_of(ground.plan), stack_of(ground.plan)) == (VERIFIED, "small/s")
    for planted in ("planted", "10.0.0.0", "10.9"):
        assert planted not in text


def test_all_that_moved_is_named_and_nothing_is_touched(ground):
    ground.file.write_text("name: small # other\n")
    ground.program(CHANGED + "# other\n")
    ground.config["small:size"] = "2"
    ground.cloud.objects[ground.id("a")]["label"] = "x"
    del ground.cloud.objects[ground.id("gone")]
    with ground.engine(changes=True) as engine:
        store = engine._store
        store.save(
            [replace(one, protect=True) if one.id == ground.id("k") else one for one in store.snapshot()]
        )
    before = copy.deepcopy(ground.cloud.objects)
    with pytest.raises(PlanMovedError) as caught:
        ground.carry_out()
    assert caught.value.exit_code == 6
    found = {
        kind: [name.rpartition("::")[2] for name in names]
        for kind, names in caught.value.data["moved"].items()
    }
    assert found["site"] == ["programs/small/__main__.py", "settings of the stack", "site.yaml"]
    assert found["cloud"] == ["a", "gone"]
    assert found["state"] == ["k"]
    assert "versions" not in found
    assert ground.cloud.objects == before


def test_a_secret_that_is_shown_alike_counts_too(ground):
    ground.program(CHANGED.replace("planted-new", "planted-other"))
    with pytest.raises(PlanMovedError) as caught:
        ground.carry_out()
    assert [one.rpartition("::")[2] for one in caught.value.data["moved"]["steps"]] == ["k"]


def test_what_moves_between_the_check_and_the_run_stops_it(ground):
    with ground.engine(changes=True) as engine:
        outcome = engine.preview(scope=VERIFIED)
        hold(ground.session(engine), Wish(ground.site), outcome, ground.plan)
        ground.cloud.objects[ground.id("a")]["label"] = "x"
        before = copy.deepcopy(ground.cloud.objects)
        with pytest.raises(PlanOutdatedError):
            engine.up(scope=VERIFIED)
    assert ground.cloud.objects == before


SOME = Proof({"v": "1"}, {"f": "1"}, {"a": "1"}, {"a": "1"}, {"a": {"op": "update"}})


@pytest.mark.parametrize("kind", ["versions", "site", "state", "cloud", "steps"])
def test_each_kind_counts_alone(kind):
    assert moved(SOME, SOME) == {}
    assert moved(SOME, replace(SOME, **{kind: {}})) == {kind: tuple(getattr(SOME, kind))}
    more = {**getattr(SOME, kind), "z": "2"}
    assert moved(SOME, replace(SOME, **{kind: more})) == {kind: ("z",)}


def test_an_altered_plan_another_passphrase_and_another_stack_are_refused(ground):
    stack, text = ("small", "s"), ground.plan.read_text()
    read(ground.plan, stack, "pass")
    with pytest.raises(PassphraseError):
        read(ground.plan, stack, "other")
    for old, new, said in (
        ('"op": "create"', '"op": "delete"', "altered"),
        ('"seal": "', '"seal": "0', "altered"),
        ('"stack": "s"', '"stack": "t"', "plan of small/t"),
    ):
        assert old in text
        ground.plan.write_text(text.replace(old, new))
        with pytest.raises(InputError, match=said):
            read(ground.plan, stack, "pass")


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1}', '{"version": 1, "scope": 3}'])
def test_files_that_are_no_plan(tmp_path, text):
    file = tmp_path / "plan.json"
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        scope_of(file)
    assert "plan --save" in caught.value.hint


def test_the_scope_of_a_plan_is_its_own(tmp_path):
    wish = Wish(tmp_path, scope=Scope(targets=("a",)))
    with pytest.raises(InputError, match="its own --target"):
        exact(wish, VERIFIED)
    assert exact(wish, Scope(("a",), (), verify=True)).scope == Scope(("a",), (), verify=True)
    assert exact(replace(wish, scope=Scope()), VERIFIED).engine == "embedded"
