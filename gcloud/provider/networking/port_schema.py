"""The properties of `openstack:networking/port:Port`.

Source: the Pulumi package schema of pulumi-openstack 5.5.3; defaults and what a
change replaces from terraform-provider-openstack, openstack_networking_port_v2.
"""

from typing import Final

from gcloud.provider.forms import address_complaint, canonical_address, canonical_mac, range_complaint
from gcloud.provider.networking import neutron
from gcloud.provider.networking import port_form as form
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


SCHEMA: Final = Schema(
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
