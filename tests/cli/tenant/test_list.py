import datetime

from gcloud.deploy.tenants.files import retirement_file, write
from gcloud.model.tenants.retirement import Done, Retirement, Step


def names(ran, what="tenants"):
    return [line["name"] for line in ran.document["result"][what]]


def test_the_tenants_stand_by_name(govcloud, tenanted):
    ran = govcloud("tenant", "list", tenanted)
    assert ran.code == 0
    assert ran.out.index("interior-documents") < ran.out.index("thanh-sen-records")
    assert "2 tenants." in ran.out


def test_they_are_chosen_by_whose_they_are_and_when_they_end(govcloud, tenanted):
    def chosen(*options):
        return names(govcloud("tenant", "list", tenanted, *options, "--output", "json"))

    assert chosen("--agency", "thanh-sen") == ["thanh-sen-records"]
    assert chosen("--level", 3) == []
    assert chosen("--state", "active") == ["interior-documents", "thanh-sen-records"]
    assert chosen("--expires-before", "2028-12-31") == []
    assert chosen("--expires-before", "2029-01-01") == ["interior-documents", "thanh-sen-records"]


def test_a_tenant_whose_project_was_deleted_is_gone(govcloud, tenanted):
    noted = Retirement(
        tenant="thanh-sen-records",
        request="r-2026-0002",
        project_id="p",
        hold_until=datetime.date(2026, 11, 20),
        steps=(Done(step=Step.DELETED, on=datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)),),
    )
    write(tenanted, [retirement_file(noted)])
    assert names(govcloud("tenant", "list", tenanted, "--state", "gone", "--output", "json")) == [
        noted.tenant
    ]
    assert names(govcloud("tenant", "list", tenanted, "--state", "active", "--output", "json")) == [
        "interior-documents"
    ]


def test_the_requests_that_wait(govcloud, tenanted):
    ran = govcloud("tenant", "list", tenanted, "--requests", "--output", "json")
    assert names(ran, "requests") == ["r-2026-0001", "r-2026-0002", "r-2026-0003"]
    assert {line["status"] for line in ran.document["result"]["requests"]} == {"waiting"}
    assert "3 requests." in govcloud("tenant", "list", tenanted, "--requests").out


def test_the_example_has_three_and_nothing_waits(govcloud, site):
    assert "3 tenants." in govcloud("tenant", "list", site).out
    assert "0 requests." in govcloud("tenant", "list", site, "--requests").out
