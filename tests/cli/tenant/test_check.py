"""Requests that wait, held against what holds now."""

import yaml

from gcloud.deploy.tenants.files import tenant_file, write
from tests import tenants


def edit(site, request, **fields):
    file = site / "requests" / f"{request}.yaml"
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    document["requests"][0].update(fields)
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")


def rules(ran):
    [request] = ran.document["result"]["requests"]
    return {problem["rule"] for problem in request["problems"]}


def asked(govcloud, site):
    line = (
        "tenant",
        "change",
        site,
        "interior-documents",
        "--set",
        "budget=B",
        "--requester",
        "tran-thi-binh",
    )
    return govcloud(*line, "--reason", "Test", "--output", "json").document["result"]["request"]


def test_a_request_that_was_overtaken_must_be_asked_again(govcloud, tenanted):
    name = asked(govcloud, tenanted)
    write(tenanted, [tenant_file(tenants.granted("r-2026-0003", budget="2027-CNTT-01"))])
    ran = govcloud("tenant", "check", tenanted, name, "--output", "json")
    assert (ran.code, rules(ran)) == (2, {"request.overtaken"})


def test_a_request_must_say_what_it_starts_from(govcloud, tenanted):
    name = asked(govcloud, tenanted)
    edit(tenanted, name, base=[])
    assert rules(govcloud("tenant", "check", tenanted, name, "--output", "json")) == {"request.base"}
    edit(tenanted, name, base=[{"tenant": "thanh-sen-records", "digest": "0" * 64}])
    assert rules(govcloud("tenant", "check", tenanted, name, "--output", "json")) == {"request.base"}


def test_a_request_from_tomorrow_is_refused(govcloud, tenanted):
    name = asked(govcloud, tenanted)
    edit(tenanted, name, made_on="2098-01-01")
    ran = govcloud("tenant", "check", tenanted, name)
    assert ran.code == 2
    assert "it was made on 2098-01-01, and today is" in ran.out


def test_all_that_wait_are_checked_and_an_unknown_one_is_told(govcloud, tenanted):
    ran = govcloud("tenant", "check", tenanted, "--output", "json")
    assert [one["name"] for one in ran.document["result"]["requests"]] == [
        "r-2026-0001",
        "r-2026-0002",
        "r-2026-0003",
    ]
    assert "There is no request r-2026-0009" in govcloud("tenant", "check", tenanted, "r-2026-0009").err


def test_a_site_in_which_nothing_waits(govcloud, site):
    for file in site.glob("requests/*.yaml"):
        file.unlink()
    for file in site.glob("tenants/*.yaml"):
        file.unlink()
    ran = govcloud("tenant", "check", site)
    assert (ran.code, ran.out) == (0, "No request waits.\n")
