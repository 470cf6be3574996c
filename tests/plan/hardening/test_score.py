from pathlib import Path

import pytest
import yaml

from gcloud.plan.hardening.score import score
from tests.plan.hardening.made import control

CASES = yaml.safe_load((Path(__file__).parent / "data" / "scores.yaml").read_text())


def controls_of(words):
    for word in words:
        text, _, times = word.partition("*")
        verdict, severity, level, family = text.split("/")
        procedural = verdict == "procedural"
        for number in range(int(times or 1)):
            yield control(
                f"control-{number}",
                "not-checked" if procedural else verdict,
                severity=severity,
                level=None if level == "-" else int(level),
                family=family,
                procedural=procedural,
            )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_score(case):
    found = score(controls_of(case["controls"]))
    assert (found.overall, dict(found.by_level), dict(found.by_family)) == (
        case["overall"],
        case["by_level"],
        case["by_family"],
    )
