"""Break hosts under their guard by a real run of Ansible, and see what is left of them."""

import json
import os
import re
import secrets
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

from gcloud.lab.hosts.context import OPERATOR

PROJECT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "sabotage"
TIMEOUT = 8
LIMIT = 30
ALL_OF_ETC = (
    "find /etc -path '*/.govcloud-guard' -prune -o -printf '%p %y %m %U %G %l\\n' | sort; "
    "find /etc -path '*/.govcloud-guard' -prune -o -type f -print0 | sort -z | xargs -0 sha256sum"
)
"""Names, types, modes, owners, links and contents."""


@dataclass(frozen=True)
class Outcome:
    """What came of one case: /etc before and after, the host's report, what Ansible told."""

    before: str
    after: str
    report: dict
    told: str
    holds: bool


def etc(host):
    return host.inside("sh", "-c", ALL_OF_ETC)


def report(host):
    return json.loads(host.inside("cat", "/var/lib/govcloud-guard/last.json", check=False) or "{}")


def variables(host, case, jump=None):
    """A host's variables in the inventory of a run."""
    found = {
        "ansible_host": "127.0.0.1",
        "ansible_port": host.record.port,
        "case_token": secrets.token_hex(16),
        "case_timeout": case.get("timeout", TIMEOUT),
        "case_limit": case.get("limit", LIMIT),
        "case_break": case["break"],
        "case_units": case.get("units", []),
        "case_runtime": case.get("runtime", []),
    }
    if jump is not None:
        way = [
            "ssh",
            *_common(host),
            "-i",
            str(host.lab.key_file),
            "-p",
            str(jump.record.port),
            "-W",
            "%h:%p",
        ]
        by = " ".join([*way, f"{OPERATOR}@127.0.0.1"])
        found |= {"ansible_host": host.record.address, "ansible_port": 22}
        found["ansible_ssh_common_args"] = " ".join(_common(host)) + f' -o ProxyCommand="{by}"'
    return found


def start(folder, hosts):
    """Start a run over hosts by their variables; returns the process, its output goes to `folder`/output."""
    lab = next(iter(hosts))[0].lab
    folder.mkdir(parents=True, exist_ok=True)
    every = {
        "ansible_user": OPERATOR,
        "ansible_become_password": lab.password_file.read_text().strip(),
        "ansible_ssh_private_key_file": str(lab.key_file),
        "ansible_ssh_common_args": " ".join(_common(next(iter(hosts))[0])),
        "ansible_python_interpreter": "/usr/bin/python3",
    }
    inventory = {"all": {"vars": every, "hosts": {host.name: given for host, given in hosts}}}
    (folder / "inventory.json").write_text(json.dumps(inventory))
    environment = {
        **os.environ,
        "ANSIBLE_LIBRARY": f"{PROJECT}/playbooks/library:{HERE}/library",
        "ANSIBLE_MODULE_UTILS": f"{PROJECT}/playbooks/module_utils",
        "ANSIBLE_FILTER_PLUGINS": f"{PROJECT}/playbooks/filter_plugins",
        "ANSIBLE_ROLES_PATH": f"{PROJECT}/playbooks/roles",
        "ANSIBLE_PIPELINING": "1",
        "ANSIBLE_FORKS": "16",
        # The name of a socket has at most 107 characters (unix(7)); a test's own folder can be too deep.
        "ANSIBLE_SSH_CONTROL_PATH_DIR": str(lab.lab.folder / f"cp-{zlib.crc32(str(folder).encode()):x}"),
        "ANSIBLE_LOCAL_TEMP": str(folder / "tmp"),
        "ANSIBLE_NOCOLOR": "1",
    }
    ansible = Path(sys.executable).with_name("ansible-playbook")
    with (folder / "output").open("w") as output:
        return subprocess.Popen(
            [str(ansible), "-i", str(folder / "inventory.json"), str(HERE / "sabotage.yml")],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd=folder,
        )


def told(folder, name):
    """What the run told last of a host: why it failed; nothing where it did not."""
    found = re.findall(rf"^fatal: \[{name}\]: \w+! => (.*)$", (folder / "output").read_text(), re.MULTILINE)
    return json.loads(found[-1]).get("msg", "") if found else ""


def _common(host):
    options = ("StrictHostKeyChecking=yes", "GlobalKnownHostsFile=/dev/null", "IdentitiesOnly=yes")
    return [f"-oUserKnownHostsFile={host.lab.known_hosts_file}", *(f"-o{one}" for one in options)]
