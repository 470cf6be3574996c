"""The folder of a run: its owner's only, gone at the end, and removed by the next run after a kill."""

import os
import time

import pytest
from filelock import FileLock

from gcloud.harden.folder import PREFIX, private_folder, sweep


@pytest.fixture(autouse=True)
def runtime(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path


def test_it_is_private_and_gone_afterwards(runtime):
    with private_folder() as folder:
        assert folder.parent == runtime
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "secret").write_text("x")
    assert list(runtime.iterdir()) == []


def test_it_is_gone_after_an_error_too(runtime):
    with pytest.raises(RuntimeError), private_folder():
        raise RuntimeError
    assert list(runtime.iterdir()) == []


def test_what_a_killed_run_left_is_removed_and_what_is_in_use_is_not(runtime):
    left, used, other = (runtime / f"{PREFIX}left", runtime / f"{PREFIX}used", runtime / "other")
    for folder in (left, used, other):
        folder.mkdir()
        (folder / "lock").touch()
    with FileLock(used / "lock"):
        assert sweep() == (left,)
    assert not left.exists()
    assert used.exists()
    assert other.exists()


def test_one_that_is_being_made_is_left_alone_for_a_while(runtime):
    young = runtime / f"{PREFIX}young"
    young.mkdir()
    assert sweep() == ()
    os.utime(young, (time.time() - 3600,) * 2)
    assert sweep() == (young,)


def test_a_link_is_not_followed(runtime):
    (runtime / "target").mkdir()
    (runtime / f"{PREFIX}link").symlink_to(runtime / "target")
    assert sweep() == ()
    assert (runtime / "target").exists()
