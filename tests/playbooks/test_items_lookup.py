"""The lookup that plain `ansible-playbook` compiles a host's items by."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PLAYBOOK = """\
- hosts: all
  gather_facts: false
  tasks:
    - ansible.builtin.copy:
        content: "{{ lookup('govcloud_items') | to_json }}"
        dest: "{{ folder }}/{{ inventory_hostname }}.json"
        mode: "0600"
"""

pytestmark = pytest.mark.process


def test_items_come_from_the_hosts_variables_and_what_is_wrong_fails_its_host_only(tmp_path):
    inventory = {
        "all": {
            "vars": {
                "ansible_connection": "local",
                "ansible_python_interpreter": sys.executable,
                "folder": str(tmp_path),
                "clock": "192.0.2.1",
                "govcloud_profile": "tcvn14423-2026",
                "govcloud_level": 3,
                "govcloud_ntp": ["{{ clock }}"],
            },
            "hosts": {"sound": None, "alike": None, "wrong": {"govcloud_depth": "cis-l9"}},
        }
    }
    (tmp_path / "inventory.yml").write_text(yaml.safe_dump(inventory))
    (tmp_path / "play.yml").write_text(PLAYBOOK)
    done = subprocess.run(
        [
            Path(sys.executable).with_name("ansible-playbook"),
            "-i",
            tmp_path / "inventory.yml",
            tmp_path / "play.yml",
        ],
        env={
            "ANSIBLE_LOOKUP_PLUGINS": str(ROOT / "playbooks" / "lookup_plugins"),
            "ANSIBLE_HOME": str(tmp_path / "home"),
            "HOME": str(tmp_path),
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "; did you mean cis-l1?" in done.stdout + done.stderr
    assert not (tmp_path / "wrong.json").exists()
    found = json.loads((tmp_path / "sound.json").read_text())
    assert json.loads((tmp_path / "alike.json").read_text()) == found
    assert sorted(found) == ["batches", "items"]
    assert [item["id"] for of in found["batches"].values() for item in of] != []
    assert "192.0.2.1" in json.dumps(found)
