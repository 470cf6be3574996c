"""`govcloud results`: what came of runs over hosts, from their files."""

from datetime import date
from xml.etree import ElementTree

import pytest

from gcloud.plan.hardening.documents import results_json, results_text
from gcloud.plan.hardening.results import WaiverNote
from tests.plan.hardening.made import control, host, run


@pytest.fixture
def kept(tmp_path):
    """Writes a run of one host with these verdicts."""

    def write(name, *controls, **fields):
        file = tmp_path / name
        file.write_text(results_text(run(host("app", controls, **fields))))
        return file

    return write


@pytest.mark.parametrize(("verdict", "code"), [("pass", 0), ("waived", 0), ("fail", 6), ("not-checked", 7)])
def test_a_run_is_shown_again_and_judged_as_it_was(govcloud, kept, verdict, code):
    file = kept("run.json", control(verdict=verdict))
    ran = govcloud("results", "show", file, "--output", "json")
    assert ran.code == code
    assert ran.document["result"]["results"] == results_json(run(host("app", [control(verdict=verdict)])))


def test_a_run_is_written_as_page_and_junit(govcloud, kept, tmp_path):
    file = kept("run.json", control(verdict="fail", have="yes", want="no"))
    page, report = tmp_path / "page.html", tmp_path / "junit.xml"
    ran = govcloud("results", "show", file, "--html", page, "--junit", report, "--lang", "en")
    assert ran.code == 6
    assert "ssh-root-login" in ran.out
    assert '<html lang="en">' in page.read_text()
    assert ElementTree.parse(report).getroot().find("testsuite").get("failures") == "1"  # noqa: S314 - our own file


def test_two_runs_are_compared(govcloud, kept, tmp_path):
    before = kept("before.json", control("held"), control("mended", "fail"))
    after = kept("after.json", control("held", "fail", why="is yes"), control("mended"))
    page = tmp_path / "page.html"
    ran = govcloud("results", "compare", before, after, "--html", page)
    assert ran.code == 6
    assert "app  worse   held: pass → fail  (is yes)" in ran.out
    assert ran.out.strip().endswith("1 worse, 1 better; score 50.0 → 50.0.")
    assert "held" in page.read_text()
    found = govcloud("results", "compare", before, after, "--output", "json").document["result"]["comparison"]
    assert [change["direction"] for change in found["hosts"][0]["changes"]] == ["worse", "better"]


def test_what_only_got_better_is_fine(govcloud, kept):
    before, after = kept("before.json", control(verdict="fail")), kept("after.json", control())
    assert govcloud("results", "compare", before, after).code == 0


def test_a_file_that_holds_something_else(govcloud, tmp_path):
    file = tmp_path / "site.yaml"
    file.write_text("schema: 1\n")
    ran = govcloud("results", "show", file)
    assert ran.code == 2
    assert f"{file} holds no results of a run" in ran.err


def test_an_expired_waiver_is_named(govcloud, kept):
    waiver = WaiverNote("host/app", "Old", "an", date(2026, 1, 1), "Watched", expired=True)
    ran = govcloud("results", "show", kept("run.json", control(waiver=waiver)))
    assert ran.code == 6
    assert "app: the waiver of ssh-root-login expired on 2026-01-01" in ran.out
