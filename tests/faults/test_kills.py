"""Runs killed by SIGKILL: the next one alone puts everything right.

A moment of each story here, others for each; `python -m tests.faults.kills` tries them all.
"""

import pytest

from tests.faults.chance import story_of
from tests.faults.kill import stage, strike
from tests.faults.kills import points, quickened
from tests.faults.stories import STORIES

pytestmark = pytest.mark.process

APART = 37
"""Spreads the moments over the stories: for each another one, early in some and late in others."""


@pytest.mark.parametrize("seed", range(len(STORIES)), ids=[story.name for story in STORIES])
def test_the_next_run_alone_puts_everything_right(tmp_path, seed):
    with quickened():
        scene = stage(STORIES[seed], tmp_path)
        for number, at in enumerate(points(len(scene.moments), 1, APART * seed)):
            verdict = strike(scene, tmp_path / f"{number}", at, look=seed % 3 == 0)
            if not verdict.kills:
                # Steps that end together are written together: a run may have fewer moments than another.
                at = tuple(moment // 2 for moment in at)  # noqa: PLW2901 - the same kill, earlier
                verdict = strike(scene, tmp_path / f"{number}-earlier", at, look=seed % 3 == 0)
            # What fails in bad weather depends on which thread came first: the run may end before.
            assert verdict.kills or scene.story.weather, at
            assert verdict.problems == (), at


@pytest.mark.parametrize("number", range(1000, 1006))
def test_so_it_does_after_programs_made_by_chance(tmp_path, number):
    with quickened():
        scene = stage(story_of(number), tmp_path)
        for at in points(len(scene.moments), 2, APART * number):
            assert strike(scene, tmp_path / f"{at[0]}", at).problems == (), at
