"""`govcloud patch` on real hosts, from a mirror of the test's own."""

import json
import os
import signal
import subprocess
import time

import pytest

from tests.hosts.patching.mirror import Made

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(600)]

PORTAL = Made("portal", {"etc/portal.conf": "a=1\n"}, {"etc/portal.conf": "a=2\n"})
PLAIN = Made("plain", suite="stable")
CORE = Made("core", postinst="touch /run/reboot-required\necho core >> /run/reboot-required.pkgs\n")
FRAGILE = Made("fragile", broken=True)
SLOW = Made("slow", postinst="sleep 8\n")


HOLDER = """
import fcntl, time
file = open("/var/lib/apt/lists/lock", "w")
fcntl.lockf(file, fcntl.LOCK_EX)
time.sleep(300)
"""


def pid(host, unit):
    return host.inside("/usr/bin/systemctl", "show", "-P", "MainPID", unit).strip()


def mark(host):
    """All of a host's files with their times, but for what lives."""
    looked = (
        "find / -xdev -path /proc -prune -o -path /run -prune -o -path /tmp -prune -o -path /var/log -prune"
    )
    shown = f"{looked} -o -path '*/.ansible*' -prune -o -type f -printf '%p %s %T@\\n' | sort"
    return host.inside("/bin/sh", "-c", shown)


def test_three_hosts_in_waves_one_needs_a_reboot_a_second_run_has_nothing_to_do(fleet, tmp_path):
    some = fleet(3, [PORTAL, CORE, PLAIN], [None, "db", "db"])
    first = some.hosts[0]
    first.inside("/bin/sh", "-c", "echo a=9 > /etc/portal.conf")
    first.ssh("sudo", "true")  # the first time it leaves a note of it
    before = mark(first)
    tracker = tmp_path / "tracker.json"
    entry = {"status": "resolved", "fixed_version": "1.1", "urgency": "high"}
    tracker.write_text(json.dumps({"portal": {"CVE-2026-1": {"releases": {"bookworm": entry}}}}))
    page = tmp_path / "report.html"

    looked = some.patch("all", "--check", "--tracker", str(tracker), "--to", str(page), "--at-once", "3")
    assert looked.code == 3
    assert mark(first) == before
    open_ = looked.host(first.name)
    assert {one["package"]: one["severity"] for one in open_["updates"]} == {
        "portal": "high",
        "core": "unknown",
        "plain": "unknown",
    }
    assert "CVE-2026-1" in page.read_text()
    names = [host.name for host in some.hosts]
    assert looked.result["waves"] == [[names[0]], [names[1]], [names[2]]]

    old = pid(first, "portal")
    done = some.patch("all", "--yes", "--at-once", "3")
    assert (done.code, done.error) == (0, None)
    assert some.versions("portal") == ["1.1"] * 3
    assert some.versions("plain") == ["1.0"] * 3
    came = done.host(first.name, "done")
    assert came["updated"] == open_["would_change"]
    assert came["restarted"] == [one["unit"] for one in open_["restarts"]]
    assert came["kept"] == ["/etc/portal.conf"]
    assert came["rebooted"]
    assert first.inside("/bin/cat", "/etc/portal.conf").strip() == "a=9"
    assert pid(first, "portal") not in {old, "0"}

    again = some.patch("all", "--yes")
    assert (again.code, again.result["waves"]) == (0, [])


def test_a_service_that_does_not_come_up_stops_the_run_and_is_asked_for_until_it_does(fleet):
    some = fleet(3, [FRAGILE], ["db", "db", None])
    names = [host.name for host in some.hosts]

    ran = some.patch("all", "--yes", "--at-once", "2", "--canary", names[0])
    assert ran.code == 4
    assert some.versions("fragile") == ["1.1", "1.0", "1.0"]
    assert ran.host(names[0], "done")["problem"]["kind"] == "health"
    assert "fragile.service ran and does not" in ran.host(names[0], "done")["lost"]

    still = some.patch("all", "--yes", "--at-once", "2", "--max-fail", "100%")
    assert still.result["waves"][0] == [names[0]]
    assert still.result["held_back"] == [names[1]]
    assert some.versions("fragile") == ["1.1", "1.0", "1.1"]

    for host in some.hosts:
        repaired = "cp /bin/sleep /usr/lib/fragile/fragile; systemctl restart fragile"
        host.inside("/bin/sh", "-c", repaired if host != some.hosts[1] else "apt-mark hold fragile")
    mended = some.patch("all", "--yes")
    assert (mended.code, mended.error) == (0, None)
    assert mended.host(names[1])["updates"][0]["held"] == "hold"
    assert some.versions("fragile") == ["1.1", "1.0", "1.1"]


def test_a_run_that_was_killed_goes_on_where_it_was(fleet):
    some = fleet(2, [SLOW], ["db", "db"])
    names = [host.name for host in some.hosts]
    run = subprocess.Popen(
        some.command("all", "--yes"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while "1.1" not in some.versions("slow")[0] and time.monotonic() < until:
        time.sleep(0.2)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    assert some.versions("slow") == ["1.1", "1.0"]
    some.hosts[0].inside("/bin/sh", "-c", "pkill -9 dpkg; pkill -9 apt-get; systemctl stop slow; true")

    ran = some.patch("all", "--yes")
    assert ran.result["waves"] == [[names[0]], [names[1]]]
    assert ran.host(names[0], "done")["problem"]["kind"] == "health"
    assert some.versions("slow") == ["1.1", "1.0"]

    some.hosts[0].inside("/usr/bin/systemctl", "start", "slow")
    ran = some.patch("all", "--yes")
    assert (ran.code, ran.error) == (0, None)
    assert some.versions("slow") == ["1.1", "1.1"]
    status = ("/usr/bin/dpkg-query", "-W", "-f", "${db:Status-Abbrev}", "slow")
    assert [host.inside(*status).strip() for host in some.hosts] == ["ii", "ii"]


def test_what_keeps_a_host_from_being_patched_is_told_and_the_others_go_on(fleet):
    some = fleet(3, [PORTAL])
    locked, mirrorless, full = some.hosts
    locked.inside("/usr/bin/systemd-run", "--unit=holder", "/usr/bin/python3", "-c", HOLDER)
    mirrorless.inside(
        "/bin/sh", "-c", "echo 'deb [trusted=yes] http://127.0.0.1:9/ security main' > /etc/apt/sources.list"
    )
    full.inside("/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/var/cache/apt/archives")
    inventory = some.inventory.read_text()
    some.inventory.write_text(inventory.replace("  vars:", "  vars:\n    govcloud_patch_lock_timeout: 3"))

    ran = some.patch("all", "--yes")
    kinds = {one["host"]: one["problem"] and one["problem"]["kind"] for one in ran.result["hosts"]}
    assert kinds == {locked.name: None, mirrorless.name: "mirror", full.name: "full"}
    assert ran.result["waves"] == [[locked.name]]
    refused = ran.host(locked.name, "done")["problem"]
    assert (refused["kind"], "is held by python3" in refused["message"]) == ("lock", True)
    assert ran.code == 4
    assert some.versions("portal") == ["1.0"] * 3

    full.inside("/bin/umount", "/var/cache/apt/archives")
    full.inside(
        "/bin/sh", "-c", "mkdir -p /var/lib/govcloud-guard; touch /var/lib/govcloud-guard/pending.json"
    )
    guarded = some.patch(full.name, "--yes")
    assert (guarded.code, guarded.host(full.name)["problem"]["kind"]) == (7, "guard")
    assert some.versions("portal") == ["1.0"] * 3
