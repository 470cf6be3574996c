"""The life of a lab on this machine: killed, brought up, disturbed, stopped, forgotten.

The tests tell one story, in this order.
"""

import ipaddress
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from filelock import FileLock

from gcloud.errors import ExitCode
from gcloud.lab import processes
from gcloud.lab.api import _lab
from gcloud.lab.credentials import load_or_create
from gcloud.lab.supervisor import Supervisor

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

KILLED_AFTER = (0.7, 2, 6, 13, 25)
"""Seconds: in the looks at the machine, among databases, migrations, starts and registrations."""

LISTEN = "import socket; s = socket.create_server(('127.0.0.1', 5000)); print('up', flush=True); s.accept()"


def pids(own):
    return {p["name"]: p["pid"] for p in own.command("status")["result"]["processes"]}


def test_a_port_of_somebody_else_is_told_and_nothing_is_started(own):
    before = own.traces()
    with subprocess.Popen(own.inside(sys.executable, "-c", LISTEN), stdout=subprocess.PIPE) as theirs:
        theirs.stdout.readline()
        document = own.command("up", code=ExitCode.REFUSED)
        theirs.kill()
    (lack,) = document["error"]["data"]["lacks"]
    assert "port 5000, which keystone needs, is used by python" in lack
    assert own.traces() == before


def test_without_a_network_it_says_what_cannot_be_fetched(own, tmp_path):
    empty = replace(own, settings=replace(own.settings, cache_folder=tmp_path))
    document = empty.command("up", code=ExitCode.REFUSED)
    (lack,) = document["error"]["data"]["lacks"]
    assert "the Python package index does not answer" in lack
    assert own.traces()["processes"] == ()


def test_an_interrupted_up_ends_soon_and_is_continued(own):
    began = own.start("up")
    time.sleep(8)
    began.send_signal(signal.SIGINT)
    assert began.wait(timeout=30) == ExitCode.INTERRUPTED
    assert processes.commands(own.settings.folder) == {}


def test_up_recovers_from_being_killed_anywhere(own):
    for delay in KILLED_AFTER:
        killed = own.start("up")
        time.sleep(delay)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()
    assert own.command("up")["result"]["condition"] == "up"
    assert processes.commands(own.settings.folder) == {}
    assert own.ask("sorted(h.name for h in cloud.compute.hypervisors())") == "['host-1', 'host-2', 'host-3']"
    assert own.ask("[n.name for n in cloud.network.networks(is_router_external=True)]") == "['public']"


def test_up_again_disturbs_nothing_that_runs(own):
    before = pids(own)
    own.command("up")
    assert pids(own) == before


def test_up_restarts_what_is_configured_anew_and_nothing_else(own):
    before = pids(own)
    written = own.settings.etc / "supervisord.conf"
    digest = re.search(r'program:glance-api].*?CONFIGURATION="(\w+)"', written.read_text(), re.DOTALL)[1]
    written.write_text(written.read_text().replace(digest, "an older one"))
    with Supervisor(_lab(own.settings)) as supervisor:
        supervisor.renew()
    assert {p["name"] for p in own.status()["processes"] if p["state"] != "ready"} == {"glance-api"}
    after = {p["name"]: p["pid"] for p in own.command("up")["result"]["processes"]}
    assert {name for name, pid in after.items() if pid != before[name]} == {"glance-api"}


def test_every_socket_is_on_loopback(own):
    listeners = processes.listeners(own.pids())
    assert {5000, 5672, 8774, 9696, 25672, 4369} <= {listener.port for listener in listeners}
    assert not [found for found in listeners if not ipaddress.ip_address(found.address).is_loopback]


def test_no_secret_can_be_seen_by_others(own):
    secrets = [s.encode() for s in asdict(load_or_create(own.settings.credentials_file)).values()]
    lines = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in own.pids()]
    assert not [line for line in lines for secret in secrets if secret in line]
    for folder, names, files in os.walk(own.settings.folder):
        closed = Path(folder).stat().st_mode & 0o077 == 0
        if closed:
            names.clear()  # nobody gets past it
            continue
        for file in files:
            path = Path(folder) / file
            if path.stat().st_mode & 0o077 and path.is_file():
                assert not [s for s in secrets if s in path.read_bytes()], path


def test_another_run_is_told_to_wait(own):
    with FileLock(own.settings.folder / "lock"):
        for command in (["up"], ["down"], ["reset", "--yes"]):
            assert own.command(*command, code=ExitCode.LOCKED)["error"]["hint"]


@pytest.mark.parametrize("name", ["glance-api", "mariadb", "nova-conductor", "rabbitmq"])
def test_what_dies_is_restarted(own, name):
    before = pids(own)
    os.kill(before[name], signal.SIGKILL)
    end = time.monotonic() + 120
    while True:
        document = own.status()
        states = {p["name"]: p for p in document["processes"]}
        if document["condition"] == "up" and states[name]["pid"] != before[name]:
            break
        assert time.monotonic() < end, {k: v["state"] for k, v in states.items() if v["state"] != "ready"}
        time.sleep(1)
    assert own.ask("len(list(cloud.image.images()))") == "0"


def test_the_supervisor_rests_when_nothing_happens(own):
    def used():
        supervisor = int((own.settings.run / "supervisord.pid").read_text())
        return sum(map(int, Path(f"/proc/{supervisor}/stat").read_text().rpartition(")")[2].split()[11:13]))

    before = used()
    time.sleep(3)
    assert (used() - before) / os.sysconf("SC_CLK_TCK") < 0.3


def test_up_recovers_from_a_killed_supervisor(own):
    os.kill(int((own.settings.run / "supervisord.pid").read_text()), signal.SIGKILL)
    assert own.status()["condition"] == "down"
    assert own.command("up")["result"]["condition"] == "up"


def test_down_leaves_nothing_in_the_machine(own):
    own.ask("cloud.identity.create_project(name='kept')")
    assert own.traces()["mounts"]
    assert own.command("down")["result"]["condition"] == "down"
    assert own.traces() == {"processes": (), "mounts": [], "loops": [], "devices": ["lo"]}


def test_what_was_in_the_cloud_is_there_again_after_up_even_by_another_release(own):
    for mark in (own.settings.data / "migrated").iterdir():
        mark.write_text("another lock's")
    own.command("up")
    assert own.ask("cloud.identity.find_project('kept').name") == "kept"
    assert own.ask("sorted(h.name for h in cloud.compute.hypervisors())") == "['host-1', 'host-2', 'host-3']"


def test_reset_forgets_everything_but_the_caches(own):
    cached = sorted(own.settings.cache.iterdir())
    own.command("reset", "--yes")
    assert own.traces()["processes"] == ()
    assert sorted(path.name for path in own.settings.folder.iterdir()) == ["cache", "lock"]
    assert sorted(own.settings.cache.iterdir()) == cached
