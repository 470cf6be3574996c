"""`openstack:networking/router:Router`.

Source: Networking API v2.0, "Routers"; terraform-provider-openstack,
openstack_networking_router_v2.
"""

from typing import ClassVar, Final

from gcloud.cloud.errors import ConflictError
from gcloud.provider.call import Call
from gcloud.provider.forms import address_complaint, canonical_address
from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, list_of, string, strings, structure

_GATEWAY: Final = frozenset({"externalNetworkId", "externalQosPolicyId", "enableSnat", "externalFixedIps"})


class Router(neutron.NeutronType):
    """A router, with or without a gateway to a provider network."""

    type_ = "openstack:networking/router:Router"
    noun = "router"
    collection = "routers"
    member = "router"
    schema = Schema(
        {
            "adminStateUp": neutron.UP,
            "allTags": neutron.ALL_TAGS,
            "availabilityZoneHints": strings(computed=True, replaces=True),
            "description": neutron.DESCRIPTION,
            "distributed": boolean(computed=True, replaces=True),
            "enableSnat": boolean(computed=True),
            "externalFixedIps": list_of(
                structure(
                    {
                        "ipAddress": string(
                            computed=True, complaint=address_complaint, canonical=canonical_address
                        ),
                        "subnetId": string(computed=True),
                    }
                ),
                computed=True,
                block=True,
            ),
            "externalNetworkId": string(computed=True),
            "externalQosPolicyId": string(computed=True),
            "externalSubnetIds": strings(),
            "flavorId": string(replaces=True),
            "name": neutron.NAME,
            "region": neutron.REGION,
            "tags": neutron.TAGS,
            "tenantId": neutron.TENANT,
            "valueSpecs": neutron.VALUE_SPECS,
            "vendorOptions": structure({"setRouterGatewayAfterCreate": boolean(unset=False)}),
        },
        conflicts=(("externalFixedIps", "externalSubnetIds"),),
        together=dict.fromkeys(
            ("enableSnat", "externalFixedIps", "externalQosPolicyId", "externalSubnetIds"),
            ("externalNetworkId",),
        ),
    )
    attributes: ClassVar = {
        "adminStateUp": "admin_state_up",
        "availabilityZoneHints": "availability_zone_hints",
        "description": "description",
        "distributed": "distributed",
        "flavorId": "flavor_id",
        "name": "name",
        "tenantId": "tenant_id",
    }
    settled = frozenset({"tags", "externalNetworkId"})

    def post(self, call: Call, inputs: Json) -> Json:
        """Create the router with its gateway, on the first external subnet that has an address left."""
        subnets = inputs.get("externalSubnetIds") or []
        for subnet in subnets[:-1]:
            try:
                return self._post(call, inputs, [{"subnet_id": subnet}])
            except ConflictError as error:
                if "IpAddressGenerationFailure" not in str(error.data) + error.message:
                    raise
        return self._post(call, inputs, [{"subnet_id": subnets[-1]}] if subnets else [])

    def _post(self, call: Call, inputs: Json, addresses: list[Json]) -> Json:
        body = self.body(inputs)
        if (gateway := _gateway(inputs)) and not _gateway_later(inputs):
            body["external_gateway_info"] = gateway | ({"external_fixed_ips": addresses} if addresses else {})
        return self.send(call, "POST", "/routers", f"creating {self.title(inputs)}", body)

    def settle(self, call: Call, raw: Json, inputs: Json) -> Json:
        """Set the gateway now if the program asked for that order."""
        if _gateway_later(inputs) and (gateway := _gateway(inputs)):
            doing = f"setting the gateway of {self.title(inputs)}"
            raw = self.send(call, "PUT", f"/routers/{raw['id']}", doing, {"external_gateway_info": gateway})
        return super().settle(call, raw, inputs)

    def changes(self, changed: frozenset[str], inputs: Json) -> Json:
        """Add the whole gateway if a part of it changed; Neutron takes an empty one as none."""
        body = super().changes(changed, inputs)
        if changed & _GATEWAY:
            body["external_gateway_info"] = _gateway(inputs)
        return body

    def report(self, call: Call, raw: Json) -> Json:
        """Add the gateway."""
        gateway = raw.get("external_gateway_info") or {}
        return {
            **super().report(call, raw),
            "enableSnat": gateway.get("enable_snat"),
            "externalFixedIps": [
                {"ipAddress": address.get("ip_address") or "", "subnetId": address.get("subnet_id") or ""}
                for address in gateway.get("external_fixed_ips", [])
            ],
            "externalNetworkId": gateway.get("network_id") or "",
        }


def _gateway_later(inputs: Json) -> bool:
    return bool((inputs.get("vendorOptions") or {}).get("setRouterGatewayAfterCreate"))


def _gateway(inputs: Json) -> Json:
    if not inputs.get("externalNetworkId"):
        return {}
    gateway: Json = {"network_id": inputs["externalNetworkId"]}
    if "enableSnat" in inputs:
        gateway["enable_snat"] = inputs["enableSnat"]
    if inputs.get("externalQosPolicyId"):
        gateway["qos_policy_id"] = inputs["externalQosPolicyId"]
    if inputs.get("externalFixedIps"):
        gateway["external_fixed_ips"] = [
            {
                attribute: address[name]
                for name, attribute in (("subnetId", "subnet_id"), ("ipAddress", "ip_address"))
                if address.get(name)
            }
            for address in inputs["externalFixedIps"]
        ]
    return gateway
