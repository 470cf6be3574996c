"""How long a run has to go, from how the last one went."""

import pytest

from gcloud.deploy.hardening.pace import Pace, keep_pace, kept_pace, left, pace_of


@pytest.mark.parametrize(
    ("tasks", "hosts", "forks", "seconds", "pace"),
    [
        (10, 1, 20, 30.0, Pace(10, 3.0)),
        (10, 40, 20, 60.0, Pace(10, 3.0)),
        (10, 41, 20, 90.0, Pace(10, 3.0)),
        (0, 3, 20, 2.0, None),
        (5, 0, 20, 2.0, None),
    ],
)
def test_a_pace_is_of_one_place_that_works(tasks, hosts, forks, seconds, pace):
    assert pace_of(tasks, hosts, forks, seconds) == pace


@pytest.mark.parametrize(
    ("done", "hosts", "forks", "seconds"),
    [(0, 1, 20, 30.0), (5, 1, 20, 15.0), (200, 40, 20, 30.0), (500, 40, 20, 0.0)],
)
def test_what_is_left_is_shared_by_the_places(done, hosts, forks, seconds):
    assert left(Pace(10, 3.0), done, hosts, forks) == seconds


def test_it_is_kept_by_the_kind_of_run(tmp_path):
    keep_pace(tmp_path, "audit", Pace(4, 1.5))
    keep_pace(tmp_path, "harden", Pace(12, 2.5))
    assert kept_pace(tmp_path, "audit") == Pace(4, 1.5)
    assert kept_pace(tmp_path, "check") is None


@pytest.mark.parametrize("text", ["", "[]", '{"audit": 3}', '{"audit": {"tasks": "x", "seconds": 1}}'])
def test_what_is_no_pace_is_none(tmp_path, text):
    keep_pace(tmp_path, "audit", Pace(4, 1.5))
    (tmp_path / ".govcloud" / "hardening" / "pace.json").write_text(text)
    assert kept_pace(tmp_path, "audit") is None
