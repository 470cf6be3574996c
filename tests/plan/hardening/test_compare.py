from pathlib import Path

import pytest
import yaml

from gcloud.plan.hardening.compare import compare
from tests.plan.hardening.made import control, host, run

DIRECTIONS = yaml.safe_load((Path(__file__).parent / "data" / "directions.yaml").read_text())


def controls(verdict):
    return [] if verdict is None else [control(verdict=verdict)]


@pytest.mark.parametrize(("before", "after", "direction"), DIRECTIONS)
def test_every_change_of_a_verdict_has_one_direction(before, after, direction):
    (found,) = compare(run(host("a", controls(before))), run(host("a", controls(after)))).hosts
    (change,) = found.changes
    assert (change.before, change.after, change.direction) == (before, after, direction)
    assert found.direction == (direction if direction in {"worse", "better"} else "other")


def test_what_is_as_it_was_is_counted_and_not_listed():
    one = run(host("a", [control("x"), control("y", "fail")]))
    found = compare(one, one)
    assert (found.worse, found.hosts[0].direction, found.hosts[0].changes, found.hosts[0].same) == (
        False,
        "same",
        (),
        2,
    )


def test_what_got_worse_comes_first_and_what_is_severe_before_what_is_not():
    before = host("a", [control("low", severity="low"), control("high"), control("mended", "fail")])
    after = host("a", [control("mended"), control("low", "fail", severity="low"), control("high", "fail")])
    (found,) = compare(run(before), run(after)).hosts
    assert [change.control for change in found.changes] == ["high", "low", "mended"]
    assert found.direction == "worse"


def test_hosts_that_only_one_run_has():
    found = compare(run(host("old", [control()])), run(host("young", [control()])))
    assert [(one.host, one.direction) for one in found.hosts] == [("young", "new"), ("old", "gone")]
    assert [(one.before, one.after) for one in found.hosts] == [(None, 100.0), (100.0, None)]
    assert not found.worse


def test_counts_are_of_all_hosts():
    worse = [host(name, [control(verdict="fail")]) for name in "ab"]
    found = compare(run(*(host(name, [control()]) for name in "ab")), run(*worse))
    assert (found.count("worse"), found.count("better"), found.worse) == (2, 0, True)
    assert (found.before, found.after) == (100.0, 0.0)
