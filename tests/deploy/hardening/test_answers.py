"""What a host answered: its last state, what was applied, what the guard took back."""

from datetime import UTC, datetime

from gcloud.deploy.hardening.answers import answers_of
from gcloud.harden.outcome import HostOutcome
from gcloud.plan.hardening.answer import Undone


def heard(*answers):
    return answers_of(HostOutcome("a", datetime(2026, 11, 23, tzinfo=UTC), answers))


def baseline(status="ok", **more):
    return (
        "govcloud_baseline",
        {"system": "debian-12", "results": [{"id": "x/1", "status": status}], **more},
    )


CHANGE = {"id": "x/1", "what": "change /etc/x"}
REPORT = {
    "batch": "ssh",
    "state": "undone",
    "why": "nobody confirmed it",
    "undone": [{"name": "/etc/x", "how": "written"}],
    "at": 12,
}
UNDONE = Undone("ssh", "nobody confirmed it", ("/etc/x",), "12")


def test_the_last_reading_is_the_state_and_applications_are_changes():
    found = heard(
        baseline("differs"), baseline(changes=[CHANGE], diff=[{"before": "", "after": "y"}]), baseline()
    )
    assert found.state.results[0].status == "ok"
    assert [change.what for one in found.applied for change in one.changes] == ["change /etc/x"]
    assert found.diffs == ({"before": "", "after": "y"},)
    assert found.undone == ()


def test_what_was_applied_and_then_taken_back_is_no_change():
    found = heard(baseline("differs"), baseline(changes=[CHANGE]), ("govcloud_guard", {"report": REPORT}))
    assert found.applied == ()
    assert found.undone == (UNDONE,)


def test_what_was_confirmed_stays_a_change():
    confirmed = {**REPORT, "state": "confirmed"}
    found = heard(baseline("differs"), baseline(changes=[CHANGE]), ("govcloud_guard", {"report": confirmed}))
    assert len(found.applied) == 1
    assert found.undone == ()


def test_what_the_host_took_back_at_once_is_told_whether_the_task_failed_or_not():
    failed = ("govcloud_baseline", {"system": "debian-12", "msg": "no", "undone": REPORT})
    assert heard(failed).undone == (UNDONE,)
    assert heard(baseline(changes=[], undone=REPORT)).undone == (UNDONE,)


def test_an_answer_of_another_form_is_told_and_not_taken_for_a_state():
    found = heard(("govcloud_baseline", {"system": 3, "results": "x"}))
    assert found.broken.kind == "crash"
    assert found.state is None
