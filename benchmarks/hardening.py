"""The figures of hardening, on real hosts: `python -m benchmarks.hardening [--hosts 20]`.

A fresh host is hardened to level 3 and CIS level 1 by plain ansible-playbook with pipelining, hardened
again, and audited; then so many hosts are audited at once. Downloads of packages and AIDE's first database
are timed by the module itself and counted apart. Where dev-sec's collection is installed, its two roles
harden another fresh host in the same run. A figure that misses its aim is printed as such; the exit code
stays 0.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gcloud.lab.hosts import api
from gcloud.lab.hosts.context import HostsLab
from gcloud.lab.settings import LabSettings

PLAYBOOKS = Path(__file__).parents[1] / "playbooks"
BIN = Path(sys.executable).parent
DEPTH = {"govcloud_profile": "tcvn14423-2026", "govcloud_level": 3, "govcloud_depth": "cis-l1"}
APART = ("download", "aide")
AIMS = {"fresh": 35.0, "again": 8.0, "audit": 5.0}
DEV_SEC = """
- name: Harden by dev-sec's roles
  hosts: all
  become: true
  roles: [devsec.hardening.os_hardening, devsec.hardening.ssh_hardening]
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hosts", type=int, default=20, help="how many hosts are audited at once")
    parser.add_argument("--system", default="debian-12", help="what they run")
    asked = parser.parse_args()
    usual = LabSettings.from_environment()
    with TemporaryDirectory(dir="/var/tmp") as folder:  # hosts are too large for /tmp in memory
        lab = HostsLab(LabSettings(folder=Path(folder), cache_folder=usual.cache))
        try:
            api.up(lab, ["fresh"], system_name=asked.system)
            for name in ("fresh", "again"):
                taken, result = play(lab, "harden.yml", ["fresh"])
                outcome = result["fresh"]
                apart = {key: outcome["seconds"].get(key, 0) for key in APART}
                said = ", ".join(f"{value:.1f} s {key}" for key, value in apart.items() if value)
                install = outcome["seconds"].get("install", 0)
                note = f"{len(outcome['changes'])} changed" + (f"; apart: {said}" if said else "")
                note += f"; of it {install:.1f} s dpkg" if install else ""
                show(name, taken - sum(apart.values()), note)
            show("audit", play(lab, "audit.yml", ["fresh"])[0], f"{len(outcome['results'])} items")
            if _dev_sec():
                api.reset(lab, "fresh")
                for name in ("dev-sec fresh", "dev-sec again"):
                    show(name, _by_dev_sec(lab), "")
            names = [f"host-{number}" for number in range(1, asked.hosts + 1)]
            api.up(lab, names, system_name=asked.system)
            taken, _ = play(lab, "audit.yml", names)
            largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            note = f"at once, 20 forks; the largest process on this side had {largest:.0f} MiB"
            show(f"audit of {asked.hosts}", taken, note)
        finally:
            api.down(lab)


def play(lab: HostsLab, playbook: str, names: Sequence[str]) -> tuple[float, Mapping[str, Any]]:
    """Run one of our playbooks; wall seconds, and what each host answered."""
    with TemporaryDirectory() as results:
        variables = {**DEPTH, "govcloud_results": results, "ansible_become_password": _password(lab)}
        seconds = _run(lab, PLAYBOOKS / playbook, variables, ",".join(names))
        return seconds, {name: json.loads((Path(results) / f"{name}.json").read_text()) for name in names}


def show(name: str, seconds: float, note: str) -> None:
    """Print a figure beside its aim."""
    aim = AIMS.get(name)
    judged = "" if aim is None else f"  aim {aim:.0f} s{'' if seconds <= aim else ': MISSED'}"
    print(f"{name:<16}{seconds:>8.1f} s{judged}  {note}".rstrip(), flush=True)


def _run(lab: HostsLab, playbook: Path, variables: Mapping[str, Any], names: str) -> float:
    with TemporaryDirectory() as folder:
        given = Path(folder) / "given.json"
        given.touch(mode=0o600)
        given.write_text(json.dumps(variables))  # the password is in no list of processes
        command = [
            BIN / "ansible-playbook",
            "-i",
            lab.inventory_file,
            "-l",
            names,
            "-e",
            f"@{given}",
            "-f",
            "20",
        ]
        began = time.monotonic()
        done = subprocess.run(
            [*map(str, command), str(playbook)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "ANSIBLE_PIPELINING": "1", "ANSIBLE_NOCOLOR": "1"},
        )
        taken = time.monotonic() - began
    if done.returncode:
        sys.exit(f"{playbook.name} failed:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    return taken


def _password(lab: HostsLab) -> str:
    return lab.password_file.read_text().strip()


def _dev_sec() -> bool:
    listed = subprocess.run(
        [str(BIN / "ansible-galaxy"), "collection", "list", "devsec.hardening"],
        capture_output=True,
        text=True,
        check=False,
    )
    return "devsec.hardening" in listed.stdout


def _by_dev_sec(lab: HostsLab) -> float:
    with TemporaryDirectory() as folder:
        playbook = Path(folder) / "dev-sec.yml"
        playbook.write_text(DEV_SEC)
        return _run(lab, playbook, {}, "fresh")


if __name__ == "__main__":
    main()
