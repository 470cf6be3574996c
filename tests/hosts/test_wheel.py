"""govcloud as a wheel in an environment of its own, far from any clone: enough to harden a host."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.hosts.running import as_operator, hosts_of, run, verdicts_of

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")
CONTROLS = "banner-before-login,net-redirects-send,ssh-login-tries"
"""A file, the kernel, and what is guarded: the guard lies in the wheel too."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel of this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([UV, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT], check=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The command of an environment that holds the wheel, with what it needs, at the versions of the lock."""
    folder = tmp_path_factory.mktemp("installed")
    python = folder / "bin" / "python"
    into = (UV, "pip", "install", "--quiet", "--python", python)
    bare = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    for command in (
        (UV, "venv", "--quiet", "--python", sys.executable, folder),
        (*into, "--constraint", ROOT / "requirements.lock", wheel),
    ):
        subprocess.run(command, check=True, env=bare)
    where = (python, "-P", "-c", "import gcloud; print(gcloud.__file__)")
    found = subprocess.run(where, check=True, env=bare, cwd=folder, capture_output=True, text=True).stdout
    assert Path(found.strip()).is_relative_to(folder)
    return folder / "bin" / "govcloud"


def test_all_playbooks_are_in_the_wheel_and_nothing_else_of_their_folder(wheel):
    listed = subprocess.run(
        ["/usr/bin/git", "-C", ROOT, "ls-files", "playbooks"], check=True, capture_output=True, text=True
    )
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if name.startswith("playbooks/")}
    assert inside == set(listed.stdout.split())


def test_a_host_is_audited_checked_and_hardened_by_what_was_installed(host, inventory, installed, tmp_path):
    away = tmp_path / "away"
    away.mkdir()
    file = inventory(host, **{host.name: as_operator(host)})

    def command(*words):
        common = (host.name, "--inventory", file, "--controls", CONTROLS)
        return run(*words[:1], *common, *words[1:], program=installed, folder=away)

    audited = command("audit")
    assert audited["exit_code"] == 6
    assert set(verdicts_of(audited, host).values()) == {"fail"}
    checked = command("harden", "--check", "--diff")
    assert checked["exit_code"] == 3
    assert verdicts_of(command("audit"), host) == verdicts_of(audited, host)
    done = command("harden", "--yes")
    assert done["exit_code"] == 0
    told, made = (
        sorted(one["what"] for one in hosts_of(each)[host.name]["changes"]) for each in (checked, done)
    )
    assert told == made != []
    assert set(verdicts_of(command("audit"), host).values()) == {"pass"}
