"""How Neutron writes the parts of a port that are more than one attribute.

Source: Networking API v2.0, "Ports" and its extensions "Allowed address pairs",
"Extra DHCP options" and "Port binding".
"""

import ipaddress
import json
from collections.abc import Sequence

from gcloud.engine.values import Value
from gcloud.provider.forms import canonical_address
from gcloud.provider.resource import Json


def json_complaint(value: Value) -> str:
    """Say what is wrong with a JSON object in a string, "" if it is right."""
    try:
        right = not value or isinstance(json.loads(value), dict)
    except ValueError as error:
        return f"is not JSON: {error}"
    return "" if right else "must be a JSON object"


def canonical_json(value: Value) -> Value:
    """Give a JSON object in a string in one form; an empty string is an empty object."""
    return json.dumps(json.loads(value or "{}"), sort_keys=True)


def _text(value: Value) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def addresses(inputs: Json) -> list[Json]:
    """Give the addresses to ask for; none if the program wants none."""
    if inputs.get("noFixedIp"):
        return []
    addresses = [
        {
            attribute: address[name]
            for name, attribute in (("subnetId", "subnet_id"), ("ipAddress", "ip_address"))
            if address.get(name)
        }
        for address in inputs["fixedIps"]
    ]
    return [address for address in addresses if address]


def pairs(pairs: list[Json]) -> list[Json]:
    """Give the address pairs to set."""
    return [
        {"ip_address": pair["ipAddress"]}
        | ({"mac_address": pair["macAddress"]} if pair.get("macAddress") else {})
        for pair in pairs
    ]


def addresses_of(raw: Json) -> list[Json]:
    """Give the addresses that a port has."""
    return [
        {"ipAddress": address["ip_address"], "subnetId": address["subnet_id"]}
        for address in raw.get("fixed_ips", [])
    ]


def as_asked(given: Json, there: list[Json], mac: str) -> list[Json]:
    """Give the addresses that were asked for if the port has them, else those that it has.

    Beside what was asked for, Neutron gives a port an address of every subnet in which hosts make
    their own (RFC 4291, appendix A); without asking, it chooses.

    Args:
        given: the properties that the program asked for.
        there: what the port has.
        mac: its hardware address.
    """
    asked = [
        {"ipAddress": address.get("ipAddress") or "", "subnetId": address.get("subnetId") or ""}
        for address in given.get("fixedIps") or ()
    ]
    if not asked and not given.get("noFixedIp"):
        return asked
    chosen = [address for address in there if not _of_the_host(address["ipAddress"], mac)]
    return asked if are_met(asked, there) or are_met(asked, chosen) else chosen


def are_met(asked: Sequence[Json], there: Sequence[Json]) -> bool:
    """Tell whether addresses are just what was asked for; a part that was left open may be anything."""
    left = list(there)
    for wanted in sorted(asked, key=lambda address: not address.get("ipAddress")):
        met = next((address for address in left if _meets(wanted, address)), None)
        if met is None:
            return False
        left.remove(met)
    return not left


def _meets(wanted: Json, address: Json) -> bool:
    return all(
        canonical_address(wanted[name]) == canonical_address(address.get(name))
        for name in ("ipAddress", "subnetId")
        if wanted.get(name)
    )


def _of_the_host(address: str, mac: str) -> bool:
    parts = bytes.fromhex(mac.replace(":", ""))
    host = bytes((parts[0] ^ 2, *parts[1:3], 0xFF, 0xFE, *parts[3:]))
    return ":" in address and ipaddress.ip_address(address).packed[8:] == host


def option(option: Json) -> Json:
    """Give one DHCP option to set."""
    return {"opt_name": option["name"], "opt_value": option["value"], "ip_version": option["ipVersion"]}


def binding(binding: Json) -> Json:
    """Give the attributes of a binding that the program chose."""
    body: Json = {}
    if binding.get("hostId"):
        body["binding:host_id"] = binding["hostId"]
    if binding.get("vnicType"):
        body["binding:vnic_type"] = binding["vnicType"]
    if binding.get("profile"):
        body["binding:profile"] = json.loads(binding["profile"])
    return body


def pairs_of(raw: Json) -> list[Json]:
    """Give the address pairs of a port; one with the port's own hardware address names none."""
    return [
        {
            "ipAddress": pair["ip_address"],
            "macAddress": "" if pair["mac_address"] == raw["mac_address"] else pair["mac_address"],
        }
        for pair in raw.get("allowed_address_pairs", [])
    ]


def options_of(raw: Json) -> list[Json]:
    """Give the DHCP options of a port."""
    return [
        {"ipVersion": item["ip_version"], "name": item["opt_name"], "value": item["opt_value"]}
        for item in raw.get("extra_dhcp_opts", [])
    ]


def binding_of(raw: Json) -> Json:
    """Give where a port is bound, as far as the account may see that."""
    return {
        "hostId": raw.get("binding:host_id") or "",
        "profile": _text(raw["binding:profile"]) if "binding:profile" in raw else "",
        "vifDetails": {
            name: value if isinstance(value, str) else _text(value)
            for name, value in (raw.get("binding:vif_details") or {}).items()
        },
        "vifType": raw.get("binding:vif_type") or "",
        "vnicType": raw.get("binding:vnic_type") or "",
    }
