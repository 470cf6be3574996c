"""`openstack:dns/recordSet:RecordSet`.

Source: DNS API v2, "Recordset"; terraform-provider-openstack, openstack_dns_recordset_v2.
"""

from collections.abc import Callable
from typing import ClassVar, Final

from gcloud.provider.call import Call
from gcloud.provider.dns import designate
from gcloud.provider.dns.designate import DesignateType
from gcloud.provider.forms import canonical_address, rooted_complaint
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, set_of, string

_OF_THE_ZONE: Final = frozenset({"NS", "SOA"})


class RecordSet(DesignateType):
    """The records of one name and type in a zone. Its id is `ZONE/RECORDSET`."""

    type_ = "openstack:dns/recordSet:RecordSet"
    noun = "DNS record set"
    collection = "recordsets"
    key = ("name", "type", "zoneId")
    verb = "PUT"
    schema = Schema(
        {
            "description": designate.DESCRIPTION,
            "disableStatusCheck": designate.UNCHECKED,
            "name": string(autoname=True, replaces=True, complaint=rooted_complaint),
            "projectId": designate.PROJECT,
            "records": set_of(string(canonical=canonical_address), required=True),
            "region": designate.REGION,
            "ttl": designate.TTL,
            "type": designate.TYPE,
            "valueSpecs": designate.VALUE_SPECS,
            "zoneId": string(required=True, replaces=True),
        }
    )
    attributes: ClassVar = {
        "description": "description",
        "name": "name",
        "projectId": "project_id",
        "records": "records",
        "ttl": "ttl",
        "type": "type",
        "zoneId": "zone_id",
    }
    changeable = frozenset({"description", "records", "ttl"})

    def path_of_all(self, inputs: Json) -> str:
        """Give the zone's record sets."""
        return f"/zones/{inputs['zoneId']}/recordsets"

    def path(self, id_: str) -> str:
        """Give the record set's path below its zone."""
        zone, _, own = id_.partition("/")
        return f"/zones/{zone}/recordsets/{own}"

    def id_of(self, raw: Json) -> str:
        """Put the two ids together."""
        return f"{raw['zone_id']}/{raw['id']}"

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:  # noqa: ARG002 - its own name says the zone's
        """Name it by name and type: a name may have several types."""
        return f"{outputs['name']} {outputs['type']}"

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the same for all
        """Every zone has records about itself, which are Designate's."""
        own = raw["type"] in _OF_THE_ZONE and raw["name"] == raw["zone_name"]
        return "Designate makes it for each zone" if own else ""
