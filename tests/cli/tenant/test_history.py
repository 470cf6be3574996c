from datetime import UTC, datetime

from gcloud.deploy.tenants.accesses import keep

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def test_who_was_handed_what_is_told_after_what_was_approved(govcloud, tenanted):
    keep(tenanted, "interior-documents", "handed over", "tran-thi-binh", now=NOW)
    keep(tenanted, "another", "handed over", "somebody", now=NOW)
    ran = govcloud("tenant", "history", tenanted, "interior-documents")
    assert "interior-documents  handed over: tran-thi-binh, by " in ran.out
    assert "somebody" not in ran.out
    result = govcloud("tenant", "history", tenanted, "--output", "json").document["result"]
    assert [(one["tenant"], one["kind"], one["to"]) for one in result["accesses"]] == [
        ("another", "handed over", "somebody"),
        ("interior-documents", "handed over", "tran-thi-binh"),
    ]
    assert "0 changes." in ran.out


def test_changes_of_one_field_are_told_alone(govcloud, tenanted):
    keep(tenanted, "interior-documents", "handed over", "tran-thi-binh", now=NOW)
    result = govcloud("tenant", "history", tenanted, "--field", "quota", "--output", "json").document[
        "result"
    ]
    assert result["accesses"] == []
