import os
import socket
import subprocess
import sys
import time

import pytest

from gcloud.lab import processes
from gcloud.lab.context import COMMAND_VARIABLE, OWNER_VARIABLE

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
DEAF = [*SLEEP[:2], f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP[2]}"]
# like a daemon: its parent is gone, it has a session of its own
DAEMON = "subprocess.Popen(['sleep', '60'], start_new_session=True, stdout=subprocess.DEVNULL)"
DETACHED = [*SLEEP[:2], f"import subprocess; p = {DAEMON}; print('up', flush=True)"]


@pytest.fixture
def begin(tmp_path):
    begun = []

    def start(command, **variables):
        process = subprocess.Popen(
            command,
            env={**os.environ, OWNER_VARIABLE: str(tmp_path), **variables},
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        assert process.stdout.readline() == "up\n"
        return process

    yield start
    processes.end(processes.owned(tmp_path))
    for process in begun:
        process.wait()
        process.stdout.close()


def test_processes_of_a_lab_are_found_whatever_became_of_their_parents(begin, tmp_path):
    child = begin(SLEEP)
    begin(DETACHED).wait()
    found = processes.owned(tmp_path)
    assert child.pid in found
    assert len(found) == 2


def test_a_folder_that_only_begins_alike_is_another_lab(begin, tmp_path):
    begin(SLEEP)
    assert processes.owned(tmp_path.with_name(tmp_path.name[:-1])) == ()


@pytest.mark.parametrize("command", [SLEEP, DEAF])
def test_ending_waits_until_they_are_gone(begin, tmp_path, command):
    begin(command)
    began = time.monotonic()
    processes.end(processes.owned(tmp_path), grace=0.3)
    assert processes.owned(tmp_path) == ()
    assert time.monotonic() - began < 5


def test_commands_are_told_from_services(begin, tmp_path):
    begin(SLEEP)
    apt = begin(SLEEP, **{COMMAND_VARIABLE: "wait"})
    assert processes.commands(tmp_path) == {apt.pid: "wait"}


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_listeners_are_found_with_their_address(family, address):
    with socket.socket(family) as server:
        server.bind((address, 0))
        assert not [x for x in processes.listeners([os.getpid()]) if x.port == server.getsockname()[1]]
        server.listen()
        (found,) = [x for x in processes.listeners([os.getpid()]) if x.port == server.getsockname()[1]]
    assert (found.pid, found.address) == (os.getpid(), address)
    assert found.protocol == ("tcp" if family == socket.AF_INET else "tcp6")


def test_memory_is_in_bytes():
    assert 5e6 < processes.memory([os.getpid()]) < 5e9


def test_processes_that_are_gone_are_no_error(begin, tmp_path):
    gone = begin(SLEEP)
    processes.end([gone.pid])
    gone.wait()
    assert processes.memory([gone.pid]) == 0
    assert processes.listeners([gone.pid]) == ()
    assert processes.name(gone.pid) == ""
    processes.end([gone.pid])
