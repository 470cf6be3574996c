"""Hosts at addresses that are somebody else's."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Problem
from gcloud.plan.addresses import Addresses
from gcloud.plan.layout import Layout


def host_problems(loaded: LoadedSite, given: Addresses) -> Iterator[Problem]:
    """Hosts where another host is, or where a zone's servers are put.

    Args:
        loaded: the site with its positions.
        given: who has which addresses.
    """
    taken: dict[tuple[str, int], str] = {}
    for index, host in enumerate(loaded.site.hosts):
        way = ("hosts", index, "address")
        other = taken.setdefault((str(host.address), host.port), host.name)
        if other != host.name:
            what = f"{host.name} is at {host.address} port {host.port}, and so is {other}"
            yield loaded.problem(way, "host.address", what, "write the address that it has")
        for name, divided in given.zones.items():
            if host.address in divided.block and not _for_devices(host.address, divided):
                what = f"{host.name} is at {host.address}, where the cloud puts servers of the zone {name}"
                first, last = divided.gateway + 1, divided.servers[0] - 1
                instead = f"give it one of {first} to {last}, which are kept for devices"
                yield loaded.problem(way, "host.address", what, instead)


def _for_devices(address: IPv4Address | IPv6Address, divided: Layout) -> bool:
    return int(address) < int(divided.servers[0])
