"""`openstack:networking/port:Port`.

Source: Networking API v2.0, "Ports"; terraform-provider-openstack,
openstack_networking_port_v2.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from gcloud.engine.interface import CheckFailure, CheckResult
from gcloud.engine.values import Value
from gcloud.provider.call import Call
from gcloud.provider.forms import address_complaint, canonical_address, canonical_mac, range_complaint
from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json
from gcloud.provider.schema import (
    Schema,
    boolean,
    integer,
    list_of,
    set_of,
    string,
    string_map,
    string_set,
    strings,
    structure,
)

_VNIC_TYPES: Final = (
    "baremetal",
    "direct",
    "direct-physical",
    "macvtap",
    "normal",
    "remote-managed",
    "virtio-forwarder",
)


def _json_complaint(value: Value) -> str:
    try:
        right = not value or isinstance(json.loads(value), dict)
    except ValueError as error:
        return f"is not JSON: {error}"
    return "" if right else "must be a JSON object"


def _canonical_json(value: Value) -> Value:
    return json.dumps(json.loads(value or "{}"), sort_keys=True)


class Port(neutron.NeutronType):
    """A port: one connection to a network, with its addresses and security groups.

    Which addresses and groups the program asked for is not what a port has: without
    any, Neutron chooses, and what it chose is in `allFixedIps` and
    `allSecurityGroupIds`. So `fixedIps` and `securityGroupIds` are never read back.
    """

    type_ = "openstack:networking/port:Port"
    noun = "port"
    collection = "ports"
    member = "port"
    key = ("name", "networkId", "macAddress", "deviceId")
    schema = Schema(
        {
            "adminStateUp": neutron.UP,
            "allFixedIps": strings(output=True),
            "allSecurityGroupIds": string_set(output=True),
            "allTags": neutron.ALL_TAGS,
            "allowedAddressPairs": set_of(
                structure(
                    {
                        "ipAddress": string(required=True, complaint=range_complaint),
                        "macAddress": string(canonical=canonical_mac),
                    }
                ),
                block=True,
            ),
            "binding": structure(
                {
                    "hostId": string(computed=True),
                    "profile": string(complaint=_json_complaint, canonical=_canonical_json),
                    "vifDetails": string_map(output=True),
                    "vifType": string(output=True),
                    "vnicType": string(default="normal", choices=_VNIC_TYPES),
                },
                computed=True,
            ),
            "description": neutron.DESCRIPTION,
            "deviceId": string(computed=True, replaces=True),
            "deviceOwner": string(computed=True, replaces=True),
            "dnsAssignments": list_of(string_map(), output=True),
            "dnsName": string(computed=True),
            "extraDhcpOptions": set_of(
                structure(
                    {
                        "ipVersion": integer(default=4),
                        "name": string(required=True),
                        "value": string(required=True),
                    }
                ),
                block=True,
            ),
            "fixedIps": list_of(
                structure(
                    {
                        "ipAddress": string(complaint=address_complaint, canonical=canonical_address),
                        "subnetId": string(),
                    }
                ),
                block=True,
            ),
            "macAddress": string(computed=True, replaces=True, canonical=canonical_mac),
            "name": neutron.NAME,
            "networkId": string(required=True, replaces=True),
            "noFixedIp": boolean(),
            "noSecurityGroups": boolean(),
            "portSecurityEnabled": boolean(computed=True),
            "qosPolicyId": string(computed=True),
            "region": neutron.REGION,
            "securityGroupIds": string_set(),
            "tags": neutron.TAGS,
            "tenantId": neutron.TENANT,
            "valueSpecs": neutron.VALUE_SPECS,
        },
        conflicts=(("fixedIps", "noFixedIp"),),
    )
    attributes: ClassVar = {
        "adminStateUp": "admin_state_up",
        "description": "description",
        "deviceId": "device_id",
        "deviceOwner": "device_owner",
        "dnsName": "dns_name",
        "macAddress": "mac_address",
        "name": "name",
        "networkId": "network_id",
        "portSecurityEnabled": "port_security_enabled",
        "qosPolicyId": "qos_policy_id",
        "tenantId": "tenant_id",
    }
    nullable = frozenset({"qos_policy_id"})

    def check(
        self, logical_name: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        """Refuse groups beside the wish for none."""
        result = super().check(logical_name, olds, news)
        if result.inputs.get("noSecurityGroups") is not True or not result.inputs.get("securityGroupIds"):
            return result
        clash = CheckFailure(
            "securityGroupIds", "can't be given while noSecurityGroups is true; keep one of them"
        )
        return CheckResult(result.inputs, (*result.failures, clash))

    def body(self, inputs: Json) -> Json:
        """Add addresses, groups, pairs, options and binding as far as they are given."""
        body = super().body(inputs)
        if inputs.get("noFixedIp") or inputs.get("fixedIps"):
            body["fixed_ips"] = _addresses(inputs)
        if inputs.get("noSecurityGroups") or inputs.get("securityGroupIds"):
            body["security_groups"] = [] if inputs.get("noSecurityGroups") else inputs["securityGroupIds"]
        if pairs := self.wanted(inputs, "allowedAddressPairs"):
            body["allowed_address_pairs"] = _pairs(pairs)
        if options := self.wanted(inputs, "extraDhcpOptions"):
            body["extra_dhcp_opts"] = [_option(option) for option in options]
        return body | _binding(inputs.get("binding") or {})

    def changes(self, changed: frozenset[str], inputs: Json) -> Json:
        """Add what changed of addresses, groups, pairs and binding."""
        body = super().changes(changed, inputs)
        if changed & {"fixedIps", "noFixedIp"} and (inputs.get("noFixedIp") or inputs.get("fixedIps")):
            # Without either, the addresses stay: Neutron would take an empty list as "none".
            body["fixed_ips"] = _addresses(inputs)
        if "securityGroupIds" in changed or (
            "noSecurityGroups" in changed and inputs.get("noSecurityGroups")
        ):
            groups = self.wanted(inputs, "securityGroupIds")
            body["security_groups"] = [] if inputs.get("noSecurityGroups") else groups
        if "allowedAddressPairs" in changed:
            body["allowed_address_pairs"] = _pairs(self.wanted(inputs, "allowedAddressPairs"))
        if "binding" in changed:
            body |= _binding(inputs.get("binding") or {})
        return body

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Change the options first: one that is gone must be named, with null for its value."""
        if "extraDhcpOptions" in changed:
            options = [_option(option) for option in self.wanted(inputs, "extraDhcpOptions")]
            names = {option["opt_name"] for option in options}
            gone = [item["name"] for item in old.get("extraDhcpOptions") or () if item["name"] not in names]
            options += [{"opt_name": name, "opt_value": None} for name in gone]
            doing = f"changing the DHCP options of {self.title(inputs)}"
            self.send(call, "PUT", f"/ports/{id_}", doing, {"extra_dhcp_opts": options})
        return super().update(call, id_, changed, inputs, old)

    def reported(self, call: Call, raw: Json, given: Json) -> Json:
        """Add what the program asked for, each address with both its parts."""
        asked = [
            {"ipAddress": address.get("ipAddress") or "", "subnetId": address.get("subnetId") or ""}
            for address in given.get("fixedIps") or ()
        ]
        return {**super().reported(call, raw, given), "fixedIps": asked}

    def report(self, call: Call, raw: Json) -> Json:
        """Add what the port has, and where it is bound as far as the account may see that."""
        return {
            **super().report(call, raw),
            "allFixedIps": [address["ip_address"] for address in raw.get("fixed_ips", [])],
            "allSecurityGroupIds": raw.get("security_groups", []),
            "allowedAddressPairs": [
                {
                    "ipAddress": pair["ip_address"],
                    # The port's own is what a pair has that names none.
                    "macAddress": "" if pair["mac_address"] == raw["mac_address"] else pair["mac_address"],
                }
                for pair in raw.get("allowed_address_pairs", [])
            ],
            "binding": {
                "hostId": raw.get("binding:host_id") or "",
                "profile": _text(raw["binding:profile"]) if "binding:profile" in raw else "",
                "vifDetails": {
                    name: value if isinstance(value, str) else _text(value)
                    for name, value in (raw.get("binding:vif_details") or {}).items()
                },
                "vifType": raw.get("binding:vif_type") or "",
                "vnicType": raw.get("binding:vnic_type") or "",
            },
            "dnsAssignments": raw.get("dns_assignment") or [],
            "extraDhcpOptions": [
                {"ipVersion": item["ip_version"], "name": item["opt_name"], "value": item["opt_value"]}
                for item in raw.get("extra_dhcp_opts", [])
            ],
        }


def _text(value: Value) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def _addresses(inputs: Json) -> list[Json]:
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


def _pairs(pairs: list[Json]) -> list[Json]:
    return [
        {"ip_address": pair["ipAddress"]}
        | ({"mac_address": pair["macAddress"]} if pair.get("macAddress") else {})
        for pair in pairs
    ]


def _option(option: Json) -> Json:
    return {"opt_name": option["name"], "opt_value": option["value"], "ip_version": option["ipVersion"]}


def _binding(binding: Json) -> Json:
    body: Json = {}
    if binding.get("hostId"):
        body["binding:host_id"] = binding["hostId"]
    if binding.get("vnicType"):
        body["binding:vnic_type"] = binding["vnicType"]
    if binding.get("profile"):
        body["binding:profile"] = json.loads(binding["profile"])
    return body
