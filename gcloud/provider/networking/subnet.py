"""`openstack:networking/subnet:Subnet`.

Source: Networking API v2.0, "Subnets"; terraform-provider-openstack,
openstack_networking_subnet_v2.
"""

import ipaddress
from typing import ClassVar, Final

from gcloud.provider.call import Call
from gcloud.provider.forms import (
    address_complaint,
    canonical_address,
    canonical_network,
    network_complaint,
)
from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json
from gcloud.provider.schema import (
    Property,
    Schema,
    boolean,
    integer,
    list_of,
    set_of,
    string,
    strings,
    structure,
)

_ADDRESS: Final = string(required=True, complaint=address_complaint, canonical=canonical_address)
_IPV4: Final = 4
_IPV6_MODES: Final = ("slaac", "dhcpv6-stateful", "dhcpv6-stateless")


def _ipv6_mode() -> Property:
    return string(computed=True, replaces=True, choices=_IPV6_MODES)


class Subnet(neutron.NeutronType):
    """A subnet: a network's range of addresses, its gateway and what DHCP tells."""

    type_ = "openstack:networking/subnet:Subnet"
    noun = "subnet"
    collection = "subnets"
    member = "subnet"
    key = ("name", "networkId", "cidr", "ipVersion")
    schema = Schema(
        {
            "allTags": neutron.ALL_TAGS,
            "allocationPools": set_of(
                structure({"end": _ADDRESS, "start": _ADDRESS}), computed=True, block=True
            ),
            "cidr": string(
                computed=True, replaces=True, complaint=network_complaint, canonical=canonical_network
            ),
            "description": neutron.DESCRIPTION,
            "dnsNameservers": list_of(string(complaint=address_complaint, canonical=canonical_address)),
            "dnsPublishFixedIp": boolean(),
            "enableDhcp": boolean(default=True),
            "gatewayIp": string(computed=True, complaint=address_complaint, canonical=canonical_address),
            "ipVersion": integer(default=_IPV4, replaces=True, choices=(_IPV4, 6)),
            "ipv6AddressMode": _ipv6_mode(),
            "ipv6RaMode": _ipv6_mode(),
            "name": neutron.NAME,
            "networkId": string(required=True, replaces=True),
            "noGateway": boolean(unset=False),
            "prefixLength": integer(replaces=True),
            "region": neutron.REGION,
            "segmentId": string(),
            "serviceTypes": strings(computed=True),
            "subnetpoolId": string(replaces=True),
            "tags": neutron.TAGS,
            "tenantId": neutron.TENANT,
            "valueSpecs": neutron.VALUE_SPECS,
        },
        conflicts=(("cidr", "prefixLength"), ("gatewayIp", "noGateway")),
        together={"prefixLength": ("subnetpoolId",)},
    )
    attributes: ClassVar = {
        "allocationPools": "allocation_pools",
        "cidr": "cidr",
        "description": "description",
        "dnsNameservers": "dns_nameservers",
        "dnsPublishFixedIp": "dns_publish_fixed_ip",
        "enableDhcp": "enable_dhcp",
        "gatewayIp": "gateway_ip",
        "ipVersion": "ip_version",
        "ipv6AddressMode": "ipv6_address_mode",
        "ipv6RaMode": "ipv6_ra_mode",
        "name": "name",
        "networkId": "network_id",
        "segmentId": "segment_id",
        "serviceTypes": "service_types",
        "subnetpoolId": "subnetpool_id",
        "tenantId": "tenant_id",
    }
    nullable = frozenset({"gateway_ip", "segment_id"})

    def body(self, inputs: Json) -> Json:
        """Add what isn't an attribute of its own: no gateway, and a length instead of a range."""
        body = super().body(inputs)
        if inputs.get("noGateway"):
            body["gateway_ip"] = None
        if inputs.get("prefixLength"):
            body["prefixlen"] = inputs["prefixLength"]
        return body

    def changes(self, changed: frozenset[str], inputs: Json) -> Json:
        """Take the gateway away, or give one back."""
        body = super().changes(changed, inputs)
        if "noGateway" in changed and inputs.get("noGateway"):
            body["gateway_ip"] = None
        elif "noGateway" in changed and "gatewayIp" not in inputs and "cidr" in inputs:
            body |= _usual_gateway(inputs["cidr"], with_pool="allocationPools" not in inputs)
        return body

    def report(self, call: Call, raw: Json) -> Json:
        """Add whether there is no gateway."""
        return {**super().report(call, raw), "noGateway": not raw.get("gateway_ip")}


def _usual_gateway(cidr: str, *, with_pool: bool) -> Json:
    """Give what Neutron chooses for a new subnet: the first address, and the rest for the pool.

    Neutron chooses for new subnets only; in a changed one the pool still has the first address.
    """
    network = ipaddress.ip_network(cidr)
    last = network[-2] if network.version == _IPV4 else network[-1]
    pool = {"allocation_pools": [{"start": str(network[2]), "end": str(last)}]} if with_pool else {}
    return {"gateway_ip": str(network[1]), **pool}
