from datetime import UTC, datetime

import pytest

from gcloud.deploy.hardening.patching.record import Entry, Record, keep_record, last_record
from gcloud.deploy.hardening.patching.rolling import route, share
from gcloud.deploy.hardening.patching.sweep import Said
from gcloud.deploy.location import LOCAL_FOLDER
from gcloud.errors import InputError
from gcloud.plan.hardening.patching.choice import Wish
from gcloud.plan.hardening.patching.state import HostState, Update
from gcloud.plan.hardening.patching.waves import Limits
from gcloud.plan.hardening.results import HostProblem

WORKS = {"running": ["portal.service"]}
OPEN = Update("openssl", "1", "2", "Debian-Security", True, "openssl", "1")
GROUPS = {"db-1": "db", "db-2": "db", "web-1": None}
RANKS = {"db-1": 3, "db-2": 3, "web-1": 1}


def seen(*updates, reached=True, problem=None):
    if not reached:
        gone = HostProblem("unreachable", "It can't be reached.")
        return Said(None, None, problem=gone, reached=False)
    state = HostState("debian-12", "bookworm", updates, (), {"running": ["now.service"]})
    return Said(state, state, problem=problem)


def plan(hosts, earlier=None, limits=Limits(5)):  # noqa: B008 - frozen
    return route(hosts, GROUPS, RANKS, Wish(), limits=limits, earlier=earlier)


def left(**hosts):
    entries = {name.replace("_", "-"): one for name, one in hosts.items()}
    return Record(datetime(2026, 11, 20, tzinfo=UTC), (tuple(entries),), entries)


def test_systems_of_a_lower_level_come_first_and_what_is_not_due_is_left_alone():
    found = plan({"db-1": seen(OPEN), "db-2": seen(), "web-1": seen(OPEN)})
    assert found.waves == (("web-1",), ("db-1",))
    assert found.own["db-1"] == {"packages": [{"package": "openssl", "new": "2"}]}


def test_who_stands_in_for_a_host_that_is_away_is_in_a_troubled_group():
    found = plan({"db-1": seen(reached=False), "db-2": seen(OPEN)})
    assert (found.waves, found.troubled) == ((("db-2",),), {"db"})


def test_a_host_that_is_up_but_can_not_be_read_keeps_no_partner_from_its_turn():
    problem = HostProblem("mirror", "The mirror does not answer.")
    found = plan({"db-1": seen(OPEN, problem=problem), "db-2": seen(OPEN)})
    assert (found.waves, found.troubled) == ((("db-2",),), frozenset())


@pytest.mark.parametrize("status", ["started", "failed"])
def test_what_a_run_has_left_comes_first_and_must_work_as_it_did(status):
    earlier = left(db_2=Entry(status, "db", WORKS), web_1=Entry("done", None, WORKS))
    found = plan({"db-1": seen(OPEN), "db-2": seen(), "web-1": seen(OPEN)}, earlier)
    assert found.waves == (("db-2",), ("web-1",), ("db-1",))
    assert found.own["db-2"] == {"packages": [], "expect": WORKS}
    assert "expect" not in found.own["web-1"]
    assert found.record.hosts["db-2"].expected == WORKS


def test_what_a_run_has_left_and_this_one_does_not_name_keeps_its_partner_away_and_is_not_forgotten():
    earlier = left(db_1=Entry("failed", "db", WORKS))
    found = plan({"db-2": seen(OPEN)}, earlier)
    assert found.troubled == {"db"}
    assert found.record.open == {"db-1": Entry("failed", "db", WORKS)}


def test_a_record_comes_back_as_it_was_kept(tmp_path):
    record = left(db_1=Entry("started", "db", WORKS, "why"))
    keep_record(tmp_path, record)
    newer = Record(datetime(2026, 11, 21, tzinfo=UTC), (("web-1",),), {"web-1": Entry("done", None, {})})
    assert last_record(tmp_path) == record
    keep_record(tmp_path, newer)
    assert last_record(tmp_path) == newer


def test_no_run_no_record(tmp_path):
    assert last_record(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"started": "x"}'])
def test_a_damaged_record_is_told_and_not_forgotten(tmp_path, text):
    keep_record(tmp_path, left()).write_text(text)
    with pytest.raises(InputError, match="damaged"):
        last_record(tmp_path)
    assert list((tmp_path / LOCAL_FOLDER).rglob("*Z.json"))


@pytest.mark.parametrize(("text", "number"), [("0%", 0), ("20", 20), ("100%", 100)])
def test_a_share_is_a_number_of_percent(text, number):
    assert share(text) == number


@pytest.mark.parametrize("text", ["", "-1%", "101%", "x", "5%%"])
def test_what_is_no_share_is_refused(text):
    with pytest.raises(InputError, match="no share"):
        share(text)
