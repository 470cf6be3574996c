"""Hosts that go down, runs that die, connections that break in mid-change: the host undoes it by itself."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from gcloud.lab.hosts import network
from gcloud.lab.hosts.context import OPERATOR
from tests.hosts import breaking

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(300)]
WRONG_PORT = "sed -i '1i Port 2222' /etc/ssh/sshd_config && systemctl restart ssh"
STATE = "/var/lib/govcloud-guard"


@pytest.fixture
def run(tmp_path, host):
    """Starts a run that breaks the host; it is ended after the test."""
    started = []

    def start(script, name="run", **case):
        given = breaking.variables(host, {"break": script, **case})
        started.append(breaking.start(tmp_path / name, [(host, given)]))
        return started[-1]

    yield start
    for process in started:
        kill(process)


def kill(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def wait_until(true, seconds=60):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


def there(host, path):
    return host.inside("sh", "-c", f"test -e {path} && echo yes", check=False) == "yes\n"


def settled(host):
    return there(host, f"{STATE}/last.json") and not there(host, f"{STATE}/pending.json")


def comes_in(host):
    password = host.lab.password_file.read_text()
    return host.ssh("sudo", "-S", "-k", "id", "-u", user=OPERATOR, text=password) == "0\n"


def test_power_cut_before_the_copies_are_complete(host, run):
    before = breaking.etc(host)
    run("true", limit=30).wait(timeout=60)
    host.inside("sh", "-c", f"rm {STATE}/last.json; mkdir {STATE}/half; echo x >{STATE}/half/0")
    host.restart(cut=True)
    assert breaking.etc(host) == before
    assert comes_in(host)
    assert not there(host, f"{STATE}/last.json")
    run("true", "again", limit=30).wait(timeout=60)
    assert not there(host, f"{STATE}/half")


@pytest.mark.parametrize("cut", [True, False], ids=["power cut", "reboot"])
def test_the_host_goes_down_between_two_files(host, run, cut):
    before = breaking.etc(host)
    process = run(f"{WRONG_PORT}; rm /etc/pam.d/sudo; touch /run/half; sleep 60; rm -r /etc/pam.d", limit=90)
    wait_until(lambda: there(host, "/run/half"))
    kill(process)
    host.restart(cut=cut)
    assert breaking.etc(host) == before
    report = breaking.report(host)
    assert report["state"] == "undone"
    assert report["cause"] in ("rebooted", "died")
    assert {"/etc/ssh/sshd_config", "/etc/pam.d/sudo"} <= {step["name"] for step in report["undone"]}
    assert comes_in(host)


def test_power_cut_after_the_change_before_it_is_confirmed(host, run):
    before = breaking.etc(host)
    process = run(WRONG_PORT, timeout=120)
    wait_until(lambda: '"phase": "applied"' in host.inside("cat", f"{STATE}/pending.json", check=False))
    kill(process)
    host.restart(cut=True)
    assert breaking.etc(host) == before
    assert breaking.report(host)["cause"] == "rebooted"
    assert comes_in(host)


def test_power_cut_during_the_undo(host, run):
    host.inside(
        "sh",
        "-c",
        "printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/sleep 4\\n' "
        ">/etc/systemd/system/slow.service; systemctl daemon-reload; systemctl start slow",
    )
    before = breaking.etc(host)
    process = run(WRONG_PORT, timeout=3, units=["slow.service"])
    wait_until(lambda: breaking.report(host).get("state") == "undoing")
    kill(process)
    host.restart(cut=True)
    assert breaking.etc(host) == before
    report = breaking.report(host)
    assert report["state"] == "undone"
    assert "/etc/ssh/sshd_config" in {step["name"] for step in report["undone"]}
    assert comes_in(host)


def test_the_controller_is_killed_before_it_confirms(host, run):
    before = breaking.etc(host)
    process = run("touch /etc/ssh/harmless; touch /run/begun; sleep 2", timeout=4)
    wait_until(lambda: there(host, "/run/begun"))
    kill(process)
    wait_until(lambda: settled(host))
    assert breaking.etc(host) == before
    assert breaking.report(host)["cause"] == "not-confirmed"
    assert comes_in(host)


def test_the_connection_is_cut_and_comes_back(host, run, tmp_path):
    before = breaking.etc(host)
    process = run("touch /etc/ssh/harmless; touch /run/begun; sleep 2", timeout=4)
    wait_until(lambda: there(host, "/run/begun"))
    network.keep_out(host.lab, host.record)
    wait_until(lambda: settled(host))
    network.let_in(host.lab, host.record)
    process.wait(timeout=120)
    assert breaking.etc(host) == before
    report = breaking.report(host)
    assert report["cause"] == "not-confirmed"
    assert report["why"] in breaking.told(tmp_path / "run", host.name)
    assert comes_in(host)


def test_a_second_run_at_the_same_time_touches_nothing(host, run, tmp_path):
    first = run("touch /etc/ssh/first /run/begun; sleep 8", "first", timeout=20)
    wait_until(lambda: there(host, "/run/begun"))
    second = run("touch /etc/ssh/second", "second")
    second.wait(timeout=60)
    assert "another run is changing this host" in breaking.told(tmp_path / "second", host.name)
    first.wait(timeout=60)
    assert first.returncode == 0
    assert breaking.report(host)["state"] == "confirmed"
    assert there(host, "/etc/ssh/first")
    assert not there(host, "/etc/ssh/second")


def test_only_a_connection_made_after_the_change_confirms(host, run):
    """The shared connection that made the change is offered again; the host tells it by its age."""
    socket = Path("/tmp") / f"guard-{os.getpid()}"  # noqa: S108 - a socket's path must be short
    common = ["ssh", "-i", str(host.lab.key_file), "-o", f"UserKnownHostsFile={host.lab.known_hosts_file}"]
    common += [
        "-o",
        "IdentitiesOnly=yes",
        "-p",
        str(host.record.port),
        "-S",
        str(socket),
        f"{OPERATOR}@127.0.0.1",
    ]
    subprocess.run([*common[:1], "-f", "-N", "-M", *common[1:]], check=True)
    try:
        process = run("touch /etc/ssh/harmless; touch /run/begun", timeout=6)
        wait_until(lambda: there(host, "/run/begun"))
        kill(process)
        asked = (
            "import sys; sys.path.insert(0, '/usr/local/lib/govcloud-guard'); import govcloud_guard as g; "
        )
        asked += "from govcloud_guard.confirming import objection; from govcloud_guard import connection; "
        asked += "from govcloud_guard.pending import read; import os; "
        asked += "print(objection(read(g.Host()), connection.of(os.getpid()), 5))"
        wait_until(lambda: '"phase": "applied"' in host.inside("cat", f"{STATE}/pending.json", check=False))
        password = host.lab.password_file.read_text()
        command = f'sudo -S python3 -I -B -c "{asked}"'
        old = subprocess.run([*common, command], input=password, capture_output=True, text=True, check=True)
        assert "older than the change" in old.stdout
        new = host.ssh(command, user=OPERATOR, text=password)
        assert new.strip() == "None"
    finally:
        subprocess.run([*common, "-O", "exit"], capture_output=True, check=False)


def test_the_deadline_is_of_the_monotonic_clock_only(host, run):
    """A container's clock is the machine's and can't be set here; shown is which clock systemd looks at."""
    process = run("touch /run/begun", timeout=30)
    wait_until(lambda: there(host, "/run/begun"))
    kill(process)
    wait_until(lambda: there(host, f"{STATE}/pending.json"))
    shown = host.inside(
        "systemctl", "show", "govcloud-guard@30.timer", "-p", "TimersMonotonic,TimersCalendar"
    )
    assert "OnActiveUSec" in shown
    assert "TimersCalendar={" not in shown
    host.inside("/usr/local/lib/govcloud-guard/undo", "now")
    assert breaking.report(host)["cause"] == "asked"


def test_penalties_shut_out_where_the_operator_comes_from(fresh_hosts, tmp_path):
    """OpenSSH 9.8 and newer: others' failed log-ins through the same jump host shut it out for an hour."""
    (host,) = fresh_hosts(1, "debian-13")
    before = breaking.etc(host)
    script = (
        "echo 'PerSourcePenalties authfail:3600 noauth:3600 min:1 max:3600' "
        ">/etc/ssh/sshd_config.d/00-x.conf; "
        "systemctl restart ssh; touch /run/begun; sleep 4"
    )
    process = breaking.start(tmp_path / "run", [(host, breaking.variables(host, {"break": script}))])
    try:
        wait_until(lambda: there(host, "/run/begun"))
        for _ in range(2):
            assert not host.reachable(user="stranger")
        process.wait(timeout=120)
    finally:
        kill(process)
    assert breaking.etc(host) == before
    assert breaking.report(host)["cause"] == "not-confirmed"
    assert "/etc/ssh/sshd_config.d/00-x.conf" in breaking.told(tmp_path / "run", host.name)
    assert comes_in(host)
