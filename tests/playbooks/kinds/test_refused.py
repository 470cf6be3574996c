"""What a kind does not do, since it would shut the operator out: no file changes, and it says why."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from govcloud import run
from govcloud.host import Host
from govcloud.session import Session

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases_refused.yaml").read_text())
HOSTS = {
    path.stem: yaml.safe_load(path.read_text())[0]["files"]
    for path in (HERE / "cases").glob("*.yaml")
    if path.stem in {case["items"][0]["kind"] for case in CASES}
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_it_is_refused_before_anything_is_written(case, make_host, tmp_path: Path) -> None:
    host = make_host({**HOSTS[case["items"][0]["kind"]], **case.get("files", {})})
    items = run.items_of(
        [{"id": f"control/{n}", "batch": "files", **item} for n, item in enumerate(case["items"], 1)]
    )
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    host = Host(host.root)
    host.session = Session(**case.get("session", {}))
    did = run.apply(host, items, "files", check=False)

    assert [why for _, why in did.problems] == [case["why"]]
    assert did.changes == []
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
