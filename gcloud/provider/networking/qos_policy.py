"""`openstack:networking/qosPolicy:QosPolicy`.

Source: Networking API v2.0, "QoS policies"; terraform-provider-openstack,
openstack_networking_qos_policy_v2.
"""

from typing import ClassVar

from gcloud.provider.networking import neutron
from gcloud.provider.schema import Schema, boolean, integer, string


class QosPolicy(neutron.NeutronType):
    """Limits of traffic that networks and ports refer to; what they are is said by its rules."""

    type_ = "openstack:networking/qosPolicy:QosPolicy"
    noun = "QoS policy"
    collection = "qos/policies"
    member = "policy"
    answers_whole = False
    schema = Schema(
        {
            "allTags": neutron.ALL_TAGS,
            "createdAt": string(output=True),
            "description": neutron.DESCRIPTION,
            "isDefault": boolean(),
            "name": neutron.NAME,
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
        "createdAt": "created_at",
        "description": "description",
        "isDefault": "is_default",
        "name": "name",
        "projectId": "project_id",
        "revisionNumber": "revision_number",
        "shared": "shared",
        "updatedAt": "updated_at",
    }
