"""`openstack:dns/zone:Zone`.

Source: DNS API v2, "Zones"; terraform-provider-openstack, openstack_dns_zone_v2.
"""

from typing import ClassVar

from gcloud.provider.dns import designate
from gcloud.provider.dns.designate import DesignateType
from gcloud.provider.forms import rooted_complaint
from gcloud.provider.schema import Schema, string, string_map, string_set


class Zone(DesignateType):
    """A zone; its name is unique in the pool of name servers. Its record sets go with it."""

    type_ = "openstack:dns/zone:Zone"
    noun = "DNS zone"
    collection = "zones"
    schema = Schema(
        {
            "attributes": string_map(replaces=True),
            "description": designate.DESCRIPTION,
            "disableStatusCheck": designate.UNCHECKED,
            "email": string(),
            "masters": string_set(),
            "name": string(autoname=True, replaces=True, complaint=rooted_complaint),
            "projectId": designate.PROJECT,
            "region": designate.REGION,
            "ttl": designate.TTL,
            "type": string(computed=True, replaces=True, choices=("PRIMARY", "SECONDARY")),
            "valueSpecs": designate.VALUE_SPECS,
        }
    )
    attributes: ClassVar = {
        "attributes": "attributes",
        "description": "description",
        "email": "email",
        "masters": "masters",
        "name": "name",
        "projectId": "project_id",
        "ttl": "ttl",
        "type": "type",
    }
    changeable = frozenset({"description", "email", "masters", "ttl"})
