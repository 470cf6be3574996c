"""Hosts as judges reach them: plain ssh, with what the inventory says of each."""

import json
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gcloud.errors import InputError
from gcloud.harden.errors import RunError

EVERYBODY = "all"
_PATIENCE = 15
_LIMIT = 1800


@dataclass(frozen=True)
class Target:
    """A host.

    Args:
        name: in the inventory.
        address: where its sshd is.
        port: of its sshd.
        login: ssh and its arguments, up to the host.
        direct: no jump host is between.
    """

    name: str
    address: str
    port: int
    login: tuple[str, ...]
    direct: bool

    def run(self, command: str, *, feed: Path | None = None) -> str:
        """Run a shell's command line there, and return what it wrote.

        Args:
            command: the line.
            feed: a file for its input.

        Raises:
            RunError: ssh or the command failed.
        """
        with (feed or Path("/dev/null")).open("rb") as source:
            try:
                done = subprocess.run(
                    [*self.login, command], stdin=source, capture_output=True, check=False, timeout=_LIMIT
                )
            except subprocess.TimeoutExpired as error:
                raise RunError(f"{self.name}: not done after {_LIMIT} s") from error
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise RunError(f"{self.name}: {said[-1] if said else f'exit code {done.returncode}'}")
        return done.stdout.decode(errors="replace")


def targets(inventory: Path, names: Sequence[str]) -> tuple[Target, ...]:
    """Look hosts up in an inventory.

    Args:
        inventory: any that Ansible reads.
        names: of hosts or groups; ``all`` for all.

    Raises:
        InputError: the inventory can't be read, or a name is not in it.
    """
    command = [str(Path(sys.executable).with_name("ansible-inventory")), "-i", str(inventory), "--list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InputError(f"the inventory {inventory} can't be read", hint=done.stderr.strip())
    document = json.loads(done.stdout)
    variables = document["_meta"]["hostvars"]
    everybody = {*variables, *_members(document, EVERYBODY)}
    wanted: dict[str, None] = {}
    for name in names:
        found = [name] if name in everybody else _members(document, name)
        if not found:
            raise InputError(
                f"the inventory {inventory} has no host or group {name}",
                hint=f"it has {', '.join(sorted(everybody)) or 'no host'}",
            )
        wanted.update(dict.fromkeys(found))
    return tuple(_target(name, variables.get(name, {})) for name in wanted)


def _members(document: Mapping[str, Any], group: str) -> list[str]:
    entry = document.get(group, {})
    inner = [host for child in entry.get("children", ()) for host in _members(document, child)]
    return [*entry.get("hosts", ()), *inner]


def _target(name: str, variables: Mapping[str, Any]) -> Target:
    address, port = str(variables.get("ansible_host", name)), int(variables.get("ansible_port", 22))
    user, key = variables.get("ansible_user"), variables.get("ansible_ssh_private_key_file")
    extra = shlex.split(str(variables.get("ansible_ssh_common_args", "")))
    options = ("-o", "BatchMode=yes", "-o", f"ConnectTimeout={_PATIENCE}", "-o", "ControlPath=none")
    login = (
        *("ssh", *options, *extra, "-p", str(port)),
        *(("-i", str(key)) if key else ()),
        *(("-l", str(user)) if user else ()),
        address,
    )
    direct = not any("ProxyJump" in word or "ProxyCommand" in word or word == "-J" for word in extra)
    return Target(name, address, port, login, direct)
