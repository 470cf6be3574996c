"""`openstack:networking/port:Port`.

Source: Networking API v2.0, "Ports"; terraform-provider-openstack,
openstack_networking_port_v2.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from gcloud.cloud import rest
from gcloud.engine.interface import CheckFailure, CheckResult, DiffResult
from gcloud.engine.values import contains_unknown
from gcloud.provider.call import Call
from gcloud.provider.networking import neutron
from gcloud.provider.networking import port_form as form
from gcloud.provider.networking.port_schema import SCHEMA
from gcloud.provider.resource import Json

_MADE_FOR: Final = {
    "network:dhcp": "Neutron made it to serve addresses (DHCP)",
    "network:distributed": "Neutron made it to serve metadata",
    "network:floatingip": "Neutron made it for a floating address",
    "network:ha_router_replicated_interface": "Neutron made it for a router's interface",
    "network:router_gateway": "Neutron made it for a router's gateway",
    "network:router_interface": "Neutron made it for a router's interface",
    "network:router_interface_distributed": "Neutron made it for a router's interface",
}


class Port(neutron.NeutronType):
    """A port: one connection to a network, with its addresses and security groups.

    Which addresses and groups the program asked for is not what a port has: without
    any, Neutron chooses, and what it chose is in `allFixedIps` and
    `allSecurityGroupIds`. `fixedIps` and `securityGroupIds` stay as they were asked for
    as long as the port has them; else they are what it has instead.
    """

    type_ = "openstack:networking/port:Port"
    noun = "port"
    collection = "ports"
    member = "port"
    answers_whole = False
    key = ("name", "networkId", "macAddress", "deviceId")
    schema = SCHEMA
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

    def diff(
        self,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        """Compare; addresses that the port has need not be asked for, and the asking may leave parts open."""
        found = super().diff(old_inputs, old_outputs, new_inputs, ignore_changes)
        asked = new_inputs.get("fixedIps") or ()
        if contains_unknown(asked) or (not asked and new_inputs.get("noFixedIp")):
            return found
        if asked and not form.are_met(asked, old_outputs.get("fixedIps") or ()):
            return found
        return replace(found, changes=tuple(c for c in found.changes if not c.path.startswith("fixedIps")))

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
        """Add the addresses and groups that the program asked for, as far as the port has them."""
        report = super().reported(call, raw, given)
        addresses, groups = form.addresses_of(raw), raw.get("security_groups", [])
        if not given:
            # What Neutron chose by itself can't be told from what was asked for, but for one thing.
            usual = groups == _usual_group(call, raw)
            return {
                **report,
                "fixedIps": addresses,
                "noFixedIp": not addresses or None,
                "noSecurityGroups": (not groups and report["portSecurityEnabled"]) or None,
                "securityGroupIds": [] if usual else groups,
            }
        report["fixedIps"] = form.as_asked(given, addresses, raw["mac_address"])
        asked = given.get("securityGroupIds") or []
        if (asked or given.get("noSecurityGroups")) and set(asked) != set(groups):
            report["securityGroupIds"] = groups
        return report

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Name a port without a name by its first address."""
        return super().called(outputs, named) or next(iter(outputs["allFixedIps"]), "")

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the base's signature
        """Neutron and Nova make ports for what they serve."""
        owner = raw.get("device_owner") or ""
        if owner.startswith("network:"):
            return _MADE_FOR.get(owner, "Neutron made it for itself")
        made_by_nova = owner.startswith("compute:") and not raw.get("name")
        return "Nova made it for a server" if made_by_nova else ""

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


def _usual_group(call: Call, raw: Json) -> list[str]:
    """Give the group that Neutron gives to a port of the project for which nobody asked otherwise."""
    project = raw["project_id"]
    query = {"project_id": project, "name": "default", "fields": "id"}
    doing = "looking for the project's default security group"
    return call.shared.once(
        f"default group {project} {call.region}",
        lambda: [
            group["id"]
            for group in rest.listing(
                call.cloud.network, "/security-groups", "security_groups", doing=doing, params=query
            )
        ],
    )
