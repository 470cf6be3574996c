"""A clock that jumps, between runs and during one: order and locks do not come from it."""

import json
import time

import pytest

from gcloud.engine.state.errors import StackLockedError
from gcloud.engine.state.store import StackStore
from tests.faults.judge import wrong
from tests.faults.kill import stage, strike
from tests.faults.kills import points, quickened
from tests.faults.stories import FIRST, STORIES
from tests.faults.wish import Standing, script
from tests.faults.world import World

pytestmark = pytest.mark.process

YEAR = 365 * 86400
REPLACE = next(story for story in STORIES if story.name == "replace everything")


class Clock:
    """Stands in for the system's clock; may be set to any time."""

    def __init__(self, monkeypatch):
        self.ahead = 0.0
        plain, nanos = time.time, time.time_ns
        monkeypatch.setattr(time, "time", lambda: plain() + self.ahead)
        monkeypatch.setattr(time, "time_ns", lambda: nanos() + int(self.ahead) * 1_000_000_000)


@pytest.fixture
def clock(monkeypatch):
    with quickened():
        yield Clock(monkeypatch)


@pytest.mark.parametrize("jump", [-YEAR, YEAR])
def test_a_killed_run_is_continued_though_the_clock_has_jumped(tmp_path, clock, jump):
    scene = stage(REPLACE, tmp_path)
    clock.ahead = jump
    for at in points(len(scene.moments), 3, 1):
        verdict = strike(scene, tmp_path / f"{at[0]}", at)
        assert verdict.kills
        assert verdict.problems == (), at


def test_a_clock_that_jumps_during_a_run(tmp_path, clock):
    world = World.new(tmp_path / "world")

    def jumps(*_):
        clock.ahead = -YEAR if clock.ahead > 0 else YEAR

    world.cloud.before = jumps
    assert wrong(world, world.run("up", script(FIRST)), FIRST, Standing().after(FIRST)) == []


def test_the_history_keeps_the_order_of_the_runs(tmp_path, clock):
    world = World.new(tmp_path / "world")
    wishes = [FIRST, FIRST[:3], FIRST[:1]]
    for wish, ahead in zip(wishes, (YEAR, 0, -YEAR), strict=True):
        clock.ahead = ahead
        world.run("up", script(wish))
    files = sorted((world.state / ".pulumi" / "history" / "project" / "stack").glob("*.checkpoint.json"))
    sizes = [len(json.loads(file.read_text())["checkpoint"]["latest"]["resources"]) for file in files]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == len(wishes)


@pytest.mark.parametrize("jump", [-YEAR, YEAR])
def test_a_lock_has_no_age(tmp_path, clock, jump):
    world = World.new(tmp_path / "world")
    with StackStore.open(world.state, "project", "stack", "pass"):
        clock.ahead = jump
        with pytest.raises(StackLockedError):
            world.run("up", script(FIRST))
    assert world.run("up", script(FIRST)).result.ok
