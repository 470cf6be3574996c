"""Plain ansible-playbook against the lab's hosts, as somebody would type it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PLAYBOOKS = Path(__file__).parents[3] / "playbooks"
LEVEL = {"govcloud_profile": "tcvn14423-2026", "govcloud_level": 3, "govcloud_depth": "cis-l1"}


@dataclass(frozen=True)
class Played:
    """A run: its exit code, what it said, and each host's results."""

    code: int
    out: str
    results: dict


@pytest.fixture
def play(tmp_path):
    """Runs a playbook on hosts: `play("harden.yml", host, "--check", govcloud_level=2)`."""

    def run(playbook, hosts, *options, **variables):
        hosts = hosts if isinstance(hosts, tuple) else (hosts,)
        lab, folder = hosts[0].lab, tmp_path / "results"
        folder.mkdir(exist_ok=True)
        given = tmp_path / "given.json"
        secret = lab.password_file.read_text().strip()
        given.write_text(
            json.dumps(
                {"govcloud_results": str(folder), "ansible_become_password": secret, **LEVEL, **variables}
            )
        )
        done = subprocess.run(
            [
                str(Path(sys.executable).parent / "ansible-playbook"),
                *("-i", str(lab.inventory_file), "-l", ",".join(host.name for host in hosts)),
                *("-e", f"@{given}", *options, str(PLAYBOOKS / playbook)),
            ],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "ANSIBLE_NOCOLOR": "1"},
        )
        assert secret not in done.stdout + done.stderr
        found = {host.name: folder / f"{host.name}.json" for host in hosts}
        results = {name: json.loads(path.read_text()) for name, path in found.items() if path.exists()}
        for path in found.values():
            path.unlink(missing_ok=True)
        return Played(done.returncode, done.stdout + done.stderr, results)

    return run
