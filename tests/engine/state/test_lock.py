"""The lock, between real processes."""

import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from gcloud.engine.state.errors import StackLockedError
from gcloud.engine.state.lock import StackLock
from gcloud.engine.state.paths import StackFiles
from gcloud.errors import ExitCode

HOLD = """
import sys, time
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.lock import StackLock
lock = StackLock.acquire(StackFiles.locate(sys.argv[1], "demo", "dev"))
print("held", flush=True)
sys.stdin.read()
lock.release()
"""


@pytest.fixture
def stack(tmp_path) -> StackFiles:
    return StackFiles.locate(tmp_path, "demo", "dev")


@pytest.fixture
def holder(tmp_path):
    """A process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    with suppress(BrokenPipeError):
        process.communicate()


def lock_files(stack: StackFiles) -> list[Path]:
    return sorted(stack.locks.glob("*"))


def official_lock(stack: StackFiles, **content) -> Path:
    """A lock as the official engine writes it."""
    stack.locks.mkdir(parents=True, exist_ok=True)
    path = stack.locks / "0f61e7c6-4a3b-4b0e-9f1d-6f0a3f3f8f55.json"
    path.write_text(
        json.dumps(
            {"pid": 4711, "username": "lan", "hostname": "ops-1", "timestamp": "2026-11-23T05:27:59Z"}
            | content
        )
    )
    return path


def test_the_lock_file_is_one_that_the_official_engine_understands(stack):
    lock = StackLock.acquire(stack)
    (path,) = lock_files(stack)
    content = json.loads(path.read_text())
    assert content["pid"] == os.getpid()
    assert content["hostname"] == socket.gethostname()
    assert {"username", "timestamp"} < content.keys()
    lock.release()
    assert lock_files(stack) == []


def test_two_runs_at_once(stack, holder):
    with pytest.raises(StackLockedError) as locked:
        StackLock.acquire(stack)
    assert locked.value.exit_code == ExitCode.LOCKED
    assert f"{socket.gethostname()} (process {holder.pid}) since 2" in locked.value.message
    assert locked.value.data["locks"][0]["pid"] == holder.pid
    assert len(lock_files(stack)) == 1, "the other's lock stands"


def test_a_finished_run_leaves_nothing(stack, holder):
    holder.communicate("")
    assert lock_files(stack) == []
    lock = StackLock.acquire(stack)
    assert lock.removed == ()
    lock.release()


def test_a_killed_run_needs_no_unlocking(stack, holder):
    holder.kill()
    holder.wait()
    assert len(lock_files(stack)) == 1
    lock = StackLock.acquire(stack)
    assert len(lock.removed) == 1
    assert f"process {holder.pid}" in lock.removed[0]
    assert len(lock_files(stack)) == 1
    lock.release()


def test_two_runs_in_one_process_exclude_each_other(stack):
    first = StackLock.acquire(stack)
    with pytest.raises(StackLockedError):
        StackLock.acquire(stack)
    first.release()
    StackLock.acquire(stack).release()


def test_stacks_do_not_lock_each_other(stack, tmp_path):
    first = StackLock.acquire(stack)
    StackLock.acquire(StackFiles.locate(tmp_path, "demo", "other")).release()
    first.release()


@pytest.mark.parametrize("hostname", ["ops-1", socket.gethostname()])
def test_the_official_engines_lock_is_respected_even_if_it_looks_dead(stack, hostname):
    path = official_lock(stack, hostname=hostname)
    with pytest.raises(StackLockedError, match=rf"lan@{hostname} \(process 4711\) since 2026") as locked:
        StackLock.acquire(stack)
    assert "pulumi cancel" in locked.value.hint
    assert lock_files(stack) == [path]
    path.unlink()
    StackLock.acquire(stack).release()


def test_a_run_of_ours_on_another_machine_is_respected(stack):
    path = official_lock(stack, govcloud={"boot": "other", "started": 1})
    with pytest.raises(StackLockedError, match="ops-1") as locked:
        StackLock.acquire(stack)
    assert "machine is gone" in locked.value.hint
    assert lock_files(stack) == [path]


def test_a_lock_of_this_machine_before_it_was_restarted_is_dead(stack):
    official_lock(stack, hostname=socket.gethostname(), govcloud={"boot": "before", "started": 1})
    lock = StackLock.acquire(stack)
    assert len(lock.removed) == 1
    lock.release()


def test_a_live_process_counts_where_the_disk_has_no_kernel_locks(stack, holder):
    (path,) = lock_files(stack)
    stack.kernel_lock.unlink()  # as if the kernel's lock told nothing
    with pytest.raises(StackLockedError, match=f"process {holder.pid}"):
        StackLock.acquire(stack)
    assert lock_files(stack) == [path]


def test_a_lock_file_that_can_not_be_read_is_somebodys(stack):
    path = official_lock(stack)
    path.write_text("{")
    with pytest.raises(StackLockedError, match="can't be read"):
        StackLock.acquire(stack)


def test_a_run_whose_state_is_not_whole_keeps_the_official_engine_out(stack):
    StackLock.acquire(stack).release(keep_file=True)
    assert len(lock_files(stack)) == 1
    lock = StackLock.acquire(stack)
    lock.release()
    assert lock_files(stack) == []
