"""A real host: read without a trace, hardened as the check said, left alone the second time."""

import pytest

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(1500)]

FILES = (
    "find / -xdev \\( -path /proc -o -path /sys -o -path /run -o -path /tmp -o -path /var/tmp"
    " -o -path /var/log -o -path /var/lib/systemd -o -path /var/lib/chrony -o -path /var/lib/sudo"
    " -o -path '/home/*/.ansible' \\) -prune -o -type f -printf '%p %m %U %G %s %T@\\n' | sort"
)
"""Every file but what a running host writes by itself: mode, owner, size, time."""

QUICK = ["kernel", "files", "logging", "updates", "accounts", "ssh", "firewall"]
"""All that brings no package, whose own files no check can know."""

DAMAGE = """
echo 'kernel.dmesg_restrict = 0' > /etc/sysctl.d/zzz-wrong.conf
chmod 666 /etc/crontab
chmod 644 /etc/shadow
rm /etc/issue.net
sed -i 's/^PASS_MAX_DAYS.*/PASS_MAX_DAYS 99999/' /etc/login.defs
rm /etc/modprobe.d/00-govcloud.conf
touch /srv/open && chmod 666 /srv/open
"""


def differs(result):
    return {entry["id"] for entry in result["results"] if entry["status"] == "differs"}


def files(host):
    return set(host.inside("sh", "-c", FILES).splitlines())


def test_a_check_leaves_no_trace_and_a_run_does_exactly_what_it_said(play, host):
    host.ssh("sudo", "true")  # sudo leaves a mark in the home of who uses it for the first time
    before = files(host)
    audit = play("audit.yml", host)
    check = play("harden.yml", host, "--check", "--diff", baseline_batches=QUICK)
    assert (audit.code, check.code) == (0, 0), audit.out + check.out
    assert files(host) == before

    first = play("harden.yml", host, baseline_batches=QUICK)
    assert first.code == 0, first.out
    assert first.results[host.name]["changes"] == check.results[host.name]["changes"] != []
    assert not first.results[host.name]["undone"]
    assert host.reachable()
    assert len(differs(first.results[host.name])) < len(differs(audit.results[host.name])) / 2

    again = play("harden.yml", host, baseline_batches=QUICK)
    assert again.code == 0, again.out
    assert again.results[host.name]["changes"] == []
    left = differs(again.results[host.name])

    host.inside("sh", "-ec", DAMAGE)
    before = files(host)
    check = play("harden.yml", host, "--check", "--diff", baseline_batches=QUICK)
    assert files(host) == before
    mended = play("harden.yml", host, baseline_batches=QUICK)
    assert mended.code == 0, mended.out
    assert mended.results[host.name]["changes"] == check.results[host.name]["changes"]
    what = " ".join(change["what"] for change in mended.results[host.name]["changes"])
    for name in (
        "/etc/crontab",
        "/etc/shadow",
        "/etc/issue.net",
        "00-govcloud.conf",
        "/srv/open",
        "zzz-wrong",
    ):
        assert name in what
    assert differs(mended.results[host.name]) == left


BAD = {
    "an unsupported system": (
        "printf 'ID=plan9\\nVERSION_ID=4\\n' > /etc/os-release.new; cp /etc/os-release.new /etc/os-release",
        {},
        "plan9-4 is not supported",
    ),
    "no such Python": ("true", {"govcloud_python": "/usr/bin/python9"}, "no such Python"),
    "no sudo": ("rm -f /etc/sudoers.d/*; gpasswd -d debian sudo || true", {}, "sudo asks for a password"),
    "a level that no profile has": ("true", {"govcloud_level": 9}, "level"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_host_that_can_not_be_worked_on_says_why(play, host, case):
    damage, variables, said = BAD[case]
    host.inside("sh", "-ec", damage)
    if case == "no sudo":
        variables = {"ansible_become_password": ""}
    played = play("audit.yml", host, **variables)
    assert played.code != 0
    assert said in played.out, played.out
    assert not played.results[host.name]["reached"]


def test_hosts_that_can_not_be_read_are_written_about_too_and_the_others_go_on(play, fresh_hosts):
    good, bad, gone = fresh_hosts(3)
    bad.inside("sh", "-ec", BAD["an unsupported system"][0])
    gone.inside("systemctl", "stop", "ssh.socket", "ssh")
    played = play("audit.yml", (good, bad, gone))
    assert played.code != 0
    read = played.results[good.name]
    assert (read["reached"], read["problems"]) == (True, [])
    for host, said in ((bad, "plan9-4 is not supported"), (gone, "Make sure this host can be reached")):
        result = played.results[host.name]
        assert not result["reached"]
        assert [one["id"] for one in result["results"]] == [one["id"] for one in read["results"]]
        assert {one["status"] for one in result["results"]} == {"unknown"}
        assert all(said in one["why"] for one in result["results"])
        assert said in played.out


def test_of_a_host_whose_wish_is_wrong_the_reason_is_written(play, host):
    result = play("audit.yml", host, govcloud_level=9).results[host.name]
    assert (result["reached"], result["results"]) == (False, [])
    assert "level" in result["problems"][0]["why"]


def test_without_a_mirror_all_but_packages_is_done(play, host):
    host.inside("sh", "-ec", "rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /var/lib/apt/lists/*")
    played = play("harden.yml", host, baseline_batches=["packages", "kernel"])
    result = played.results[host.name]
    assert any("no mirror of this host has the package" in problem["why"] for problem in result["problems"])
    assert any("/etc/sysctl.d/99-zz-govcloud.conf" in change["what"] for change in result["changes"])
    assert host.reachable()
