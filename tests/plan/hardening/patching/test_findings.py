import json
from pathlib import Path

import pytest
import yaml

from gcloud.errors import CloudError, InputError
from gcloud.plan.hardening.patching.choice import Wish, chosen, is_due
from gcloud.plan.hardening.patching.findings import findings, total
from gcloud.plan.hardening.patching.state import problem_in, read_state
from gcloud.plan.hardening.patching.tracker import read_tracker

DATA = Path(__file__).parent / "data"
TRACKER = read_tracker(json.loads((DATA / "tracker.json").read_text()), "tracker.json")
CASES = yaml.safe_load((DATA / "findings.yaml").read_text())


def update(package="openssl", installed="1", new="2", source="openssl", version="1", **given):
    return {
        "package": package,
        "installed": installed,
        "new": new,
        "origin": "Debian-Security",
        "security": True,
        "source": source,
        "source_version": version,
        "held": "",
        **given,
    }


def answer(*updates, **given):
    usual = {"system": "debian-12", "codename": "bookworm", "sources": [], "health": {}}
    return {**usual, "updates": list(updates), "changed": False, **given}


def state(*updates, **given):
    return read_state("web-1", answer(*updates, **given))


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["update"][:3]))
def test_an_update_is_as_severe_as_the_worst_that_it_mends(case):
    found = findings("web-1", state(update(*case["update"])), None, TRACKER)
    assert found.updates[0].severity == case["severity"]
    assert [one.cve for one in found.updates[0].mends] == case["mends"]


def test_without_a_tracker_no_severity_is_guessed():
    found = findings("web-1", state(update("libssl3", "3.0.19-1", "3.0.22-1")), None, None)
    assert (found.updates[0].severity, found.unmended) == ("unknown", None)


def test_what_nothing_mends_yet_is_counted():
    has = state(sources=[{"source": "openssl", "version": "3.0.22-1~deb12u2"}])
    unmended = findings("web-1", has, None, TRACKER).unmended
    assert {severity: number for severity, number in unmended.items() if number} == {"unimportant": 1}


def test_all_hosts_are_counted_and_what_is_no_security_update_is_not():
    one = findings(
        "a", state(update("libssl3", "3.0.19-1", "3.0.22-1~deb12u2", "openssl", "3.0.19-1")), None, TRACKER
    )
    other = findings("b", state(update(security=False)), None, TRACKER)
    assert total([one, other, findings("c", None, None, TRACKER)]) == {
        "high": 1,
        "medium": 0,
        "low": 0,
        "unimportant": 0,
        "unknown": 0,
    }


@pytest.mark.parametrize("raw", [[], "x", {"openssl": []}, {"openssl": {"CVE-1": "open"}}])
def test_what_is_no_data_of_the_tracker_is_refused(raw):
    with pytest.raises(InputError, match="security tracker"):
        read_tracker(raw, "file.json")


@pytest.mark.parametrize(
    ("has", "wish", "due", "names"),
    [
        (answer(), Wish(), False, []),
        (answer(update()), Wish(), True, ["openssl"]),
        (answer(update(held="hold")), Wish(), False, []),
        (answer(update(security=False)), Wish(), False, []),
        (answer(update(security=False)), Wish(select="all"), True, ["openssl"]),
        (answer(reboot={"needed": True, "why": ["kernel"]}), Wish(), True, []),
        (answer(reboot={"needed": True, "why": ["kernel"]}), Wish(reboot="never"), False, []),
        (answer(reboot={"needed": True, "why": ["kernel"]}, guard=True), Wish(), False, []),
        (answer(broken=[{"package": "x", "why": "half configured"}]), Wish(), True, []),
        (answer(interrupted=True), Wish(), True, []),
        (answer(restarts=[{"unit": "ssh.service", "how": "restart"}]), Wish(), True, []),
        (answer(restarts=[{"unit": "session-1.scope", "how": "session"}]), Wish(), False, []),
    ],
)
def test_a_host_is_due_if_there_is_anything_to_do_on_it(has, wish, due, names):
    read = read_state("web-1", has)
    assert is_due(read, wish) == due
    assert [one.package for one in chosen(read, wish)] == names


def test_an_answer_of_another_form_is_no_state():
    with pytest.raises(CloudError, match="web-1 answered in a form that we don't know: updates"):
        read_state("web-1", {**answer(), "updates": 3})


def test_the_modules_own_words_are_kept():
    said = {"problem": {"kind": "mirror", "message": "No mirror.", "hint": "Look.", "detail": "E: x"}}
    assert problem_in(said).kind == "mirror"
    assert problem_in({"msg": "x"}) is None
