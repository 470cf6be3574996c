"""Real hosts for tests that are marked `hosts`: containers of the tests' own, made on demand."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from gcloud.errors import GovCloudError
from gcloud.lab.hosts import api, preflight, record
from gcloud.lab.hosts.access import inside_command, ssh_command
from gcloud.lab.hosts.context import INSTALLER, HostsLab
from gcloud.lab.packages import missing
from gcloud.lab.settings import LabSettings
from tests.conftest import REQUIRED
from tests.hosts.running import write_inventory

FOLDERS = Path("/var/tmp/govcloud-hosts")  # noqa: S108 - one folder a run of tests, named by its process
SECONDS = 60


@dataclass(frozen=True)
class TestHost:
    """A fresh host, and ways into it."""

    __test__ = False

    lab: HostsLab
    record: record.Host

    @property
    def name(self):
        return self.record.name

    @property
    def inventory(self):
        """Path of the inventory that holds it and the test's other hosts."""
        return self.lab.inventory_file

    def ssh(self, *command, user=INSTALLER, check=True, text=None):
        """Run a command by ssh; `text` goes to its input. Returns what it wrote."""
        return _output([*ssh_command(self.lab, self.record, user), *command], text, check=check)

    def inside(self, *command, check=True, text=None):
        """Run a command as root within, by no network, PAM or sshd: also where ssh is shut."""
        return _output([*inside_command(self.lab, self.record), *command], text, check=check)

    def reachable(self, user=INSTALLER):
        """Whether a new connection gets in."""
        ssh, *rest = ssh_command(self.lab, self.record, user)
        command = [ssh, "-o", "ConnectTimeout=3", "-o", "BatchMode=yes", *rest, "true"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def restart(self, *, cut=False):
        api.restart(self.lab, self.name, cut=cut)


def _output(command, text, *, check):
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert not check or done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def hosts_lab():
    """A lab for hosts of this run of tests only; what is dear to build is shared by all runs.

    Skipped where the machine can't hold hosts, unless GOVCLOUD_REQUIRE_LAB=1 says that it must.
    """
    _clear_after_the_killed()
    usual = LabSettings.from_environment()
    lab = HostsLab(LabSettings(folder=FOLDERS / str(os.getpid()), cache_folder=usual.cache))
    must = os.environ.get(REQUIRED) == "1"
    if not must and (os.geteuid() or missing(preflight.PACKAGES)):
        pytest.skip("this machine has no hosts yet: govcloud lab hosts up")
    yield lab
    api.down(lab)
    shutil.rmtree(lab.lab.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def many_hosts(hosts_lab):
    """Makes hosts that a whole file of tests keeps, beside those of its single tests: `many_hosts(8)`."""
    made = []

    def make(count, system="debian-12"):
        names = [f"many-{system}-{n}" for n in range(1, count + 1)]
        made.extend(names)
        return tuple(TestHost(hosts_lab, one) for one in api.up(hosts_lab, names, system_name=system))

    yield make
    api.down(hosts_lab, made)


@pytest.fixture
def fresh_hosts(hosts_lab):
    """Makes fresh hosts: `fresh_hosts(2)`, `fresh_hosts(1, "debian-13")`."""

    def make(count, system="debian-12"):
        names = [f"{system}-{n}" for n in range(1, count + 1)]
        there = {host.name for host in record.hosts(hosts_lab)}
        for name in there.intersection(names):
            api.reset(hosts_lab, name)
        lab = HostsLab(hosts_lab.lab)  # a start that fails cancels what else its lab would do
        return tuple(TestHost(lab, one) for one in api.up(lab, names, system_name=system))

    return make


@pytest.fixture
def host(fresh_hosts):
    """A fresh host with Debian 12."""
    return fresh_hosts(1)[0]


@pytest.fixture
def inventory(tmp_path):
    """Writes an inventory of some hosts, with what a test says of some: `inventory(one, **{name: {...}})`."""

    def write(*hosts, **own):
        return write_inventory(tmp_path / "inventory.yml", hosts, own)

    return write


def _clear_after_the_killed():
    for folder in FOLDERS.glob("*"):
        if not Path("/proc", folder.name).exists():
            try:
                api.down(HostsLab(LabSettings(folder=folder)))
            except GovCloudError:
                continue
            shutil.rmtree(folder, ignore_errors=True)
