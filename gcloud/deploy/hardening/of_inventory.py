"""The hosts of an inventory that somebody wrote, as Ansible itself reads it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from gcloud.deploy.hardening.targets import Targets, chosen
from gcloud.errors import InputError
from gcloud.harden.folder import private_folder
from gcloud.harden.surroundings import cleaned, settings

_ARGUMENTS: Final = ("ansible_ssh_common_args", "ansible_ssh_extra_args", "ansible_ssh_args")
_BLIND: Final = re.compile(
    r"StrictHostKeyChecking[= ]+[\"']?(no|off|accept-new)|UserKnownHostsFile[= ]+/dev/null"
)
_SWITCHES: Final = ("ansible_host_key_checking", "ansible_ssh_host_key_checking")


def targets_of_inventory(file: Path, words: tuple[str, ...]) -> Targets:
    """The hosts of an inventory that words mean.

    Args:
        file: the inventory: a file or folder that Ansible reads.
        words: names, @groups, patterns or `all`.

    Raises:
        InputError: Ansible can't read it, a word means no host, or a host would be trusted blindly.
    """
    document = _read(file)
    variables: Mapping[str, Mapping[str, Any]] = document.get("_meta", {}).get("hostvars", {})
    groups: dict[str, frozenset[str]] = {}
    for group in document:
        for host in _members(document, group) if group not in {"_meta", "all"} else ():
            groups[host] = groups.get(host, frozenset()) | {group}
    every = [*dict.fromkeys([*_members(document, "all"), *groups])]
    names = chosen(words, {host: groups.get(host, frozenset()) for host in every})
    hosts = {name: variables.get(name, {}) for name in names}
    blind = [name for name, own in hosts.items() if _is_blind(own)]
    if blind:
        raise InputError(
            f"{file} switches the checking of host keys off for {', '.join(blind[:5])}.",
            hint="Give UserKnownHostsFile a file with their keys, and leave StrictHostKeyChecking at yes.",
            data={"hosts": blind},
        )
    return Targets("", file.parent if file.is_file() else file, file, hosts)


def _read(file: Path) -> dict[str, Any]:
    with private_folder() as folder:
        environment = cleaned({**os.environ, **settings(folder)}, settings(folder))
        done = subprocess.run(
            [str(Path(sys.executable).with_name("ansible-inventory")), "-i", str(file), "--list"],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
        )
    parsed = "Unable to parse" not in done.stderr and done.returncode == 0
    document = json.loads(done.stdout) if parsed else {}
    if not parsed or not isinstance(document, dict):
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise InputError(
            f"{file} is no inventory that Ansible reads.",
            hint=lines[0] if lines else "See `ansible-inventory -i FILE --list`.",
        )
    return document


def _members(document: Mapping[str, Any], group: str) -> Iterator[str]:
    of_group = document.get(group, {})
    yield from of_group.get("hosts", ())
    for child in of_group.get("children", ()):
        yield from _members(document, child)


def _is_blind(variables: Mapping[str, Any]) -> bool:
    by_arguments = any(_BLIND.search(str(variables.get(name, ""))) for name in _ARGUMENTS)
    switched = any(
        str(variables.get(name, "yes")).lower() in {"no", "false", "0", "off"} for name in _SWITCHES
    )
    return by_arguments or switched
