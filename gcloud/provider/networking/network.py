"""`openstack:networking/network:Network`.

Source: Networking API v2.0, "Networks"; terraform-provider-openstack,
openstack_networking_network_v2.
"""

from typing import ClassVar

from gcloud.provider.call import Call
from gcloud.provider.forms import domain_complaint
from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, integer, set_of, string, string_set, structure


class Network(neutron.NeutronType):
    """A network: one layer-2 segment, isolated from all others."""

    type_ = "openstack:networking/network:Network"
    noun = "network"
    collection = "networks"
    member = "network"
    schema = Schema(
        {
            "adminStateUp": neutron.UP,
            "allTags": neutron.ALL_TAGS,
            "availabilityZoneHints": string_set(computed=True, replaces=True),
            "description": neutron.DESCRIPTION,
            "dnsDomain": string(computed=True, complaint=domain_complaint),
            "external": boolean(computed=True),
            "mtu": integer(computed=True),
            "name": neutron.NAME,
            "portSecurityEnabled": boolean(computed=True),
            "qosPolicyId": string(computed=True),
            "region": neutron.REGION,
            "segments": set_of(
                structure(
                    {
                        "networkType": string(),
                        "physicalNetwork": string(),
                        "segmentationId": integer(computed=True),
                    }
                ),
                computed=True,
                block=True,
            ),
            "shared": boolean(computed=True),
            "tags": neutron.TAGS,
            "tenantId": neutron.TENANT,
            "transparentVlan": boolean(computed=True, replaces=True),
            "valueSpecs": neutron.VALUE_SPECS,
        }
    )
    attributes: ClassVar = {
        "adminStateUp": "admin_state_up",
        "availabilityZoneHints": "availability_zone_hints",
        "description": "description",
        "dnsDomain": "dns_domain",
        "external": "router:external",
        "mtu": "mtu",
        "name": "name",
        "portSecurityEnabled": "port_security_enabled",
        "qosPolicyId": "qos_policy_id",
        "shared": "shared",
        "tenantId": "tenant_id",
        "transparentVlan": "vlan_transparent",
    }
    nullable = frozenset({"qos_policy_id"})

    def body(self, inputs: Json) -> Json:
        """Add the segments; what a segment leaves open is Neutron's to choose."""
        body = super().body(inputs)
        if segments := self.wanted(inputs, "segments"):
            body["segments"] = _to_api(segments)
        return body

    def changes(self, changed: frozenset[str], inputs: Json) -> Json:
        """Add the segments if they changed."""
        body = super().changes(changed, inputs)
        if "segments" in changed:
            body["segments"] = _to_api(self.wanted(inputs, "segments"))
        return body

    def report(self, call: Call, raw: Json) -> Json:
        """Add the segments: Neutron reports a single one in attributes of the network itself."""
        return {**super().report(call, raw), "segments": segments_of(raw)}


def _to_api(segments: list[Json]) -> list[Json]:
    return [
        {
            attribute: segment[name]
            for name, attribute in (
                ("networkType", "provider:network_type"),
                ("physicalNetwork", "provider:physical_network"),
                ("segmentationId", "provider:segmentation_id"),
            )
            if segment.get(name)
        }
        for segment in segments
    ]


def segments_of(raw: Json) -> list[Json]:
    """Give the segments of a network in the API's form as properties."""
    single = [raw] if raw.get("provider:network_type") or raw.get("provider:physical_network") else []
    return [
        {
            "networkType": segment.get("provider:network_type") or "",
            "physicalNetwork": segment.get("provider:physical_network") or "",
            "segmentationId": segment.get("provider:segmentation_id") or 0,
        }
        for segment in single + raw.get("segments", [])
    ]
