"""`openstack:identity/role:Role`.

Source: Identity API v3, "Roles"; terraform-provider-openstack,
openstack_identity_role_v3.
"""

from typing import ClassVar

from gcloud.provider.identity import keystone
from gcloud.provider.schema import Schema, string


class Role(keystone.KeystoneType):
    """A role. Deleting it takes it from everybody who has it."""

    type_ = "openstack:identity/role:Role"
    noun = "role"
    collection = "roles"
    member = "role"
    schema = Schema(
        {
            "domainId": string(computed=True),
            "name": string(autoname=True, required=True),
            "region": keystone.REGION,
        }
    )
    attributes: ClassVar = {"domainId": "domain_id", "name": "name"}
