"""The profiles against what the project knows of the standards."""

from typing import get_args

import pytest

from gcloud.model.site import Profile as ProfileName
from gcloud.plan.profiles.rows import MEANING, Source
from gcloud.plan.profiles.table import PROFILES

LEVELS = (1, 2, 3, 4, 5)
NEW_AT = {
    1: {"internal", "edge", "dmz"},
    2: {"server"},
    3: {"database", "management"},
    4: {"device-management"},
    5: set(),
}


def kinds(profile, level):
    return {row.kind for row in profile.zones if row.level == level}


def test_every_profile_that_a_site_may_name_is_there():
    assert set(PROFILES) == set(get_args(ProfileName))
    assert all(profile.name == name for name, profile in PROFILES.items())


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES.keys())
@pytest.mark.parametrize("level", LEVELS)
def test_each_level_asks_for_the_zones_of_the_one_below_and_its_own(profile, level):
    below = kinds(profile, level - 1) if level > 1 else set()
    assert kinds(profile, level) == below | NEW_AT[level]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES.keys())
def test_every_row_has_a_clause_and_a_certainty(profile):
    sources = [row.source for row in (*profile.zones, *profile.separations)]
    assert all(source.clause and source.certainty in MEANING for source in sources)


def test_what_is_not_known_from_the_text_is_never_shown_as_if_it_were():
    """The text of TCVN 14423:2026 was not read: none of its rows may claim so."""
    rows = PROFILES["tcvn14423-2026"].zones
    assert {row.source.certainty for row in rows} == {"S", "I"}
    assert {row.source.certainty for row in PROFILES["tcvn11930-2017"].zones} == {"V"}


def test_physical_separation_begins_at_level_4_in_the_older_profile_and_at_5_in_the_newer():
    physical = {
        name: min(rule.level for rule in profile.separations if rule.kind == "physical")
        for name, profile in PROFILES.items()
    }
    assert physical == {"tcvn11930-2017": 4, "tcvn14423-2026": 5}


def test_a_source_says_how_sure_it_is():
    assert str(Source("Art. 1", "V")) == "Art. 1 [V: primary text read]"
    assert str(Source("Art. 2", "S")).startswith("Art. 2 [S: after a secondary source")
