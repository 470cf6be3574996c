"""A disk that is really full, at any fill: told, nothing is lost, and with room the next run goes on."""

import os
import subprocess
from pathlib import Path
from shutil import which

import pytest

from gcloud.engine.state.errors import StateError
from tests.engine.memory import nothing
from tests.faults.judge import wrong
from tests.faults.kills import quickened
from tests.faults.stories import FIRST
from tests.faults.wish import STRANGERS, Standing, script
from tests.faults.world import World

pytestmark = pytest.mark.process

SIZE = 4 << 20
PAGE = 4096


@pytest.fixture
def disk(tmp_path):
    """A small disk of its own, mounted where the state goes."""
    folder = tmp_path / "world" / "state"
    folder.mkdir(parents=True)
    mount = [which("mount") or "", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder]
    if (
        os.geteuid() != 0
        or which("mount") is None
        or subprocess.run(mount, check=False, capture_output=True).returncode != 0
    ):
        pytest.skip("only root may mount a disk")
    yield folder
    subprocess.run([which("umount") or "", "-l", folder], check=True)


def fill(disk: Path, free: int) -> Path:
    """Leave so many bytes on a disk."""
    filling = disk / "filling"
    room = os.statvfs(disk)
    with filling.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, room.f_bavail * room.f_frsize - free))
    return filling


def test_a_full_disk_is_told_before_anything_is_touched(disk):
    with quickened():
        world = World.new(disk.parent)
        filling = fill(disk, 64 * PAGE)
        with pytest.raises(StateError) as told:
            world.run("up", script(FIRST))
        assert "No space left" in told.value.message
        assert "Free space" in told.value.hint
        assert world.cloud.objects.keys() == STRANGERS.keys()
        filling.unlink()
        assert wrong(world, world.run("up", script(FIRST)), FIRST, Standing().after(FIRST)) == []


@pytest.mark.parametrize("free", [0, 1, 2])
@pytest.mark.parametrize("call", [1, 3])
def test_a_disk_that_fills_up_during_a_run(disk, free, call):
    with quickened():
        world = World.new(disk.parent)
        calls, left = [], []

        def fills(*_):
            calls.append(1)
            if len(calls) == call:
                left.append(fill(disk, free * PAGE))

        world.cloud.before = fills
        try:
            assert world.run("up", script(FIRST)).problems
        except StateError as error:
            told = error
        else:
            told = None
        assert told is None or "Free space" in told.hint
        made = len(world.cloud.objects)
        world.cloud.before = nothing
        # Without room no run begins, however often it is tried.
        with pytest.raises(StateError):
            world.run("up", script(FIRST))
        assert len(world.cloud.objects) == made
        left[0].unlink()
        assert wrong(world, world.run("up", script(FIRST)), FIRST, Standing().after(FIRST)) == []
