"""How the addresses inside a zone's block are used.

    first address      the gateway (the router's), also where the zone is not routed,
                       so that attaching it later moves nobody
    a few more         kept for network devices: a second gateway, a virtual address
    the middle         servers, allotted one by one and recorded
    the last quarter   the cloud's own: DHCP and metadata ports take theirs here,
                       and must never take one that a server will get

A quarter is generous for the cloud's own; it keeps all boundaries on round
numbers (in a /24: servers 10-191, pool 192-254).
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from gcloud.plan.allotment import Network, Pool

_DEVICES = 10
_LARGEST_POOL = 1 << 16  # an IPv6 subnet's quarter is a number without meaning


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of one block.

    Attributes:
        block: the whole.
        gateway: the router's address.
        servers: first and last address for servers.
        pool: first and last address that the cloud may use by itself.
    """

    block: Network
    gateway: IPv4Address | IPv6Address
    servers: tuple[IPv4Address | IPv6Address, IPv4Address | IPv6Address]
    pool: tuple[IPv4Address | IPv6Address, IPv4Address | IPv6Address]

    def as_pool(self, name: str) -> Pool:
        """The servers' part, to allot from.

        Args:
            name: what the record calls it.
        """
        return Pool(name, self.block, int(self.servers[0]), int(self.servers[1]))


def layout(block: Network) -> Layout:
    """Divide a block.

    Args:
        block: IPv4 /28 or larger, IPv6 /124 or larger; smaller ones hold no server.
    """
    start = int(block.network_address)
    size = 1 << (block.max_prefixlen - block.prefixlen)
    devices = max(2, min(_DEVICES, size // 8))
    quarter = min(size // 4, _LARGEST_POOL)
    # IPv4's last address is the broadcast address; IPv6 has none, the symmetry costs nothing.
    end = start + size - 2

    def at(value: int) -> IPv4Address | IPv6Address:
        return type(block.network_address)(value)

    pool_start = start + size - quarter
    return Layout(
        block=block,
        gateway=at(start + 1),
        servers=(at(start + devices), at(pool_start - 1)),
        pool=(at(pool_start), at(end)),
    )
