"""Real runs on the real cloud, killed: four kills of the twenty of `python -m tests.faults.lab_kills`."""

import pytest

from tests.faults.lab_ground import lab_ground
from tests.faults.lab_kills import cycles

pytestmark = [pytest.mark.lab, pytest.mark.timeout(600)]


def test_the_next_run_alone_completes(lab, tmp_path):
    with lab_ground(lab.clouds_file, tmp_path) as made:
        kills = list(cycles(made, 2, seed=1))
    assert [command for command, entries in kills if entries] == ["up", "down", "up", "down"]
