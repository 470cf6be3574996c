"""The pages about hosts: complete, in both languages, alone, and never markup of somebody else's."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import get_args

import pytest

from gcloud.model.baseline.control import Family
from gcloud.plan.hardening.answer import Change, Evidence, Undone
from gcloud.plan.hardening.compare import Direction, compare
from gcloud.plan.hardening.results import VERDICTS, HostProblem, Severity, WaiverNote
from gcloud.render.hardening.comparison import comparison_page, lines, rows
from gcloud.render.hardening.page import results_page
from gcloud.render.hardening.words import CERTAINTY, SIGNS, WORDS, word
from tests.plan.hardening.made import control, host, run

HOSTILE = "<script>alert('x')</script>"
WAIVER = WaiverNote("host/app", "Máy cũ", "tran-thi-binh", date(2026, 10, 31), "Đọc nhật ký", expired=True)


def full():
    seen = (Evidence("/etc/ssh/sshd_config", 12, HOSTILE),)
    controls = [control(f"control-{verdict}", verdict, evidence=seen, have="yes") for verdict in VERDICTS]
    waived = control("control-late", "fail", waiver=WAIVER, why="The waiver expired.", why_vi="Đã hết hạn.")
    return run(
        host(
            "app",
            [*controls, waived],
            changes=(Change("control-pass/1", "PermitRootLogin", HOSTILE, "no"),),
            undone=(Undone("ssh", "no new connection", ("/etc/ssh",)),),
        ),
        host(
            "gone",
            [control("control-pass", "not-checked")],
            reached=False,
            system=None,
            problem=HostProblem("unreachable", f"No route {HOSTILE}.", "Look at its console."),
        ),
    )


class Parts(HTMLParser):
    """What a page is made of."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.links, self.ids, self.said = [], [], [], {"vi": [], "en": [], None: []}
        self._languages = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.ids += [given["id"]] if "id" in given else []
        if tag == "span":
            self._languages.append(given.get("lang"))

    def handle_endtag(self, tag):
        if tag == "span":
            self._languages.pop()

    def handle_data(self, data):
        language = next((one for one in reversed(self._languages) if one), None)
        self.said[language].append(data.strip())


@pytest.mark.parametrize(
    "page", [results_page(full()), comparison_page(compare(full(), run(host("app", []))), full())]
)
def test_a_page_needs_nothing_else_and_takes_no_markup_from_hosts(page):
    parts = Parts(page)
    assert "script" not in parts.tags
    assert not {"link", "img", "iframe", "object"} & set(parts.tags)
    assert all(link.startswith("#") and link[1:] in parts.ids for link in parts.links)
    assert "url(" not in page
    assert "@import" not in page


def test_everything_of_a_run_is_on_the_page():
    said = " ".join(part for of in Parts(results_page(full())).said.values() for part in of)
    for expected in (
        *(f"control-{verdict}" for verdict in VERDICTS),
        "/etc/ssh/sshd_config:12",
        HOSTILE,
        "No route",
        "Look at its console.",
        "no new connection",
        "Máy cũ",
        "tran-thi-binh",
        "31/10/2026",
        "đã hết hạn",
        "TCVN 14423:2026, 3.6.2.4",
    ):
        assert expected in said


def test_both_languages_say_as_much():
    said = Parts(results_page(full())).said
    assert len(said["vi"]) == len(said["en"]) > 50
    assert {"Không đạt", "Miễn trừ", "Đã hết hạn."} <= {text.lstrip("✗◐ ") for text in said["vi"]}
    assert {"Fail", "Waived", "The waiver expired."} <= {text.lstrip("✗◐ ") for text in said["en"]}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_opens_in_the_language_that_was_asked_for(language):
    page = results_page(full(), language)
    (opened,) = re.findall(r'id="in-(\w+)" checked', page)
    assert opened == language
    assert f"<title>{word('audit', language)}: ha-tinh</title>" in page


def test_what_a_run_would_do_is_not_told_as_done():
    changed = host("app", [control()], changes=(Change("x/1", "PermitRootLogin", "yes", "no"),))
    done, would = (results_page(run(changed, run="harden", check=check), "en") for check in (False, True))
    assert ("What was changed" in done, "What would be changed" in done) == (True, False)
    assert ("What was changed" in would, "What would be changed" in would) == (False, True)
    assert "<title>What a run would change on hosts: ha-tinh</title>" in would


def test_with_many_hosts_what_passed_is_named_without_its_evidence():
    many = run(*(host(f"h{n}", [control("fine"), control("bad", "fail", have="x")]) for n in range(30)))
    page = results_page(many)
    assert page.count("fine") == 30
    assert "The evidence of what passed is in the JSON file." in page


def test_every_word_of_the_documents_has_both_languages_and_what_needs_a_sign_has_one():
    marks = {*VERDICTS, *get_args(Direction), "same"}
    assert marks | {*get_args(Severity), *get_args(Family), "audit", "harden", "check"} <= set(WORDS)
    assert marks == set(SIGNS)
    assert set(CERTAINTY) == set("VSPIG")
    assert all(words.vi and words.en for words in (*WORDS.values(), *CERTAINTY.values()))


def test_a_comparison_for_a_terminal():
    before = run(host("a", [control("x"), control("y", "fail")]), host("old", [control("x")]))
    after = run(host("a", [control("x", "fail", why="no"), control("z")]), host("young", []))
    found = compare(before, after)
    assert list(rows(found)) == [
        ("a", "worse", "1", "0", "0", "1", "1", "50.0 → 50.0"),
        ("young", "new", "0", "0", "0", "0", "0", "- → -"),
        ("old", "gone", "0", "0", "0", "0", "1", "100.0 → -"),
    ]
    assert list(lines(found, most=2)) == [
        "a  worse   x: pass → fail  (no)",
        "a  new     z: not asked for → pass",
        "a  and 1 more",
    ]
