"""Runs that end before they are done without being killed: stopped by a person, or by a full disk."""

import itertools
import os
import threading

import pytest

from gcloud.engine.state.errors import StackLockedError, StateError, StateWriteError
from gcloud.engine.state.journal import Journal
from tests.engine.memory import nothing
from tests.faults.judge import wrong
from tests.faults.kills import quickened
from tests.faults.stories import FIRST, STORIES
from tests.faults.wish import STRANGERS, Standing, script
from tests.faults.world import World

pytestmark = pytest.mark.process

EVERY = 6
BY_NAME = {story.name: story for story in STORIES}


@pytest.fixture(params=["create", "replace everything", "delete everything"])
def begun(request, tmp_path):
    """A world before a run, what that run is to do, and what must then be there."""
    story = BY_NAME[request.param]
    with quickened():
        world, standing = World.new(tmp_path / "base"), Standing()
        for wish in story.before:
            world.run("up", script(wish))
            standing = standing.after(wish)
        yield world, story.killed, standing.after(story.killed)


def test_a_stop_at_any_moment_is_continued(begun, tmp_path):
    base, wish, standing = begun
    for moment in range(1, 40, EVERY):
        world = base.copy(tmp_path / f"at-{moment}")
        cancel, moments = threading.Event(), itertools.count(1)

        def pass_by(*_, cancel=cancel, moments=moments, moment=moment):
            if next(moments) == moment:
                cancel.set()

        world.cloud.before = world.cloud.after = pass_by
        ran = world.run("up", script(wish), cancel)
        if not cancel.is_set():
            break
        assert ran.problems == []
        known = {state.id for state in ran.states if state.type.startswith("mem:")}
        assert known == set(world.cloud.objects) - STRANGERS.keys(), moment
        world.cloud.before = world.cloud.after = nothing
        assert wrong(world, world.run("up", script(wish)), wish, standing) == [], moment


def test_a_disk_that_is_full_at_any_moment_loses_nothing(begun, tmp_path, monkeypatch):
    base, wish, standing = begun
    write, refused = Journal._write, 0
    for entry in range(1, 24, EVERY):
        world = base.copy(tmp_path / f"at-{entry}")
        entries = itertools.count(1)

        def full(journal, lines, entry=entry, entries=entries):
            if next(entries) >= entry:
                raise StateWriteError("no space left on the disk")
            write(journal, lines)

        monkeypatch.setattr(Journal, "_write", full)
        try:
            refused += not world.run("up", script(wish)).result.ok
        except StateError:
            refused += 1
        monkeypatch.setattr(Journal, "_write", write)
        assert wrong(world, world.run("up", script(wish)), wish, standing) == [], entry
    assert refused


def test_a_second_run_is_refused_at_once_and_says_who_holds_the_stack(tmp_path):
    with quickened():
        world = World.new(tmp_path / "world")
        refused = []

        def meanwhile(*_):
            world.cloud.before = nothing
            with pytest.raises(StackLockedError) as told:
                world.run("up", script(FIRST))
            refused.append(told.value.message)

        world.cloud.before = meanwhile
        assert wrong(world, world.run("up", script(FIRST)), FIRST, Standing().after(FIRST)) == []
    assert f"process {os.getpid()}" in refused[0]
