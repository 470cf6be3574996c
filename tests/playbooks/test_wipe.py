"""Wiping at hand-over: only what was named is gone, on the host that was named, and it is proven."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"

pytestmark = pytest.mark.process


@pytest.fixture
def host(tmp_path):
    (tmp_path / "disk").write_bytes(b"secret" * 10_000)
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "deep" / "file").write_text("secret")
    (tmp_path / "records").mkdir()
    return tmp_path


def wipe(host: Path, confirm: str) -> subprocess.CompletedProcess[str]:
    given = {
        "govcloud_hosts": "old-db",
        "wipe_confirm": confirm,
        "wipe_devices": [str(host / "disk")],
        "wipe_paths": [str(host / "data")],
        "wipe_records": str(host / "records"),
        "ansible_become": False,
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
    }
    return subprocess.run(
        [
            str(Path(sys.executable).parent / "ansible-playbook"),
            "-i",
            "old-db,other,",
            str(PLAYBOOKS / "wipe.yml"),
            "-e",
            json.dumps(given),
        ],
        capture_output=True,
        text=True,
        env={**os.environ, "ANSIBLE_HOME": str(host / "ansible"), "ANSIBLE_LOCALHOST_WARNING": "False"},
        check=False,
    )


def test_what_was_named_is_wiped_and_recorded(host):
    done = wipe(host, "old-db")

    assert done.returncode == 0, done.stdout
    assert set((host / "disk").read_bytes()) == {0}
    assert not (host / "data").exists()
    assert json.loads((host / "records" / "old-db.json").read_text())["paths"] == [str(host / "data")]


def test_another_name_wipes_nothing(host):
    done = wipe(host, "other")

    assert done.returncode != 0
    assert "Nothing was wiped" in done.stdout
    assert (host / "data" / "deep" / "file").read_text() == "secret"
    assert (host / "disk").read_bytes().startswith(b"secret")
