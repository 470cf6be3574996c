"""A host's life: made fresh, changed, rebooted, cut off, made fresh again, gone without a trace."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from gcloud.errors import InputError
from gcloud.lab import processes
from gcloud.lab.hosts import api, group, record
from gcloud.lab.hosts.context import GATEWAY, OPERATOR, HostsLab
from gcloud.lab.hosts.errors import UnknownHostError
from gcloud.lab.hosts.preflight import ENOUGH, WATCHERS

pytestmark = pytest.mark.hosts

GREETING = "timeout 3 bash -c 'head -c 7 < /dev/tcp/{address}/{port}'"


def boot(host):
    return host.inside("cat", "/proc/sys/kernel/random/boot_id")


@pytest.mark.parametrize(("system", "version"), [("debian-12", "12."), ("debian-13", "13.")])
def test_a_fresh_host_is_the_system_that_was_asked_for_with_nothing_failed(fresh_hosts, system, version):
    (host,) = fresh_hosts(1, system)
    assert host.ssh("cat", "/etc/debian_version").startswith(version)
    assert host.ssh("systemctl is-system-running --wait").strip() == "running"
    assert host.ssh("systemctl is-active ssh rsyslog cron chrony").split() == ["active"] * 4
    assert host.ssh("hostname").strip() == host.name


def test_the_installer_needs_no_password_for_sudo_and_the_operator_needs_the_right_one(host):
    assert host.ssh("sudo -n id -u").strip() == "0"
    assert host.ssh("sudo -n id -u", user=OPERATOR, check=False) == ""
    password = host.lab.password_file.read_text()
    assert host.ssh("sudo -S -p '' id -u", user=OPERATOR, text=password).strip() == "0"
    assert host.ssh("sudo -S -p '' id -u", user=OPERATOR, text="wrong\n", check=False) == ""


def test_there_are_watchers_enough_for_a_hundred_hosts(host):
    assert host.reachable()
    assert int(WATCHERS.read_text()) >= ENOUGH


def test_another_host_key_than_the_one_that_was_made_is_refused(host):
    host.inside("sh", "-c", "rm /etc/ssh/ssh_host_*; ssh-keygen -A; systemctl restart ssh")
    assert not host.reachable()


def test_hosts_reach_each_other_and_the_mirrors_but_not_this_machine(fresh_hosts):
    one, two = fresh_hosts(2)
    assert one.ssh(GREETING.format(address=two.record.address, port=22)) == "SSH-2.0"
    assert "Err:" not in one.ssh("sudo apt-get -q update")
    assert two.reachable()
    assert one.ssh(GREETING.format(address=GATEWAY, port=two.record.port), check=False) == ""


def test_what_is_written_outlives_a_reboot_and_a_cut_and_no_reset(host):
    first = boot(host)
    host.ssh("touch kept; sync")
    host.restart()
    second = boot(host)
    host.restart(cut=True)
    assert len({first, second, boot(host)}) == 3
    assert host.ssh("ls").split() == ["kept"]
    api.reset(host.lab, host.name)
    assert host.ssh("ls") == ""


def test_firewall_and_kernel_settings_do_not_outlive_a_reboot_of_their_own(host):
    host.inside("apt-get", "-q", "-y", "install", "nftables")
    host.inside("nft", "add", "table", "inet", "mine")
    assert "mine" in host.inside("nft", "list", "tables")
    keys = ("kernel.sysrq", "kernel.kptr_restrict", "net.ipv4.ip_forward", "net.ipv4.conf.all.rp_filter")
    fresh = host.inside("sysctl", "-n", *keys).split()
    assert fresh == ["438", "0", "0", "0"]
    host.inside("sysctl", "-w", *(f"{key}=1" for key in keys))
    assert host.inside("sysctl", "-n", *keys).split() == ["1"] * 4
    host.restart()
    assert host.inside("nft", "list", "tables") == ""
    assert host.inside("sysctl", "-n", *keys).split() == fresh


def test_a_full_disk_is_the_hosts_own(host):
    told = host.inside("sh", "-c", "head -c 3G /dev/zero 2>&1 >/var/fill", check=False)
    assert "No space left" in told


def test_the_inventory_is_ansibles_and_holds_no_password(host):
    text = host.inventory.read_text()
    assert host.lab.password_file.read_text().strip() not in text
    assert yaml.safe_load(text)["all"]["hosts"][host.name]["ansible_port"] == host.record.port
    ansible = Path(sys.executable).with_name("ansible")
    answer = subprocess.run(
        [ansible, "-i", host.inventory, host.name, "-m", "ping"], capture_output=True, text=True, check=False
    )
    assert '"ping": "pong"' in answer.stdout


def test_the_console_shows_the_fingerprints_that_are_trusted(host):
    console = (host.lab.home(host.name) / "console.log").read_text()
    known = subprocess.run(
        ["/usr/bin/ssh-keygen", "-l", "-f", host.lab.known_hosts_file],
        capture_output=True,
        text=True,
        check=True,
    )
    mine = {line.split()[1] for line in known.stdout.splitlines() if f":{host.record.port}," in line}
    assert len(mine) == 3
    assert all(fingerprint in console for fingerprint in mine)


def test_what_does_not_fit_is_refused(hosts_lab, host):
    with pytest.raises(UnknownHostError, match="no host nobody"):
        api.reset(hosts_lab, "nobody")
    with pytest.raises(InputError, match="there already, with debian-12"):
        api.up(hosts_lab, [host.name], system_name="debian-13")
    with pytest.raises(InputError, match="no system debian-99"):
        api.up(hosts_lab, ["other"], system_name="debian-99")


def test_down_leaves_no_process_mount_namespace_or_control_group(hosts_lab):
    lab = HostsLab(replace(hosts_lab.lab, folder=Path(f"{hosts_lab.lab.folder}-other")))
    try:
        api.up(lab, ["one", "two"])
        assert [one.on for one in api.listed(lab)] == [True, True]
        assert processes.owned(lab.settings.folder)
    finally:
        api.down(lab)
    assert processes.owned(lab.settings.folder) == ()
    assert str(lab.settings.folder) not in Path("/proc/mounts").read_text()
    assert not [one.name for one in Path("/run/netns").iterdir() if one.name.startswith(lab.mark)]
    assert not (group.hierarchy() / lab.mark).exists()
    assert record.hosts(lab) == ()
    shutil.rmtree(lab.lab.folder)
