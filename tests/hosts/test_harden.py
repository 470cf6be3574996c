"""`govcloud harden` and `audit` on real hosts: from fresh, again, and with all that can be wrong."""

import shutil
from pathlib import Path

import pytest
import yaml

from gcloud.lab.hosts.context import INSTALLER, OPERATOR
from tests.hosts.running import hosts_of, kinds_of, run

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(900)]

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "ha-tinh"
QUICK = "net-redirects-send,kernel-messages,banner-before-login,cron-files"
PACKAGE = "updates-tools"
OTHER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdBStpqd6UsvPaHrqQ4oO5aIrkQfM+WYO1ZCBHdgROy"


def test_what_check_says_is_what_a_run_changes_and_a_second_run_changes_nothing(host, inventory):
    file = inventory(host)
    common = (host.name, "--inventory", file, "--controls", QUICK)
    before = run("audit", *common)
    assert before["exit_code"] == 6
    checked = run("harden", *common, "--check", "--diff")
    assert checked["exit_code"] == 3
    assert checked["result"]["diffs"][host.name]
    assert (
        run("audit", *common)["result"]["results"]["hosts"][0]["controls"]
        == hosts_of(before)[host.name]["controls"]
    )
    done = run("harden", *common, "--yes")
    assert done["exit_code"] == 0
    told, made = (
        sorted(one["what"] for one in hosts_of(each)[host.name]["changes"]) for each in (checked, done)
    )
    assert told == made != []
    again = run("harden", *common, "--yes")
    assert hosts_of(again)[host.name]["changes"] == []
    after = run("audit", *common)
    assert after["exit_code"] == 0
    assert {one["verdict"] for one in hosts_of(after)[host.name]["controls"]} <= {"pass", "not-applicable"}


def test_what_is_wrong_with_some_hosts_is_told_and_the_others_go_on(fresh_hosts, inventory, tmp_path):
    good, system, disk = fresh_hosts(3)
    password = good.lab.password_file.read_text().strip()
    keys = tmp_path / "known_hosts"
    keys.write_text(f"[127.0.0.1]:{disk.record.port} {OTHER}\n")
    known = f"-o StrictHostKeyChecking=yes -o UserKnownHostsFile={keys} -o IdentitiesOnly=yes"
    system.inside("sed", "-i", "s/^ID=.*/ID=alpine/; s/^VERSION_ID=.*/VERSION_ID=3.20/", "/etc/os-release")
    system.inside("gpasswd", "-d", OPERATOR, "sudo")
    frozen = "for d in /etc /usr /home; do mount --bind $d $d; mount -o remount,bind,ro $d; done"
    disk.inside("sh", "-c", frozen)
    operator = {"ansible_user": OPERATOR}
    # None of those that are at the good host's port gets as far as a change.
    there = {"ansible_host": "127.0.0.1", "ansible_port": good.record.port}
    beside = {"ansible_host": "127.0.0.1", "ansible_port": system.record.port}
    # Nobody else comes as the operator there: ssh would go through that one's open connection.
    alone = {"ansible_host": "127.0.0.1", "ansible_port": disk.record.port}
    file = inventory(
        good,
        system,
        disk,
        **{
            good.name: {**operator, "ansible_become_password": password},
            "gone": {"ansible_host": "127.0.0.1", "ansible_port": 1},
            "key": {**alone, **operator, "ansible_ssh_common_args": known},
            "sudo": {**beside, **operator, "ansible_become_password": password},
            "wrong": {**there, **operator, "ansible_become_password": "wrong"},
            "asks": {**there, **operator},
            "python": {**there, "govcloud_python": "/opt/no/python"},
            "level": {**there, "govcloud_level": 9},
        },
    )
    done = run("harden", "all", "--inventory", file, "--controls", QUICK, "--yes")
    assert kinds_of(done) == {
        good.name: None,
        system.name: "unsupported",
        disk.name: "read-only",
        "gone": "unreachable",
        "key": "host-key",
        "sudo": "no-sudo",
        "wrong": "sudo-password",
        "asks": "sudo-password",
        "python": "python",
        "level": "input",
    }
    assert done["exit_code"] == 4
    hosts = hosts_of(done)
    assert all(one["problem"]["hint"] for one in hosts.values() if one["problem"])
    assert {one["verdict"] for one in hosts[good.name]["controls"]} <= {"pass", "not-applicable"}


def test_packages_that_do_not_come_keep_nothing_else_from_being_brought_about(fresh_hosts, inventory):
    good, lock, mirror = fresh_hosts(3)
    hold = "import fcntl,time; f=open('/var/lib/dpkg/lock-frontend','w'); fcntl.lockf(f,2); time.sleep(600)"
    lock.inside("systemd-run", "--unit=hold", "/usr/bin/python3", "-c", hold)
    nowhere = 'Acquire::http::Proxy "http://127.0.0.1:9"; Acquire::https::Proxy "http://127.0.0.1:9";'
    mirror.inside("tee", "/etc/apt/apt.conf.d/99-no-mirror", text=nowhere)
    mirror.inside("apt-get", "clean")
    file = inventory(good, lock, mirror)
    done = run("harden", "all", "--inventory", file, "--controls", f"{QUICK},{PACKAGE}", "--yes")
    assert kinds_of(done) == {good.name: None, lock.name: "apt-lock", mirror.name: "mirror"}
    assert done["exit_code"] == 4
    for one in (lock, mirror):
        verdicts = {entry["id"]: entry["verdict"] for entry in hosts_of(done)[one.name]["controls"]}
        assert verdicts["banner-before-login"] == "pass"


@pytest.fixture
def site(host, tmp_path):
    """A site with the lab's host as a machine of its own."""
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "site", ignore=shutil.ignore_patterns(".govcloud")))
    described = {
        "hardening": {"operator": INSTALLER, "management": ["device-management"]},
        "hosts": [{"name": "lab", "address": "127.0.0.1", "port": host.record.port, "system": "soc"}],
    }
    (folder / "hardening.yaml").write_text(yaml.safe_dump(described))
    return folder


def test_a_host_is_trusted_by_what_was_read_at_its_console_and_refused_with_another_key(host, site):
    common = ("lab", "--site", site, "--key", host.lab.key_file)
    audit = ("audit", *common, "--controls", QUICK)
    stranger = run(*audit)
    assert hosts_of(stranger)["lab"]["problem"]["kind"] == "host-key"
    line = host.inside("ssh-keygen", "-l", "-f", "/etc/ssh/ssh_host_ed25519_key.pub")
    right = next(word for word in line.split() if word.startswith("SHA256:"))
    wrong = "SHA256:vakREMYecM64q4O94Ufx6oME48z+sLQ8sg45dnz+xYI"
    refused = run("hosts", "trust", *common, "--fingerprint", wrong)
    assert refused["exit_code"] == 4
    assert right in refused["result"]["hosts"][0]["keys"]
    trusted = run("hosts", "trust", *common, "--fingerprint", right)
    assert trusted["result"]["hosts"] == [
        {"host": "lab", "source": "approval", "keys": [right], "problem": None}
    ]
    seen = hosts_of(run(*audit))["lab"]
    assert (seen["problem"], seen["reached"]) == (None, True)
    known = site / "known_hosts"
    known.write_text(f"lab {OTHER}\n")
    changed = hosts_of(run(*audit))["lab"]["problem"]
    assert changed["kind"] == "host-key"
    assert "--replace" in changed["hint"]


def test_the_sites_record_vouches_for_a_host_by_itself(host, site):
    line = host.inside("ssh-keygen", "-l", "-f", "/etc/ssh/ssh_host_ed25519_key.pub")
    described = yaml.safe_load((site / "hardening.yaml").read_text())
    described["hosts"][0]["host_keys"] = [next(w for w in line.split() if w.startswith("SHA256:"))]
    (site / "hardening.yaml").write_text(yaml.safe_dump(described))
    done = run("audit", "lab", "--site", site, "--key", host.lab.key_file, "--controls", QUICK)
    assert hosts_of(done)["lab"]["problem"] is None
    assert (site / "known_hosts").read_text().count("lab ssh-ed25519 ") == 1
