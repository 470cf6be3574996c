"""Every kind against tables of cases: what it reads and changes; a second run finds nothing to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from govcloud import run
from govcloud.host import Host

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['case']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text())
]


def state(root: Path) -> dict[str, tuple[int, str]]:
    """Mode and text of every file that a kind may change: all but the host's programs."""
    return {
        f"/{path.relative_to(root)}": (path.stat().st_mode & 0o7777, path.read_text())
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[:1] != ("usr",)
    }


@pytest.mark.parametrize("case", CASES)
def test_a_kind_reads_and_brings_about(case: dict[str, Any], make_host, tmp_path: Path) -> None:
    """A case: files, items, status read first; `after` is what files hold when they were applied."""
    host = make_host(case.get("files", {}))
    items = run.items_of(
        [{"id": f"control/{n}", "batch": "files", **item} for n, item in enumerate(case["items"], 1)]
    )
    results = run.read(host, items)
    assert [result.status for result in results.values()] == case["status"], results
    for line in case.get("evidence", []):
        seen = [(e.file, e.line, e.value) for result in results.values() for e in result.evidence]
        assert tuple(line) in seen
    assert case.get("why", "") in " ".join(result.why or "" for result in results.values())
    if "to_do" in case:
        assert sum(result.to_do for result in results.values()) == case["to_do"]
    if "after" not in case:
        return

    before = state(tmp_path)
    would = run.apply(host, items, "files", check=True)
    assert state(tmp_path) == before, "a check changed files"

    did = run.apply(Host(host.root), items, "files", check=False)
    failed = case.get("failed", [])
    assert did.changes == [change for change in would.changes if change["id"] not in failed]
    assert did.diff == would.diff
    assert did.problems == [tuple(problem) for problem in case.get("problems", [])]
    after = state(tmp_path)
    for name, text in case["after"].items():
        assert after.get(name, (0, None))[1] == text, name
    for name, mode in case.get("modes", {}).items():
        assert f"{after[name][0]:04o}" == mode, name
    assert set(after) == set(before) - set(case.get("gone", [])) | set(case["after"]) - set(
        case.get("gone", [])
    )

    again = run.read(Host(host.root), items)
    assert all(result.status in {"ok", "na"} for item, result in again.items() if item not in failed), again
    assert run.apply(Host(host.root), items, "files", check=False).changes == []
