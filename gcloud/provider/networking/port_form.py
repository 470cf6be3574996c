"""How Neutron writes the parts of a port that are more than one attribute.

Source: Networking API v2.0, "Ports" and its extensions "Allowed address pairs",
"Extra DHCP options" and "Port binding".
"""

import json

from gcloud.engine.values import Value
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
