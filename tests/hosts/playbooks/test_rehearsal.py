"""Before what can cut access a confirmation is tried: who could not confirm loses no time and no way in."""

import subprocess

import pytest

from gcloud.lab.hosts.context import INSTALLER, OPERATOR

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(600)]

BATCHES = ["kernel", "accounts", "ssh", "firewall"]
REMEMBERED = "echo 'Defaults:govops timestamp_type=global' >/etc/sudoers.d/95-global"
CASES = {
    "a wrong password": ("true", "wrong", "sudo does not take the password"),
    "no password": ("true", "", "sudo asks for a password"),
    "no password, and sudo remembers one": (REMEMBERED, "", "sudo asks for a password"),
    "a key that is not accepted": (
        f"rm /home/{OPERATOR}/.ssh/authorized_keys",
        None,
        "is there such an account?",
    ),
    "no such account": (f"userdel -f {OPERATOR}", None, "is there such an account?"),
    "no right to sudo": (f"gpasswd -d {OPERATOR} sudo", None, "may not use sudo"),
}


def came_in(host, user):
    """How often somebody was let in by ssh."""
    asked = ["journalctl", "-q", "-t", "sshd", "-t", "sshd-session", "-g", f"Accepted publickey for {user}"]
    return len(host.inside(*asked, "-o", "cat", check=False).splitlines())


def guarded(result):
    return [one["id"] for one in result["changes"] if one["id"].startswith(("ssh-", "password-", "firewall"))]


@pytest.mark.parametrize("case", CASES)
def test_who_could_not_confirm_is_told_at_once_and_all_else_is_done(play, host, case):
    damage, password, said = CASES[case]
    host.inside("sh", "-ec", damage)
    if "remembers" in case:
        host.ssh("sudo", "-S", "true", user=OPERATOR, text=host.lab.password_file.read_text())
        assert host.ssh("sudo", "-n", "id", "-u", user=OPERATOR) == "0\n"
    given = {} if password is None else {"ansible_become_password": password}
    played = play("harden.yml", host, baseline_batches=BATCHES, **given)
    assert played.code != 0
    assert said in played.out, played.out
    result = played.results[host.name]
    assert next(one["why"] for one in result["problems"] if one["id"] == "*").startswith(
        f"nothing that can cut access was begun, for {OPERATOR} could not confirm it"
    )
    assert any(one["id"].startswith("kernel-") for one in result["changes"])
    assert not guarded(result)
    assert result["undone"] == []
    # No guard was ever set: nothing was waited for, and nothing had to be taken back.
    assert host.inside("sh", "-c", "test -e /var/lib/govcloud-guard || echo never") == "never\n"


def test_one_rehearsal_goes_before_all_batches_and_none_where_nothing_can_cut_access(play, host):
    first = play("harden.yml", host, baseline_batches=BATCHES)
    assert first.code == 0, first.out
    assert guarded(first.results[host.name])
    assert first.out.count("Come in anew to have it rehearsed") == 1
    before = came_in(host, OPERATOR)
    assert before == 1 + first.out.count("Come in anew to have it confirmed")
    again = play("harden.yml", host, baseline_batches=["kernel"])
    assert again.code == 0, again.out
    assert came_in(host, OPERATOR) == before


def test_a_check_tries_nothing(play, host):
    played = play("harden.yml", host, "--check", baseline_batches=BATCHES, ansible_become_password="wrong")
    assert played.code == 0, played.out
    assert guarded(played.results[host.name])
    assert came_in(host, OPERATOR) == 0


def test_a_run_that_is_the_operators_own_is_rehearsed_over_a_connection_of_its_own(play, host):
    """The connection that ssh keeps open for the run's tasks is not the one that confirms."""
    played = play("harden.yml", host, baseline_batches=["ssh"], ansible_user=OPERATOR)
    assert played.code == 0, played.out
    assert came_in(host, OPERATOR) == 3  # the run, its rehearsal, its confirmation
    assert came_in(host, INSTALLER) == 0


def test_a_connection_that_is_kept_is_found_out_before_anything_is_changed(play, host, tmp_path):
    """As by a plugin that keeps connections of its own: here by ssh's own words for each host."""
    socket = tmp_path / "kept"
    way = ["ssh", "-i", str(host.lab.key_file), "-o", f"UserKnownHostsFile={host.lab.known_hosts_file}"]
    way += ["-o", "IdentitiesOnly=yes", "-p", str(host.record.port), f"{OPERATOR}@127.0.0.1"]
    subprocess.run([*way[:1], "-f", "-N", "-M", "-S", str(socket), *way[1:]], check=True)
    try:
        played = play(
            "harden.yml",
            host,
            baseline_batches=["ssh"],
            ansible_user=OPERATOR,
            ansible_ssh_args=f"-o ControlPath={socket}",
            guard_alone="",
            guard_ssh_args=f"-o ControlPath={socket}",
        )
    finally:
        subprocess.run(
            [*way[:1], "-S", str(socket), "-O", "exit", *way[1:]], capture_output=True, check=False
        )
    assert played.code != 0
    assert "a shared connection" in played.out
    assert not guarded(played.results[host.name])
