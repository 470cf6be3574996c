"""`openstack:networking/port:Port`.

Source: Networking API v2.0, "Ports"; terraform-provider-openstack,
openstack_networking_port_v2.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from gcloud.engine.interface import CheckFailure, CheckResult
from gcloud.provider.call import Call
from gcloud.provider.forms import address_complaint, canonical_address, canonical_mac, range_complaint
from gcloud.provider.networking import neutron
from gcloud.provider.networking import port_form as form
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
                    "profile": string(complaint=form.json_complaint, canonical=form.canonical_json),
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
            body["fixed_ips"] = form.addresses(inputs)
        if inputs.get("noSecurityGroups") or inputs.get("securityGroupIds"):
            body["security_groups"] = [] if inputs.get("noSecurityGroups") else inputs["securityGroupIds"]
        if pairs := self.wanted(inputs, "allowedAddressPairs"):
            body["allowed_address_pairs"] = form.pairs(pairs)
        if options := self.wanted(inputs, "extraDhcpOptions"):
            body["extra_dhcp_opts"] = [form.option(option) for option in options]
        return body | form.binding(inputs.get("binding") or {})

    def changes(self, changed: frozenset[str], inputs: Json) -> Json:
        """Add what changed of addresses, groups, pairs and binding."""
        body = super().changes(changed, inputs)
        if changed & {"fixedIps", "noFixedIp"} and (inputs.get("noFixedIp") or inputs.get("fixedIps")):
            # Without either, the addresses stay: Neutron would take an empty list as "none".
            body["fixed_ips"] = form.addresses(inputs)
        if "securityGroupIds" in changed or (
            "noSecurityGroups" in changed and inputs.get("noSecurityGroups")
        ):
            groups = self.wanted(inputs, "securityGroupIds")
            body["security_groups"] = [] if inputs.get("noSecurityGroups") else groups
        if "allowedAddressPairs" in changed:
            body["allowed_address_pairs"] = form.pairs(self.wanted(inputs, "allowedAddressPairs"))
        if "binding" in changed:
            body |= form.binding(inputs.get("binding") or {})
        return body

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Change the options first: one that is gone must be named, with null for its value."""
        if "extraDhcpOptions" in changed:
            options = [form.option(option) for option in self.wanted(inputs, "extraDhcpOptions")]
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
            "allowedAddressPairs": form.pairs_of(raw),
            "binding": form.binding_of(raw),
            "dnsAssignments": raw.get("dns_assignment") or [],
            "extraDhcpOptions": form.options_of(raw),
        }
