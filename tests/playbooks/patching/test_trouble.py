from pathlib import Path

import pytest
import yaml

from govcloud.patching.trouble import of_program

CASES = yaml.safe_load((Path(__file__).parent / "data" / "trouble.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['told']}")
def test_what_programs_complain_of_is_told_in_one_sentence(case):
    trouble = of_program("apt-get update", case["says"])
    assert (trouble.kind, case["told"] in trouble.message, bool(trouble.hint)) == (case["kind"], True, True)
