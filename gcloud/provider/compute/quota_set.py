"""`openstack:compute/quotaSetV2:QuotaSetV2`.

Nova's oldest API version is asked, as the official provider does: later ones
leave out the limits on networks, which its outputs hold.

Source: Compute API v2.1, "Quota sets"; terraform-provider-openstack,
openstack_compute_quotaset_v2.
"""

from typing import ClassVar, Final

from gcloud.errors import CloudError
from gcloud.provider.call import Call
from gcloud.provider.quota import QuotaType, limits
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema

_NO_PROJECT: Final = "is not a valid project"
"""What Nova says in a 400 where other services would say 404."""

_LIMITS: Final = {
    "cores": "cores",
    "fixedIps": "fixed_ips",
    "floatingIps": "floating_ips",
    "injectedFileContentBytes": "injected_file_content_bytes",
    "injectedFilePathBytes": "injected_file_path_bytes",
    "injectedFiles": "injected_files",
    "instances": "instances",
    "keyPairs": "key_pairs",
    "metadataItems": "metadata_items",
    "ram": "ram",
    "securityGroupRules": "security_group_rules",
    "securityGroups": "security_groups",
    "serverGroupMembers": "server_group_members",
    "serverGroups": "server_groups",
}


class QuotaSet(QuotaType):
    """A project's limits in Nova. Only an administrator may set them."""

    type_ = "openstack:compute/quotaSetV2:QuotaSetV2"
    noun = "compute quota"
    services = ("compute",)
    path = "/os-quota-sets"
    member = "quota_set"
    forced = True
    schema = Schema(limits(_LIMITS))
    attributes: ClassVar = _LIMITS

    def get(self, call: Call, project: str, doing: str) -> Json | None:
        """Get all limits; Nova asks Keystone whether there is such a project."""
        try:
            return super().get(call, project, doing)
        except CloudError as error:
            if _NO_PROJECT not in error.message:
                raise
            return None
