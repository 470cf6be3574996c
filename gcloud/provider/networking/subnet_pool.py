"""`openstack:networking/subnetPool:SubnetPool`.

Source: Networking API v2.0, "Subnet pools"; terraform-provider-openstack,
openstack_networking_subnetpool_v2.
"""

from typing import ClassVar, Final

from gcloud.provider.call import Call
from gcloud.provider.forms import canonical_network, network_complaint
from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, integer, list_of, string

_LENGTHS: Final = ("defaultPrefixlen", "maxPrefixlen", "minPrefixlen")


class SubnetPool(neutron.NeutronType):
    """Addresses from which subnets are cut, so that no two overlap."""

    type_ = "openstack:networking/subnetPool:SubnetPool"
    noun = "subnet pool"
    collection = "subnetpools"
    member = "subnetpool"
    answers_whole = False
    schema = Schema(
        {
            "addressScopeId": string(),
            "allTags": neutron.ALL_TAGS,
            "createdAt": string(output=True),
            "defaultPrefixlen": integer(computed=True),
            "defaultQuota": integer(),
            "description": neutron.DESCRIPTION,
            "ipVersion": integer(computed=True, choices=(4, 6)),
            "isDefault": boolean(),
            "maxPrefixlen": integer(computed=True),
            "minPrefixlen": integer(computed=True),
            "name": string(autoname=True, required=True),
            "prefixes": list_of(
                string(complaint=network_complaint, canonical=canonical_network), required=True
            ),
            "projectId": neutron.TENANT,
            "region": neutron.REGION,
            "revisionNumber": integer(output=True),
            "shared": boolean(),
            "tags": neutron.TAGS,
            "updatedAt": string(output=True),
            "valueSpecs": neutron.VALUE_SPECS,
        }
    )
    attributes: ClassVar = {
        "addressScopeId": "address_scope_id",
        "createdAt": "created_at",
        "defaultPrefixlen": "default_prefixlen",
        "defaultQuota": "default_quota",
        "description": "description",
        "ipVersion": "ip_version",
        "isDefault": "is_default",
        "maxPrefixlen": "max_prefixlen",
        "minPrefixlen": "min_prefixlen",
        "name": "name",
        "prefixes": "prefixes",
        "projectId": "project_id",
        "revisionNumber": "revision_number",
        "shared": "shared",
        "updatedAt": "updated_at",
    }
    nullable = frozenset({"address_scope_id"})

    def report(self, call: Call, raw: Json) -> Json:
        """Neutron says lengths as text where the answer is not to a creation."""
        report = super().report(call, raw)
        return {**report, **{name: int(report[name]) for name in _LENGTHS}}
