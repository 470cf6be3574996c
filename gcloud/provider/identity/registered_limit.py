"""`openstack:identity/registeredLimitV3:RegisteredLimitV3`.

Source: Identity API v3, "Registered limits"; terraform-provider-openstack,
openstack_identity_registered_limit_v3.
"""

from typing import ClassVar

from gcloud.provider.identity import keystone
from gcloud.provider.identity.unified import UnifiedLimit
from gcloud.provider.schema import Schema, integer, string


class RegisteredLimit(UnifiedLimit):
    """What each project has of a service's resource unless it has a limit of its own.

    Keystone refuses to delete it, or to make it another resource's, while a project has such a limit.
    """

    type_ = "openstack:identity/registeredLimitV3:RegisteredLimitV3"
    noun = "registered limit"
    collection = "registered_limits"
    member = "registered_limit"
    schema = Schema(
        {
            "defaultLimit": integer(required=True),
            "description": keystone.DESCRIPTION,
            "region": keystone.REGION,
            "resourceName": string(required=True),
            "serviceId": string(required=True),
        }
    )
    attributes: ClassVar = {
        "defaultLimit": "default_limit",
        "description": "description",
        "resourceName": "resource_name",
        "serviceId": "service_id",
    }
