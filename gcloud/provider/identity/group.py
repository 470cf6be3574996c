"""`openstack:identity/groupV3:GroupV3`.

Source: Identity API v3, "Groups"; terraform-provider-openstack,
openstack_identity_group_v3.
"""

from typing import ClassVar

from gcloud.provider.identity import keystone
from gcloud.provider.schema import Schema, string


class Group(keystone.KeystoneType):
    """A group of users; its name is unique in its domain."""

    type_ = "openstack:identity/groupV3:GroupV3"
    noun = "group"
    collection = "groups"
    member = "group"
    schema = Schema(
        {
            "description": keystone.DESCRIPTION,
            "domainId": keystone.DOMAIN,
            "name": string(autoname=True, required=True),
            "region": keystone.REGION,
        }
    )
    attributes: ClassVar = {"description": "description", "domainId": "domain_id", "name": "name"}
