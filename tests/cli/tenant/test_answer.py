"""What was found about a request, and what the requester says to it."""

import pytest
import yaml

from gcloud.deploy.tenants.files import request_file, write
from tests import tenants

FINDING = "challenge.platform/land-exchange/lgsp"


@pytest.fixture
def asked(tenanted):
    """A request for what a platform offers already, r-2026-0004."""
    words = {"label": "Nền tảng tích hợp, chia sẻ dữ liệu đất đai", "purpose": "Exchange between systems"}
    system = tenants.tenant().system.model_copy(update={"name": "land-exchange", **words})
    wish = tenants.tenant(name="land-exchange", system=system, **words)
    write(tenanted, [request_file(tenants.request(wish, name="r-2026-0004"))])
    return tenanted


def answers(site):
    text = (site / "requests" / "r-2026-0004.yaml").read_text(encoding="utf-8")
    return {one["finding"]: one["reason"] for one in yaml.safe_load(text)["requests"][0].get("answers", [])}


def test_a_finding_waits_for_its_answer(govcloud, asked):
    ran = govcloud("tenant", "check", asked, "r-2026-0004")
    assert ran.code == 6
    assert f"{FINDING}: the platform lgsp" in ran.out
    assert "not answered" in ran.out
    ran = govcloud("tenant", "answer", asked, "r-2026-0004", f"{FINDING}=It keeps no maps")
    assert ran.code == 0
    assert answers(asked) == {FINDING: "It keeps no maps"}
    assert govcloud("tenant", "check", asked, "r-2026-0004").code == 0


def test_an_answer_may_be_put_better(govcloud, asked):
    for reason in ("Because", "It keeps no maps = scans"):
        ran = govcloud("tenant", "answer", asked, "r-2026-0004", f"{FINDING}={reason}", "--output", "json")
    assert ran.document["result"]["findings"][0]["answer"] == "It keeps no maps = scans"
    assert answers(asked) == {FINDING: "It keeps no maps = scans"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"{FINDING}x=Because", "r-2026-0004 has no finding"),
        (FINDING, "is not FINDING=REASON"),
        (f"{FINDING}= ", "is not FINDING=REASON"),
    ],
)
def test_an_answer_to_nothing_is_told(govcloud, asked, said, told):
    ran = govcloud("tenant", "answer", asked, "r-2026-0004", said)
    assert ran.code == 2
    assert told in ran.err
    assert answers(asked) == {}


def test_an_answer_may_come_with_the_request(govcloud, tenanted):
    line = ("--requester", "tran-thi-binh", "--reason", "Test", "--answer", "challenge.x/y=Because")
    ran = govcloud("tenant", "suspend", tenanted, "interior-documents", *line)
    assert ran.code == 0
    assert "challenge.x/y" in (tenanted / "requests" / "r-2026-0004.yaml").read_text(encoding="utf-8")
