"""The lab's hosts as an inventory that plain Ansible reads too. There is never a secret in it."""

from collections.abc import Iterable
from typing import Any

import yaml

from gcloud.lab.files import write
from gcloud.lab.hosts.context import GATEWAY, INSTALLER, OPERATOR, HostsLab
from gcloud.lab.hosts.record import Host

PUBLIC = 0o644


def write_inventory(lab: HostsLab, hosts: Iterable[Host]) -> None:
    """Write the inventory's file."""
    document = {
        "all": {
            "vars": {
                "ansible_user": INSTALLER,
                "ansible_ssh_private_key_file": str(lab.key_file),
                "ansible_ssh_common_args": " ".join(f"-o {one}" for one in ssh_options(lab)),
                "govcloud_operator": OPERATOR,
                "govcloud_management": [f"{GATEWAY}/32"],
            },
            "hosts": {host.name: _variables(host) for host in hosts},
        }
    }
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    write(lab.inventory_file, f"# Written by `govcloud lab hosts`.\n{text}", mode=PUBLIC)


def ssh_options(lab: HostsLab) -> tuple[str, ...]:
    """Options of ssh to any of the hosts; only keys that are written down are trusted."""
    return (
        "StrictHostKeyChecking=yes",
        f"UserKnownHostsFile={lab.known_hosts_file}",
        "GlobalKnownHostsFile=/dev/null",
        "IdentitiesOnly=yes",
    )


def _variables(host: Host) -> dict[str, Any]:
    return {"ansible_host": "127.0.0.1", "ansible_port": host.port}
