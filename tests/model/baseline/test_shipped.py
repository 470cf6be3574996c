"""The baselines that this project ships."""

from pathlib import Path

import pytest

from gcloud.model.baseline.load import load_baselines

FOLDER = Path(__file__).parents[3] / "playbooks" / "baselines"


@pytest.fixture(scope="module")
def baselines():
    return load_baselines(FOLDER)


def test_four_profiles_stand_on_one_catalogue(baselines):
    assert set(baselines.profiles) == {"tcvn11930-2017", "tcvn14423-2026", "cis-l1", "cis-l2"}


def test_every_control_is_asked_for_by_a_profile(baselines):
    asked = {asked.control for profile in baselines.profiles.values() for asked in profile.controls}

    assert set(baselines.controls) == asked
