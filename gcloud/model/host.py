"""Hosts: machines that are hardened and are no servers of the cloud: hypervisors, gateways, bare machines."""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from gcloud.model.base import Model
from gcloud.model.net import IpAddress
from gcloud.model.numbers import Whole
from gcloud.model.server import Server
from gcloud.model.shown import shown
from gcloud.model.text import Name
from gcloud.model.wrong import wrong

FINGERPRINT_PATTERN = r"^SHA256:[A-Za-z0-9+/]{43}$"
ACCOUNT_PATTERN = r"^[a-z_][a-z0-9_-]{0,31}$"


def _fingerprint(text: str) -> str:
    if re.fullmatch(FINGERPRINT_PATTERN, text.rstrip("=")):
        return text.rstrip("=")
    raise wrong(
        "host.fingerprint",
        f"{shown(text)} is no fingerprint of a host key",
        "write what `ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub` shows on the host: SHA256:...",
    )


def _account(text: str) -> str:
    if re.fullmatch(ACCOUNT_PATTERN, text):
        return text
    raise wrong("host.account", f"{shown(text)} is no account of a Linux host", "write for example operator")


Fingerprint = Annotated[
    str, AfterValidator(_fingerprint), WithJsonSchema({"type": "string", "pattern": FINGERPRINT_PATTERN})
]
"""The fingerprint of a host key, as OpenSSH shows it (ssh-keygen(1), -l)."""

Account = Annotated[
    str, AfterValidator(_account), WithJsonSchema({"type": "string", "pattern": ACCOUNT_PATTERN})
]
"""The name of an account (useradd(8) on Debian)."""


class Host(Model):
    """A machine that is no server of the cloud."""

    name: Annotated[Name, Field(examples=["hypervisor-1"])]
    """How commands call it; no server's name."""
    address: Annotated[IpAddress, Field(examples=["10.42.4.20"])]
    """Where it is reached over SSH."""
    port: Annotated[Whole, Field(ge=1, le=65535)] = 22
    """The port of its SSH."""
    user: Account | None = None
    """The account to sign in as, if not the operator of `hardening`."""
    system: Annotated[Name, Field(examples=["soc"])]
    """The system it belongs to; its level is the host's."""
    zone: Name | None = None
    """The zone it stands in: flows to that zone say which ports it needs."""
    roles: tuple[Name, ...] = ()
    """What it does beside its system's work: router, hypervisor, controller, database ..., a file each in
    playbooks/baselines/roles."""
    group: Name | None = None
    """Hosts of one group stand in for each other: never are two of them restarted together."""
    host_keys: Annotated[
        tuple[Fingerprint, ...], Field(examples=[["SHA256:yJ6mQ2wJm6TtC8o0N2u3k2xkGvJmJm0o6d3m0wq1ZtI"]])
    ] = ()
    """Fingerprints of its host keys, read at its console: a host with another key is refused."""


def groups_of(servers: Iterable[Server], hosts: Iterable[Host]) -> dict[str, frozenset[str]]:
    """The groups, as KIND/NAME, of each host: by system, zone, role, and who stands in for it.

    Args:
        servers: the site's servers; each instance is a host.
        hosts: the machines that are none.

    Returns:
        By host, in the order of the files.
    """
    found: dict[str, frozenset[str]] = {}
    for server in servers:
        mine = {f"system/{server.system}", f"zone/{server.zone}", *(f"role/{role}" for role in server.roles)}
        alike = {f"server/{server.name}"} if server.count > 1 else set()
        found |= {instance: frozenset(mine | alike) for instance in server.instances}
    for host in hosts:
        mine = {f"system/{host.system}", *(f"role/{role}" for role in host.roles)}
        mine |= {f"zone/{host.zone}"} if host.zone else set()
        mine |= {f"group/{host.group}"} if host.group else set()
        found[host.name] = frozenset(mine)
    return found
