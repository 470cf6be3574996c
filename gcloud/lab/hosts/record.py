"""What is written down of a host: a file in its folder."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from ipaddress import ip_network

from gcloud.lab.files import write
from gcloud.lab.hosts.context import CIDR, HostsLab
from gcloud.lab.hosts.errors import UnknownHostError


@dataclass(frozen=True)
class Host:
    """A host of the lab.

    Args:
        name: its name, also within.
        system: e.g. ``debian-12``.
        number: its place in the network, unique in the lab.
        port: on 127.0.0.1, leads to its sshd.
        vm: a virtual machine, not a container.
    """

    name: str
    system: str
    number: int
    port: int
    vm: bool = False

    @property
    def address(self) -> str:
        """By which the other hosts reach it."""
        return str(ip_network(CIDR)[self.number])

    @property
    def mac(self) -> str:
        """Of its network device, the same in every life: others remember it."""
        return f"02:67:63:00:00:{self.number:02x}"


def hosts(lab: HostsLab) -> tuple[Host, ...]:
    """All hosts, by number."""
    return tuple(sorted(_read(lab), key=lambda host: host.number))


def find(lab: HostsLab, name: str) -> Host:
    """The host of this name.

    Raises:
        UnknownHostError: there is none.
    """
    by_name = {host.name: host for host in hosts(lab)}
    if name not in by_name:
        raise UnknownHostError(name, by_name)
    return by_name[name]


def keep(lab: HostsLab, host: Host) -> None:
    """Write a host down."""
    write(lab.home(host.name) / "host.json", json.dumps(asdict(host)))


def _read(lab: HostsLab) -> Iterator[Host]:
    for file in lab.settings.data.glob("*/host.json"):
        yield Host(**json.loads(file.read_text()))
