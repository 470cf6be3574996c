def test_a_tenant_is_shown_with_what_it_went_through(govcloud, tenanted):
    ran = govcloud("tenant", "show", tenanted, "interior-documents")
    assert ran.code == 0
    assert "label: Quản lý văn bản của Sở Nội vụ" in ran.out
    assert "# r-2026-0003: change, asked by tran-thi-binh on 2026-11-02, waiting" in ran.out


def test_a_request_is_shown_whole(govcloud, tenanted):
    result = govcloud("tenant", "show", tenanted, "r-2026-0003", "--output", "json").document["result"]
    assert result["kind"] == "request"
    assert result["value"]["tenants"][0]["budget"] == "2027-CNTT-01"


def test_a_name_that_is_unknown_gets_the_near_one(govcloud, tenanted):
    ran = govcloud("tenant", "show", tenanted, "interior-document")
    assert ran.code == 2
    assert "did you mean interior-documents?" in ran.err
