"""A host whose /var is full, of bytes or of files: it says so, others go on, and it can be run again."""

import pytest

from tests.hosts.running import as_operator, hosts_of, kinds_of, run, verdicts_of

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(900)]

CONTROLS = "net-redirects-send,kernel-messages,banner-before-login,cron-files,updates-tools,ssh-login-tries"
NEEDS_VAR = {"updates-tools", "ssh-login-tries"}
"""What writes there: packages, and what a guard keeps to bring back."""
OWN = """
mkdir /run/var; mount -t tmpfs -o {limit},mode=755 var /run/var
cp -a /var/. /run/var/; mount --bind /run/var /var; systemctl restart rsyslog systemd-journald
"""
BYTES = OWN.format(limit="size=400m") + "dd if=/dev/zero of=/var/fill bs=64k 2>/dev/null || true"
INODES = (
    OWN.format(limit="nr_inodes=$(($(find /var | wc -l) + 3000))")
    + "mkdir /var/fill; cd /var/fill; seq 3999 | xargs touch 2>/dev/null || true"
)


def test_a_full_var_is_told_the_others_go_on_and_what_was_left_out_comes_when_there_is_room(
    fresh_hosts, inventory
):
    good, space, files = fresh_hosts(3)
    for host, filled in ((space, BYTES), (files, INODES)):
        host.inside("/bin/sh", "-ec", filled)
        host.inside("/bin/sh", "-c", "! echo more > /var/more && rm -f /var/more")
    every = (good, space, files)
    file = inventory(*every, **{host.name: as_operator(host) for host in every})
    command = ("harden", "all", "--inventory", file, "--controls", CONTROLS, "--yes")
    done = run(*command)
    assert done["exit_code"] == 4
    assert kinds_of(done) == {good.name: None, space.name: "disk-full", files.name: "disk-full"}
    assert set(verdicts_of(done, good).values()) == {"pass"}
    for host in (space, files):
        problem = hosts_of(done)[host.name]["problem"]
        assert "/var/" in problem["message"]
        assert "df -i" in problem["hint"]
        missed = {name for name, verdict in verdicts_of(done, host).items() if verdict == "fail"}
        assert missed == NEEDS_VAR
        assert host.reachable()
        assert "maxauthtries 6" in host.inside("/usr/sbin/sshd", "-T")  # Debian's own: nothing half done

    for host in (space, files):
        host.inside("/bin/rm", "-r", "/var/fill")
    again = run(*command)
    assert (again["exit_code"], set(kinds_of(again).values())) == (0, {None})
    assert hosts_of(again)[good.name]["changes"] == []
    for host in (space, files):
        assert set(verdicts_of(again, host).values()) == {"pass"}
        changed = {change["id"].partition("/")[0] for change in hosts_of(again)[host.name]["changes"]}
        assert changed == NEEDS_VAR
