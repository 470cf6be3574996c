"""The networks of a server: what was asked for, and what it got.

No single answer has all of it. The server reports addresses by the network's
name; its ports report themselves and their networks by id; which one stands first,
and which port the program named, only the program's own list tells.

Source: Compute API v2.1, "Servers: show" (addresses); Networking API v2.0, "Ports";
facts of the result's form from terraform-provider-openstack.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gcloud.cloud import rest
from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.resource import Json

_FIELDS: Final = ["device_id", "id", "mac_address", "network_id"]


def resolved(call: Call, networks: Iterable[Json], title: str) -> list[Json]:
    """Complete networks that are given by name with their ids.

    Args:
        call: the cloud.
        networks: the program's list.
        title: the server, for the error.

    Raises:
        CloudError: an entry names nothing, or there is not exactly one such network.
    """
    result = []
    for network in networks:
        if network.get("port") or network.get("uuid"):
            result.append(dict(network))
        elif network.get("name"):
            result.append({**network, "uuid": _by_name(call, network["name"], title)})
        else:
            raise CloudError(
                f"Creating {title} failed: an entry of networks has neither port, uuid nor name.",
                hint="Give the id of the port that the server is to use.",
            )
    return result


def _by_name(call: Call, name: str, title: str) -> str:
    found = list(
        rest.listing(
            call.cloud.network,
            "/networks",
            "networks",
            doing=f"looking for network {name} of {title}",
            params={"name": name, "fields": "id"},
        )
    )
    if len(found) != 1:
        raise CloudError(
            f"Creating {title} failed: there are {len(found)} networks named {name}.",
            hint="Give the network's uuid or a port.",
        )
    id_: str = found[0]["id"]
    return id_


def with_ports(call: Call, servers: Sequence[Json]) -> Iterator[Json]:
    """Give servers with their ports in `ports`, of each `id`, `network_id` and `mac_address`.

    Asked of Neutron itself: Nova has to ask it too, and is twice as long about it. One call for
    all of them, `AT_ONCE` at most.
    """
    found = rest.listing(
        call.cloud.network,
        "/ports",
        "ports",
        doing="reading the ports of servers",
        params={"device_id": [raw["id"] for raw in servers], "fields": _FIELDS},
    )
    ports: dict[str, list[Json]] = {}
    for port in found:
        ports.setdefault(port["device_id"], []).append(port)
    for raw in servers:
        yield {**raw, "ports": ports.get(raw["id"], [])}


def interfaces(call: Call, id_: str) -> list[Json]:
    """Give the ports of a server."""
    ports: list[Json] = next(with_ports(call, [{"id": id_}]))["ports"]
    return ports


def reported(given: list[Json], addresses: Json, found: list[Json]) -> list[Json]:
    """Give the property `networks` of a server.

    Args:
        given: the program's list, or the state's; it sets the order.
        addresses: the server's addresses by the network's name.
        found: its ports.
    """
    by_mac = _by_mac(addresses)
    left = [item for item in found if item["mac_address"] in by_mac]
    if not given:
        return [_entry({}, item, by_mac, uuid="") for item in left]
    result = []
    for network in given:
        item = next((item for item in left if _fits(network, item, by_mac)), None)
        if item is not None:
            left.remove(item)
            result.append(_entry(network, item, by_mac, uuid=item["network_id"]))
    return result


def best(networks: list[Json]) -> tuple[str, str]:
    """Give the addresses by which to reach a server: of the access network, else the first ones."""
    four = six = ""
    for network in networks:
        preferred = network["accessNetwork"]
        if network["fixedIpV4"] and (not four or preferred):
            four = network["fixedIpV4"]
        if network["fixedIpV6"] and (not six or preferred):
            six = network["fixedIpV6"]
    return four, six


def _by_mac(addresses: Json) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for name, entries in addresses.items():
        for entry in entries:
            nic = result.setdefault(
                entry.get("OS-EXT-IPS-MAC:mac_addr", ""), {"name": name, "fixedIpV4": "", "fixedIpV6": ""}
            )
            if entry.get("OS-EXT-IPS:type", "fixed") == "fixed":
                nic["fixedIpV6" if entry["version"] == 6 else "fixedIpV4"] = entry["addr"]  # noqa: PLR2004 - IP's version
    return result


def _fits(network: Json, item: Json, by_mac: dict[str, Json]) -> bool:
    if network.get("port"):
        return bool(network["port"] == item["id"])
    nic = by_mac[item["mac_address"]]
    if network.get("uuid") and network["uuid"] != item["network_id"]:
        return False
    if network.get("name") and network["name"] != nic["name"]:
        return False
    return not network.get("fixedIpV4") or network["fixedIpV4"] == nic["fixedIpV4"]


def _entry(network: Json, item: Json, by_mac: dict[str, Json], *, uuid: str) -> Json:
    return {
        "accessNetwork": bool(network.get("accessNetwork")),
        **by_mac[item["mac_address"]],
        "mac": item["mac_address"],
        "port": network.get("port") or "",
        "uuid": uuid,
    }
