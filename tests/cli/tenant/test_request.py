"""Asking for new tenants by a file or standard input."""

import io
import json

import pytest
import yaml

from gcloud.deploy.tenants.files import written_by_us
from tests.tenants import WISH


@pytest.fixture
def wish(tmp_path):
    """Writes a wish, with changes of its only tenant, and gives the file."""

    def write(top=None, **changes):
        [tenant] = WISH["tenants"]
        document = {**WISH, "tenants": [{**tenant, **changes}], **(top or {})}
        file = tmp_path / "wish.json"
        file.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
        return file

    return write


def test_a_wish_becomes_a_request_with_its_number_and_what_follows_from_the_rest(govcloud, tenanted, wish):
    ran = govcloud("tenant", "request", tenanted, "--from", wish(), "--output", "json")
    result = ran.document["result"]
    file = tenanted / "requests" / f"{result['request']}.yaml"
    assert (ran.code, result["written"], result["file"]) == (0, True, str(file))
    text = file.read_text(encoding="utf-8")
    assert written_by_us(f"requests/{file.name}", text)
    [request] = yaml.safe_load(text)["requests"]
    [tenant] = request["tenants"]
    assert tenant["name"] == "ho-so-dia-chinh"
    assert tenant["system"] == {
        "name": "ho-so-dia-chinh",
        "label": "Hồ sơ địa chính",
        "level": 3,
        "owner": "interior-department",
        "operator": "hired-operator",
        "purpose": "Land records",
    }
    assert govcloud("tenant", "check", tenanted, result["request"]).code == 0


def test_standard_input_is_read_where_it_is_named(govcloud, tenanted, wish, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(wish().read_text(encoding="utf-8")))
    ran = govcloud("tenant", "request", tenanted, "--from", "-", "--reason", "Another", "--check")
    assert ran.code == 0
    assert "Nothing was written." in ran.out
    assert len(list((tenanted / "requests").glob("*.yaml"))) == 3


def test_every_mistake_is_told_where_it_stands_in_the_wish_and_nothing_is_written(govcloud, tenanted, wish):
    file = wish(quota={"class": "smal"}, agency="interior", review_on="2026-06-30", colour="red")
    ran = govcloud("tenant", "request", tenanted, "--from", file, "--output", "json")
    told = {(problem["file"], problem["rule"]): problem for problem in ran.document["result"]["problems"]}
    assert ran.code == 2
    assert (str(file), "key.unknown") in told
    assert (
        told[str(file), "key.unknown"]["line"]
        == file.read_text().splitlines().index('      "colour": "red"') + 1
    )
    assert len(list((tenanted / "requests").glob("*.yaml"))) == 3


def test_what_the_command_writes_is_refused_in_a_wish(govcloud, tenanted, wish):
    ran = govcloud("tenant", "request", tenanted, "--from", wish({"name": "r-1", "base": []}))
    assert ran.code == 2
    assert "name is written by `govcloud tenant`; remove it" in ran.err
    assert "base is written by" in ran.err


@pytest.mark.parametrize("text", ["[]", "7", "", '{"tenants": 3}', "{"])
def test_what_is_no_request_is_told_as_such(govcloud, tenanted, tmp_path, text):
    (tmp_path / "wish.json").write_text(text)
    ran = govcloud("tenant", "request", tenanted, "--from", tmp_path / "wish.json")
    assert ran.code == 2
    assert "wish.json" in ran.out + ran.err


def test_a_site_that_is_wrong_already_is_not_the_requests_fault(govcloud, tenanted, wish):
    file = tenanted / "flows.yaml"
    file.write_text(file.read_text().replace("services: [https]", "services: [dns]", 1))
    assert govcloud("check", tenanted).code in {0, 2}
    assert govcloud("tenant", "request", tenanted, "--from", wish()).code == 0
