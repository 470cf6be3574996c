import pytest

from gcloud.deploy.bounds import TooDestructiveError, within_bounds
from gcloud.deploy.outcome import Collector, Outcome
from gcloud.engine.events import Diagnostic, StepFailed, StepFinished, StepPlanned, StepSkipped, Summary

NETWORK = "openstack:networking/network:Network"
ZONE = "govcloud:datacenter:Zone"


def planned(name, op, type_=NETWORK):
    return StepPlanned(urn=f"urn:pulumi:s::p::{type_}::{name}", type=type_, name=name, op=op)


def collected(*events):
    seen = []
    collector = Collector(("openstack",), seen.append)
    for event in events:
        collector(event)
    assert seen == list(events)
    return collector.outcome()


def test_only_things_in_the_cloud_are_counted():
    outcome = collected(
        planned("a", "create"), planned("b", "same"), planned("z", "create", ZONE), planned("c", "delete")
    )
    assert outcome.counts == {"create": 1, "same": 1, "delete": 1}
    assert [step.name for step in outcome.planned] == ["a", "c"]
    assert (outcome.pending, outcome.destructive) == (2, 1)


def test_the_halves_of_a_replacement_do_not_count_beside_it():
    outcome = collected(
        planned("a", "replace"), planned("a", "create-replacement"), planned("a", "delete-replaced")
    )
    assert outcome.counts == {"replace": 1}


def test_failures_skips_warnings_and_the_end():
    failed = StepFailed(urn="u", type=NETWORK, name="a", op="create", error="no", hint="mend")
    skipped = StepSkipped(urn="v", type=NETWORK, name="b", op="create", reason="needs a")
    outcome = collected(
        failed,
        skipped,
        Diagnostic("info", "talk"),
        Diagnostic("warning", "careful"),
        StepFinished(urn="w", type=NETWORK, name="c", op="create", elapsed=1.5),
        Summary(counts={}, elapsed=2.0, failed=1, skipped=1, outputs={"zones": {}}),
    )
    assert (outcome.failed, outcome.skipped, outcome.finished) == ((failed,), (skipped,), 1)
    assert [line.text for line in outcome.warnings] == ["careful"]
    assert outcome.as_json()["outputs"] == {"zones": {}}


@pytest.mark.parametrize(
    ("deletes", "replaces", "limit", "fits"), [(3, 2, 5, True), (3, 3, 5, False), (1, 0, 0, False)]
)
def test_bound_counts_deletions_and_replacements(deletes, replaces, limit, fits):
    outcome = Outcome(counts={"delete": deletes, "replace": replaces, "create": 100})
    if fits:
        within_bounds(outcome, limit)
        return
    with pytest.raises(TooDestructiveError) as caught:
        within_bounds(outcome, limit)
    assert caught.value.exit_code == 6
    assert f"--max-deletes {deletes + replaces}" in caught.value.hint
