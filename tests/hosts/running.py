"""`govcloud` as a user runs it, on a test's hosts."""

import json
import subprocess
import sys
from pathlib import Path

import yaml

from gcloud.lab.hosts.context import OPERATOR

GOVCLOUD = Path(sys.executable).with_name("govcloud")


def run(*arguments, program=GOVCLOUD, folder=None):
    """A command in a process of its own: what it leaves behind is what a user's would."""
    command = [program, *map(str, arguments), "--output", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    document = json.loads(done.stdout)
    assert document["exit_code"] == done.returncode
    return document


def hosts_of(document):
    return {one["host"]: one for one in document["result"]["results"]["hosts"]}


def kinds_of(document):
    """By host the kind of what is wrong with it."""
    return {name: (one["problem"] or {}).get("kind") for name, one in hosts_of(document).items()}


def verdicts_of(document, host):
    """By control what came of it on a host."""
    return {one["id"]: one["verdict"] for one in hosts_of(document)[host.name]["controls"]}


def write_inventory(file, hosts, own):
    """Write of the lab's inventory some hosts, with a level, and with variables of some."""
    document = yaml.safe_load(hosts[0].inventory.read_text())
    document["all"]["vars"] |= {"govcloud_profile": "tcvn14423-2026", "govcloud_level": 3}
    document["all"]["hosts"] = {
        name: {**document["all"]["hosts"].get(name, {}), **own.get(name, {})}
        for name in dict.fromkeys((*(host.name for host in hosts), *own))
    }
    file.write_text(yaml.safe_dump(document))
    return file


def as_operator(host):
    """The variables by which the operator comes in: what is guarded is confirmed by nobody else."""
    password = host.lab.password_file.read_text().strip()
    return {"ansible_user": OPERATOR, "ansible_become_password": password}
