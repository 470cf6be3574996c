"""What an agency may wrongly ask for, held against the whole example site: told at once, nothing written."""

import json
from pathlib import Path

import pytest
import yaml

from gcloud.model.edit import merged, node_of
from tests.tenants import WISH

CASES = yaml.safe_load((Path(__file__).parent / "data" / "bad-wishes.yaml").read_text(encoding="utf-8"))
MAPS = {"label": "Kho bản đồ quy hoạch", "purpose": "Scanned maps"}


def changed(value, patch):
    return merged(node_of(value, ("", 0, 0)), node_of(patch, ("", 0, 0))).plain()


def asked(govcloud, site, tmp_path, case, *more):
    tenant = changed(WISH["tenants"][0], {**MAPS, "system": {"level": 2}})
    wish = {**changed(WISH, case.get("top", {})), "tenants": [changed(tenant, case.get("wish", {}))]}
    file = tmp_path / "wish.json"
    file.write_text(json.dumps(wish, ensure_ascii=False, indent=1), encoding="utf-8")
    return govcloud("tenant", "request", site, "--from", file, "--output", "json", *more)


def test_the_wish_is_sound_but_for_the_changes(govcloud, site, tmp_path):
    ran = asked(govcloud, site, tmp_path, {})
    assert ran.document["result"]["problems"] == []
    assert ran.document["result"]["written"]


def test_more_than_the_machines_hold_may_be_asked_for_on_purpose(govcloud, site, tmp_path):
    case = {"wish": {"quota": {"compute": {"cores": 4000}}}}
    ran = asked(govcloud, site, tmp_path, case, "--beyond")
    assert ran.code == 0
    assert ran.document["result"]["written"]
    assert govcloud("tenant", "check", site).code == 2


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_wrong_is_told_in_its_line_and_nothing_is_written(govcloud, site, tmp_path, case):
    before = sorted(site.rglob("*"))
    ran = asked(govcloud, site, tmp_path, case)
    problems = ran.document["result"]["problems"]
    told = sorted((one["rule"], one["what"] + "; " + one["instead"]) for one in problems)
    expected = sorted(map(tuple, case["told"]))
    assert ran.code == 2
    assert [rule for rule, _ in told] == [rule for rule, _ in expected], told
    for (_, said), (_, words) in zip(told, expected, strict=True):
        assert words in said
    assert all(
        one["file"].endswith("wish.json") and one["line"] for one in problems if "state" not in one["rule"]
    )
    assert [path for path in sorted(site.rglob("*")) if ".govcloud" not in path.parts] == before
