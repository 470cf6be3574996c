"""How the cloud differs from what a stack has made of it."""

import pytest

from gcloud.engine.interface import LiveObject, Observation, Survey
from gcloud.engine.scope import Scope
from gcloud.engine.targets import TargetError
from gcloud.engine.values import Secret
from gcloud.errors import CloudError
from tests.engine.memory import MemoryProvider


def tenant(p):
    p.resource("Net", "net", name="net", label="ours")
    p.resource("Key", "key", name="key", value=Secret("planted"))
    p.resource("Net", "spare", name="spare", label="x", opt_ignoreChanges=["label"])


@pytest.fixture
def made(stack):
    stack.script(tenant).up()
    stack.cloud.calls.clear()
    stack.found = {item["name"]: item for item in stack.cloud.objects.values()}
    return stack


def test_what_is_as_it_should_be_is_clean(made):
    drift = made.drift()
    assert drift.clean
    assert drift.seen == 3


def test_changed_missing_and_foreign_are_told_and_nothing_is_written(made):
    before = made.checkpoint
    made.found["net"]["label"] = "theirs"
    made.found["spare"]["label"] = "not ours to judge"
    del made.cloud.objects[made.found["key"]["id"]]
    made.cloud.objects["net-x"] = {"id": "net-x", "name": "alien", "type": "mem:index:Net"}
    drift = made.drift()
    assert [(one.name, one.kind) for one in drift.drifted] == [("net", "changed"), ("key", "missing")]
    (change,) = drift.drifted[0].changes
    assert (change.path, change.old, change.new) == ("label", "ours", "theirs")
    assert [(one.type, one.id, one.name) for one in drift.foreign] == [("mem:index:Net", "net-x", "alien")]
    assert drift.foreign[0].provider.endswith("pulumi:providers:mem::default")
    assert not drift.clean
    assert made.checkpoint == before
    assert made.cloud.calls == []


def test_a_changed_secret_is_told_and_not_shown(made):
    made.found["key"]["value"] = "stolen"
    (drifted,) = made.drift().drifted
    assert [(change.old, change.new) for change in drifted.changes] == [("(secret)", "(secret)")]


def test_what_can_not_be_seen_is_named(made, monkeypatch):
    refused = CloudError("not allowed")

    def observe(_self, objects):
        return [Observation(None, refused) for _ in objects]

    def survey(_self, _types):
        made_by_the_cloud = LiveObject("mem:index:Net", "net-0", "default", {}, {}, "the cloud makes it")
        return Survey((made_by_the_cloud,), {"mem:index:Key": refused})

    monkeypatch.setattr(MemoryProvider, "observe", observe)
    monkeypatch.setattr(MemoryProvider, "survey", survey)
    drift = made.drift()
    assert [one.what.rpartition("::")[2] for one in drift.unseen] == ["net", "key", "spare", "mem:index:Key"]
    assert (drift.seen, drift.drifted, drift.foreign) == (0, (), ())


def test_a_part_of_the_stack(made):
    made.found["net"]["label"] = "theirs"
    del made.cloud.objects[made.found["key"]["id"]]
    drift = made.drift(Scope(targets=("k*",)))
    assert [one.name for one in drift.drifted] == ["key"]
    assert drift.seen == 1
    with pytest.raises(TargetError, match="no resource is named 'kee'") as caught:
        made.drift(Scope(targets=("kee",)))
    assert caught.value.data["near"] == ["key"]
