"""`openstack:networking/quotaV2:QuotaV2`.

Source: Networking API v2.0, "Quotas"; terraform-provider-openstack,
openstack_networking_quota_v2.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from gcloud.cloud import rest
from gcloud.provider.call import Call
from gcloud.provider.quota import QuotaType, limits
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema

_LIMITS: Final = {
    "floatingip": "floatingip",
    "network": "network",
    "port": "port",
    "rbacPolicy": "rbac_policy",
    "router": "router",
    "securityGroup": "security_group",
    "securityGroupRule": "security_group_rule",
    "subnet": "subnet",
    "subnetpool": "subnetpool",
}


class Quota(QuotaType):
    """A project's limits in Neutron, which knows them for a project that isn't there, too.

    Only an administrator may set them.
    """

    type_ = "openstack:networking/quotaV2:QuotaV2"
    noun = "network quota"
    services = ("network",)
    at_once = 1000
    forced = True
    schema = Schema(limits(_LIMITS))
    attributes: ClassVar = _LIMITS

    def among(self, call: Call, owner: str, ids: Sequence[str]) -> Iterator[tuple[str, Json]]:  # noqa: ARG002 - all are in one list
        """List the limits of all projects that have some of their own."""
        doing = f"listing the {self.noun}s"
        for raw in rest.listing(call.cloud.network, "/quotas", "quotas", doing=doing):
            yield f"{raw['project_id']}/{call.region}", raw
