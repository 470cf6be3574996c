"""What Ansible, ssh, sudo and apt say, and what people are told of it: a row each."""

from pathlib import Path

import pytest
import yaml

from gcloud.harden.trouble import problem_of

CASES = yaml.safe_load((Path(__file__).parent / "data" / "trouble.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_host_that_failed_is_told_by_its_kind_with_what_to_do(case):
    found = problem_of("web-1", case["result"], unreachable=case.get("unreachable", False))
    assert found.kind == case["kind"]
    assert case.get("says", "") in found.message
    assert case.get("hints", "") in found.hint
    assert found.message
    assert found.hint
    assert "{" not in found.message + found.hint
