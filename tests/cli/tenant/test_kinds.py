"""Each kind of request, from its command line to its file; and what a kind may not do."""

import shlex
from pathlib import Path

import pytest
import yaml

DATA = Path(__file__).parent / "data"
KINDS = yaml.safe_load((DATA / "kinds.yaml").read_text(encoding="utf-8"))
REFUSALS = yaml.safe_load((DATA / "refusals.yaml").read_text(encoding="utf-8"))


def words(line, site):
    said = [str(site) if word == "SITE" else word for word in shlex.split(line)]
    requester = () if "--requester" in said else ("--requester", "tran-thi-binh")
    return ("tenant", *said, *requester, "--reason", "Test", "--output", "json")


def requests(site):
    return sorted(path.name for path in (site / "requests").iterdir())


@pytest.mark.parametrize("case", KINDS, ids=[case["line"] for case in KINDS])
def test_a_command_asks_for_exactly_this(govcloud, tenanted, case):
    before = requests(tenanted)
    ran = govcloud(*words(case["line"], tenanted))
    assert ran.document["result"]["problems"] == []
    changes = [
        [one["tenant"], field["path"], field["old"], field["new"]]
        for one in ran.document["result"]["changes"]
        for field in one["fields"]
    ]
    assert changes == case["changes"]
    [file] = set(requests(tenanted)) - set(before)
    [request] = yaml.safe_load((tenanted / "requests" / file).read_text(encoding="utf-8"))["requests"]
    assert [one["tenant"] for one in request["base"]] == [one["name"] for one in request["tenants"]]
    assert govcloud("tenant", "check", tenanted, request["name"]).code == 0


@pytest.mark.parametrize("case", REFUSALS, ids=[case["line"] for case in REFUSALS])
def test_a_request_is_refused_and_nothing_is_written(govcloud, tenanted, case):
    before = requests(tenanted)
    ran = govcloud(*words(case["line"], tenanted))
    told = sorted((one["rule"], one["what"]) for one in ran.document["result"]["problems"])
    assert ran.code == 2
    assert [rule for rule, _ in told] == sorted(rule for rule, _ in case["told"])
    for rule, what in case["told"]:
        assert any(what in said for its, said in told if its == rule)
    assert requests(tenanted) == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("change SITE interior-documents", "Nothing is asked for."),
        ("change SITE interior-document --set budget=B", "did you mean interior-documents?"),
        ("change SITE interior-documents --set budget", "is not PATH=VALUE"),
        ("change SITE interior-documents --set budget.x=1", "lies in a plain value"),
        ("change SITE interior-documents --unset backup", "nothing is written there"),
        ("change SITE interior-documents --set services=[dns", "a comma or ] is missing"),
        ("split SITE thanh-sen --give interior-documents=thanh-sen", "is no tenant of thanh-sen"),
        ("merge SITE government-office --into thanh-sen", "No tenant belongs to government-office"),
    ],
)
def test_an_option_that_means_nothing_is_told(govcloud, tenanted, line, message):
    ran = govcloud(*words(line, tenanted)[:-2])
    assert ran.code == 2
    assert message in ran.err


def test_who_asks_and_why_must_be_said(govcloud, tenanted):
    ran = govcloud("tenant", "suspend", tenanted, "interior-documents")
    assert ran.code == 2
    assert "--requester and --reason missing" in ran.err
