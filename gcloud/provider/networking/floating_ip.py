"""`openstack:networking/floatingIp:FloatingIp`.

Source: Networking API v2.0, "Floating IPs"; terraform-provider-openstack,
openstack_networking_floatingip_v2.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from gcloud.cloud import rest
from gcloud.cloud.errors import ConflictError, NotFoundError
from gcloud.provider.call import Call
from gcloud.provider.forms import address_complaint, canonical_address, domain_complaint
from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, string, strings


class FloatingIp(neutron.NeutronType):
    """An address of a provider network that can be pointed at a port."""

    type_ = "openstack:networking/floatingIp:FloatingIp"
    noun = "floating address"
    collection = "floatingips"
    member = "floatingip"
    key = ("pool", "address", "description", "portId")
    schema = Schema(
        {
            "address": string(
                computed=True, replaces=True, complaint=address_complaint, canonical=canonical_address
            ),
            "allTags": neutron.ALL_TAGS,
            "description": neutron.DESCRIPTION,
            "dnsDomain": string(computed=True, replaces=True, complaint=domain_complaint),
            "dnsName": string(computed=True, replaces=True),
            "fixedIp": string(computed=True, complaint=address_complaint, canonical=canonical_address),
            "pool": string(required=True, replaces=True),
            "portId": string(computed=True),
            "region": neutron.REGION,
            "subnetId": string(computed=True),
            "subnetIds": strings(),
            "tags": neutron.TAGS,
            "tenantId": neutron.TENANT,
            "valueSpecs": neutron.VALUE_SPECS,
        },
        conflicts=(("subnetId", "subnetIds"),),
    )
    attributes: ClassVar = {
        "address": "floating_ip_address",
        "description": "description",
        "dnsDomain": "dns_domain",
        "dnsName": "dns_name",
        "fixedIp": "fixed_ip_address",
        "portId": "port_id",
        "tenantId": "tenant_id",
    }
    nullable = frozenset({"port_id"})

    def post(self, call: Call, inputs: Json) -> Json:
        """Take an address from the first of the subnets that has one left."""
        doing = f"creating {self.title(inputs)}"
        body = self.body(inputs)
        body["floating_network_id"] = _network(call, "name", inputs["pool"], doing)["id"]
        choices = inputs.get("subnetIds") or ([inputs["subnetId"]] if inputs.get("subnetId") else [None])
        for subnet in choices:
            there = {} if subnet is None else {"subnet_id": subnet}
            try:
                raw = self.send(call, "POST", "/floatingips", doing, body | there)
            except ConflictError:
                if subnet == choices[-1]:
                    raise
            else:
                return raw | there
        raise AssertionError("there is always one choice")  # pragma: no cover

    def changes(self, changed: frozenset[str], inputs: Json) -> Json:
        """Name the port with the fixed address: Neutron takes the one only beside the other."""
        body = super().changes(changed, inputs)
        if "fixedIp" in changed:
            body["port_id"] = inputs.get("portId")
            if not inputs.get("fixedIp"):
                del body["fixed_ip_address"]
        return body

    def report(self, call: Call, raw: Json) -> Json:
        """Add the pool's name; the subnet is known only to the call that chose it."""
        report = super().report(call, raw)
        doing = f"reading {self.noun} {raw['floating_ip_address']}"
        report["pool"] = _network(call, "id", raw["floating_network_id"], doing)["name"]
        return report | ({"subnetId": raw["subnet_id"]} if raw.get("subnet_id") else {})

    def fits(self, call: Call, inputs: Json, raw: Json) -> bool:
        """A floating address without a port is asked for unless the program names one."""
        return super().fits(call, {"portId": "", "description": "", **inputs}, raw)

    def describes(self, call: Call, inputs: Json, raw: Json) -> bool:
        """An address in use may point at a port that another resource of the program names."""
        return super().fits(call, inputs, raw)

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:  # noqa: ARG002 - it names nobody else
        """Name it by its address."""
        address: str = outputs["address"]
        return address

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name the address, or the pool that it is to come from."""
        address = inputs.get("address")
        return f"{self.noun} {address}" if address else f"a {self.noun} of {inputs.get('pool')}"


def _network(call: Call, by: str, value: str, doing: str) -> Json:
    """Look up a provider network once a run; its name and id don't change meanwhile."""

    def look() -> Json:
        found = [*rest.listing(call.cloud.network, "/networks", "networks", doing=doing, params={by: value})]
        if not found:
            raise NotFoundError(
                f"{doing[:1].upper()}{doing[1:]} failed: there is no network with {by} {value}",
                hint="Correct the pool: it is the name of the provider network, as in `external_network`.",
            )
        return found[0]

    return call.shared.once(f"network {by} {value} {call.region}", look)
