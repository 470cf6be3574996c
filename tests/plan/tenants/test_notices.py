"""Who is told what, when; each thing once, in Vietnamese."""

from datetime import date

import pytest

from gcloud.plan.tenants.consumption import Line
from gcloud.plan.tenants.notices import notices
from gcloud.render.notices import message
from tests.plan.tenants.conftest import tenant

TODAY = date(2026, 11, 23)
HIRED = {"name": "long", "label": "Long", "email": "l@ops.example", "role": "hired-operator"}


def due(loaded, lines=()):
    return {notice.id: notice for notice in notices(loaded.site, TODAY, lines)}


@pytest.mark.parametrize(
    ("day", "told"),
    [("2026-11-22", False), ("2026-11-23", True), ("2026-12-23", True), ("2026-12-24", False)],
)
def test_an_end_is_told_in_its_last_30_days(with_tenants, day, told):
    loaded = with_tenants(tenant("documents", review_on="2026-01-01", expires_on=day))
    assert (f"expiry/documents/{day}" in due(loaded)) == told


def test_a_contracts_end_is_told_to_those_who_answer_for_the_tenant(with_tenants):
    members = [
        {"name": "binh", "label": "Bình", "email": "b@hatinh.example", "role": "administrator"},
        {**HIRED, "until": "2026-12-01"},
    ]
    notice = due(with_tenants(tenant("documents", members=members)))["contract/documents/long/2026-12-01"]
    assert notice.to == ("b@hatinh.example", "binh@hatinh.example")
    assert "Quyền của Long" in message(notice).subject


def test_nobody_is_told_of_a_tenant_on_its_way_out(with_tenants):
    loaded = with_tenants(
        tenant("documents", expires_on="2026-12-01", review_on="2026-01-01", state="retiring")
    )
    assert not any(one.startswith("expiry") for one in due(loaded))


def line(used, limit, state):
    return Line("documents", "interior", "compute", "cores", used, limit, None, state)


def test_a_quota_is_told_once_a_month_and_again_when_nothing_is_left(with_tenants):
    loaded = with_tenants(tenant("documents"))
    warned, full = due(loaded, [line(8, 10, "warn")]), due(loaded, [line(10, 10, "full")])
    assert list(warned) == ["quota/documents/compute.cores/warn/2026-11"]
    assert list(full) == ["quota/documents/compute.cores/full/2026-11"]
    assert message(warned["quota/documents/compute.cores/warn/2026-11"]).subject.startswith("Sắp dùng hết")
    text = message(full["quota/documents/compute.cores/full/2026-11"])
    assert text.subject.startswith("Đã dùng hết")
    assert "10 trên 10" in text.body


@pytest.mark.parametrize(("decision", "word"), [("approve", "phê duyệt"), ("reject", "từ chối")])
def test_a_decision_is_told_to_who_asked(with_tenants, decision, word):
    approval = {
        "request": "r-0",
        "decision": decision,
        "by": "binh",
        "on": "2026-11-20T02:00:00Z",
        "digest": "0" * 64,
        "reason": "Đủ điều kiện",
        "kind": "ssh",
        "signature": "AAAA",
    }
    loaded = with_tenants(tenant("documents"), approvals=[approval])
    notice = due(loaded)[f"decision/r-0/{decision}"]
    text = message(notice)
    assert word in text.body
    assert "binh@hatinh.example" in notice.to
    assert "Lý do: Đủ điều kiện\n" in text.body
