"""A lab of the tests' own, in a network namespace, so that the running one is not disturbed."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from gcloud.lab import processes
from gcloud.lab.settings import LabSettings
from gcloud.lab.venv import venv_folder

DEVICES = "import socket; print(*sorted(name for _, name in socket.if_nameindex()))"
GOVCLOUD = Path(sys.executable).with_name("govcloud")


def system(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@dataclass(frozen=True)
class OwnLab:
    """A lab with its own folder and network namespace, and the running lab's caches."""

    settings: LabSettings
    namespace: str

    @property
    def environment(self):
        folder, cache = str(self.settings.folder), str(self.settings.cache)
        return {**os.environ, "GOVCLOUD_LAB": folder, "GOVCLOUD_LAB_CACHE": cache}

    def inside(self, *command):
        # not `ip netns exec`, which would also give each command mounts of its own
        return ["nsenter", f"--net=/run/netns/{self.namespace}", *map(str, command)]

    def start(self, *arguments):
        """Start govcloud and leave it running."""
        command = self.inside(GOVCLOUD, "lab", *arguments)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, env=self.environment, start_new_session=True, **quiet)

    def _run(self, *arguments):
        command = self.inside(GOVCLOUD, "lab", *arguments, "--output", "json")
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=600
        )

    def command(self, *arguments, code=0):
        """Run govcloud and return its JSON; any other exit code than expected fails the test."""
        done = self._run(*arguments)
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    def status(self):
        """What `lab status` says, whatever its exit code."""
        return json.loads(self._run("status").stdout)["result"]

    def ask(self, expression):
        """Evaluate an expression on `cloud`, the lab's own openstacksdk connection."""
        program = f"import openstack; cloud = openstack.connect(cloud='lab'); print({expression})"
        environment = {**self.environment, "OS_CLIENT_CONFIG_FILE": str(self.settings.clouds_file)}
        done = subprocess.run(
            self.inside(sys.executable, "-W", "ignore", "-c", program),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def pids(self):
        return processes.owned(self.settings.folder)

    def traces(self):
        """What of it is in the machine: processes, mounts, loop devices, network devices."""
        folder = str(self.settings.folder)
        backing = [file.read_text() for file in Path("/sys/block").glob("loop*/loop/backing_file")]
        return {
            "processes": self.pids(),
            "mounts": [line for line in Path("/proc/mounts").read_text().splitlines() if folder in line],
            "loops": [file for file in backing if folder in file],
            "devices": system(*self.inside(sys.executable, "-c", DEVICES)).split(),
        }


@pytest.fixture(scope="module")
def own(lab):
    """A lab that has never been up; only the programs are there already."""
    namespace = f"lab-{secrets.token_hex(3)}"
    folder = Path(tempfile.mkdtemp(prefix="lab-", dir="/var/tmp"))
    made = OwnLab(LabSettings(folder), namespace)
    made.settings.cache.mkdir()
    venv_folder(made.settings).symlink_to(venv_folder(lab))
    system("ip", "netns", "add", namespace)
    system("ip", "-n", namespace, "link", "set", "lo", "up")
    yield made
    made.command("down")
    system("ip", "netns", "delete", namespace)
    shutil.rmtree(folder)
