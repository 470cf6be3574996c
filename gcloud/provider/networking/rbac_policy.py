"""`openstack:networking/rbacPolicyV2:RbacPolicyV2`.

Source: Networking API v2.0, "RBAC policies"; terraform-provider-openstack,
openstack_networking_rbac_policy_v2.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from gcloud.provider.networking import neutron
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, string

_KINDS: Final = (
    "address_group",
    "address_scope",
    "bgpvpn",
    "network",
    "qos_policy",
    "security_group",
    "subnetpool",
)


class RbacPolicy(neutron.NeutronType):
    """Lets another project use an object. Neutron refuses to delete it while that project does."""

    type_ = "openstack:networking/rbacPolicyV2:RbacPolicyV2"
    noun = "sharing"
    collection = "rbac-policies"
    member = "rbac_policy"
    key = ("objectId", "objectType", "action", "targetTenant")
    schema = Schema(
        {
            "action": string(
                required=True, replaces=True, choices=("access_as_external", "access_as_shared")
            ),
            "objectId": string(required=True, replaces=True),
            "objectType": string(required=True, replaces=True, choices=_KINDS),
            "projectId": string(output=True),
            "region": neutron.REGION,
            "targetTenant": string(required=True),
        }
    )
    attributes: ClassVar = {
        "action": "action",
        "objectId": "object_id",
        "objectType": "object_type",
        "projectId": "project_id",
        "targetTenant": "target_tenant",
    }

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Name it by what is shared with whom."""
        return f"{outputs['objectType']} {named(outputs['objectId'])} with {named(outputs['targetTenant'])}"

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name it by what is shared with whom."""
        what = f"{inputs.get('objectType')} {inputs.get('objectId')}"
        return f"{self.noun} of {what} with project {inputs.get('targetTenant')}"
