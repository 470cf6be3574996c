"""The page of the catalogue is what the baselines say today."""

from pathlib import Path

import pytest

from gcloud.model.baseline.load import load_baselines
from gcloud.render.hardening.controls_reference import FAMILIES, controls_reference

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "controls.md"


@pytest.fixture(scope="module")
def baselines():
    return load_baselines(ROOT / "playbooks" / "baselines")


def test_the_committed_page_is_current(baselines):
    module = "gcloud.render.hardening.controls_reference"
    again = f"write it anew: python -m {module} playbooks/baselines > docs/reference/controls.md"
    assert PAGE.read_text() == controls_reference(baselines), again


def test_no_control_is_left_out(baselines):
    page = PAGE.read_text()
    assert {control.family for control in baselines.controls.values()} == {name for name, _, _ in FAMILIES}
    assert all(
        f"\n### {name}\n" in page for name in (*baselines.controls, *baselines.profiles, *baselines.roles)
    )
