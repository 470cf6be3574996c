"""The event logs in data/ were written by the official CLI 3.260.0 (a program of dynamic resources)."""

import json
from pathlib import Path

import pytest
from pulumi.automation.events import EngineEvent

from gcloud.deploy.official_events import Translator, innermost, lookup
from gcloud.deploy.outcome import Collector
from gcloud.engine.events import StepFailed, StepFinished, StepPlanned, StepStarted

DATA = Path(__file__).parent / "data"


def told(name):
    translator = Translator()
    lines = (DATA / f"official-{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        event for line in lines for event in translator.translate(EngineEvent.from_json(json.loads(line)))
    ]


def outcome_of(name):
    collector = Collector(("pulumi-python",))
    for event in told(name):
        collector(event)
    return collector.outcome()


def test_a_preview_is_planned_steps_only():
    outcome = outcome_of("preview")
    assert outcome.counts == {"update": 1, "create": 1, "same": 1}
    assert not [event for event in told("preview") if isinstance(event, StepStarted | StepFinished)]


def test_changes_have_old_and_new_values():
    update = next(step for step in outcome_of("preview").planned if step.op == "update")
    assert (update.name, update.parent.rpartition("::")[2]) == ("thing-0", "dmz")
    [change] = update.changes
    assert (change.path, change.old, change.new, change.replaces) == ("size", 1, 2, False)


def test_a_replacement_is_one_resource_with_its_reason_and_two_steps():
    outcome = outcome_of("replace")
    assert outcome.counts == {"replace": 1, "delete": 2}
    replaced = next(step for step in outcome.planned if step.op == "replace")
    assert [(change.path, change.replaces) for change in replaced.changes] == [("name", True)]
    finished = [
        (event.op, event.name)
        for event in told("replace")
        if isinstance(event, StepFinished) and event.type.startswith("pulumi-python")
    ]
    assert sorted(finished) == [
        ("create-replacement", "thing-0"),
        ("delete", "thing-1"),
        ("delete", "thing-2"),
        ("delete-replaced", "thing-0"),
    ]


def test_a_failure_carries_the_text_that_the_official_engine_told_before_it():
    outcome = outcome_of("fail")
    [failed] = outcome.failed
    assert (failed.name, failed.op) == ("thing-0", "create-replacement")
    assert "thirteen is refused" in failed.error


def test_nested_errors_are_told_by_their_reason():
    text = (
        "1 error occurred:\n\t* updating urn:x: 1 error occurred:\n\t* Error updating subnet: not found\n\n"
    )
    assert innermost(text) == "Error updating subnet: not found"
    assert innermost("plain") == "plain"


def test_destroy():
    assert outcome_of("destroy").counts == {"delete": 1}


def test_every_started_step_ends():
    for name in ("replace", "destroy", "fail"):
        started = {(e.urn, e.op) for e in told(name) if isinstance(e, StepStarted)}
        ended = {(e.urn, e.op) for e in told(name) if isinstance(e, StepFinished | StepFailed)}
        assert started == ended


def test_components_are_told_and_not_counted():
    assert "sample:parts:Zone" in {event.type for event in told("preview") if isinstance(event, StepPlanned)}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", "dmz"),
        ("networks[1].port", "p2"),
        ('tags["a.b"]', 1),
        ("networks[7].port", None),
        ("nothing.there", None),
    ],
)
def test_lookup_of_property_paths(path, value):
    tree = {"name": "dmz", "networks": [{"port": "p1"}, {"port": "p2"}], "tags": {"a.b": 1}}
    assert lookup(tree, path) == value


def test_a_refresh_tells_what_it_does_to_the_state():
    outcome = outcome_of("refresh")
    assert outcome.counts == {"refresh": 1, "same": 2}
    [gone] = outcome.planned
    assert (gone.name, gone.op, gone.reason) == ("b", "refresh", "it is gone")
    assert outcome.finished == 1
