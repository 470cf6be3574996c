"""An Ansible inventory of a site's hosts: an ordinary one, for `ansible-playbook` as for `govcloud harden`.

No secret is ever in it: a password comes from a vault or a keyring when a run
starts, a key from an agent or by the name of its file.

A host is known by its name and not by its address (`HostKeyAlias`), so that a key
that was trusted stays so when the host moves. ssh hands its options to no jump
host, so the way there is written out with the same care.
"""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from gcloud.model.policy import HOST_SUBJECTS
from gcloud.model.selectors import select
from gcloud.model.site import Site
from gcloud.plan.hardening.hosts import Estate, Machine, Opening

_HEAD = """\
# The hosts of a site, written by `govcloud hosts inventory`. No secret is in it.
# ansible-playbook -i THIS_FILE playbooks/harden.yml
"""


@dataclass(frozen=True, slots=True)
class Access:
    """How hosts are signed in to.

    Attributes:
        known_hosts: the file with the keys of hosts; nothing else is trusted.
        key: the file of the private key; None: the agent's, or ssh's own default.
    """

    known_hosts: str
    key: str | None = None


def inventory(site: Site, hosts: Estate, names: Iterable[str], access: Access) -> dict[str, Any]:
    """The inventory as plain data.

    Args:
        site: the site.
        hosts: its hosts.
        names: those that shall be in it.
        access: how they are signed in to.
    """
    chosen = {name: hosts.machines[name] for name in names}
    groups: dict[str, dict[str, Any]] = {}
    for name, machine in chosen.items():
        for group in sorted(machine.groups):
            groups.setdefault(group_name(group), {"hosts": {}})["hosts"][name] = None
    found = {name: _variables(site, hosts, machine, access) for name, machine in chosen.items()}
    return {"all": {"hosts": found, "children": groups}}


def inventory_text(document: Mapping[str, Any]) -> str:
    """An inventory as the text of a YAML file."""
    return _HEAD + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)


def group_name(group: str) -> str:
    """What Ansible calls a group: it allows letters, digits and underscores only."""
    return group.replace("/", "_").replace("-", "_")


def ssh_arguments(hosts: Estate, machine: Machine, access: Access) -> list[str]:
    """The arguments by which ssh reaches a host, and nothing but this host."""
    return [*_strict(machine, access), *way_arguments(hosts, machine, access)]


def way_arguments(hosts: Estate, machine: Machine, access: Access) -> list[str]:
    """The arguments by which ssh gets as far as a host's port: through the jump host, if there is one."""
    arguments: list[str] = []
    jump = hosts.way(machine)
    if jump is not None:
        to_jump = ["ssh", "-W", "%h:%p", "-p", str(jump.port), "-l", jump.user]
        if access.key is not None:
            to_jump += ["-i", access.key]
        to_jump += [*_strict(jump, access), jump.address]
        # In a proxy command % stands for what ssh fills in; a path may hold one.
        words = [word if word == "%h:%p" else word.replace("%", "%%") for word in to_jump]
        arguments += ["-o", f"ProxyCommand={shlex.join(words)}"]
    return arguments


def _strict(machine: Machine, access: Access) -> list[str]:
    options = {
        "StrictHostKeyChecking": "yes",
        # ssh fills in what follows %, and reads several files where there is a space.
        "UserKnownHostsFile": '"' + access.known_hosts.replace("%", "%%") + '"',
        "GlobalKnownHostsFile": "/dev/null",
        "UpdateHostKeys": "no",
        "HostKeyAlias": machine.name,
        "BatchMode": "yes",
        "ForwardAgent": "no",
    }
    return [word for name, value in options.items() for word in ("-o", f"{name}={value}")]


def _variables(site: Site, hosts: Estate, machine: Machine, access: Access) -> dict[str, Any]:
    settings = site.hardening
    found: dict[str, Any] = {
        "ansible_host": machine.address,
        "ansible_port": machine.port,
        "ansible_user": machine.user,
        "ansible_ssh_common_args": shlex.join(ssh_arguments(hosts, machine, access)),
        "govcloud_profile": site.profile,
        "govcloud_level": machine.level,
        "govcloud_depth": settings.depth,
        "govcloud_roles": list(machine.roles),
        "govcloud_operator": machine.user,
        "govcloud_management": list(hosts.management),
        "govcloud_allow": [_opening(one) for one in machine.openings],
        "govcloud_parameters": _parameters(site, hosts, machine),
        "govcloud_waivers": _waivers(site, hosts, machine),
        "govcloud_ntp": [hosts.address_of(word) for word in settings.ntp],
    }
    if access.key is not None:
        found["ansible_ssh_private_key_file"] = access.key
    if settings.mirror is not None:
        found["govcloud_mirror"] = settings.mirror
    if settings.forwarder is not None:
        found["govcloud_forwarder"] = {
            "host": hosts.address_of(settings.forwarder.host),
            "port": settings.forwarder.port,
            "protocol": settings.forwarder.protocol,
            "name": settings.forwarder.name or settings.forwarder.host,
        }
    if settings.malware_agent is not None:
        found["govcloud_malware_agent"] = settings.malware_agent.model_dump()
    if machine.together is not None:
        found["govcloud_group"] = machine.together
    return found


def _opening(one: Opening) -> dict[str, Any]:
    port = {"port": one.port} if one.port else {}
    return {"proto": one.proto, **port, "from": list(one.sources)}


def _parameters(site: Site, hosts: Estate, machine: Machine) -> dict[str, dict[str, Any]]:
    """By control and parameter; of two settings for a host the later one counts."""
    found: dict[str, dict[str, Any]] = {}
    for one in site.hardening.parameters:
        if not one.hosts or machine.name in select(one.hosts, hosts.groups).names:
            value = list(one.value) if isinstance(one.value, tuple) else one.value
            found.setdefault(one.control, {})[one.parameter] = value
    return found


def _waivers(site: Site, hosts: Estate, machine: Machine) -> list[dict[str, str]]:
    """The waivers that name a host or a group of it; which have expired is judged on the day of a run."""
    found = []
    for one in site.waivers:
        kind, _, name = one.subject.partition("/")
        word = f"@{name}" if kind == "group" else name
        if kind in HOST_SUBJECTS and machine.name in select((word,), hosts.groups).names:
            found.append(
                {
                    "control": one.rule,
                    "subject": one.subject,
                    "reason": one.reason,
                    "approver": one.approver,
                    "expires_on": one.expires_on.isoformat(),
                    "measure": one.measure,
                }
            )
    return found
